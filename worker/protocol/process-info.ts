// A process as state and calls tell of it (worker/os has the type).

import * as v from 'valibot';
import type { ProcessInfo } from '../os/process-context.ts';
import { count, pid, pidOrNone, port, text } from './schema.ts';

export const processInfo = v.object({
  pid,
  ppid: pidOrNone,
  pgid: pid,
  command: text,
  cwd: text,
  state: v.picklist(['starting', 'running', 'stopped', 'disowned']),
  tty: v.nullable(text),
  /** Milliseconds since the epoch. */
  startedAt: v.number(),
  ports: v.array(port),
  placement: v.picklist(['resident', 'threaded']),
  restarts: count,
}) satisfies v.GenericSchema<ProcessInfo>;

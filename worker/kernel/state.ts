// What the runtime is, as data: one discriminated union, changed by one pure reducer (reducer.ts), sent to tabs as a
// snapshot with its `seq` and then as ordered changes. Tabs render this and nothing else.

import * as v from 'valibot';
import { processInfo } from '../protocol/process-info.ts';
import {
  count,
  epoch,
  pidOrNone,
  port,
  projectId,
  sessionId,
  size,
  text,
  type Wire,
} from '../protocol/schema.ts';

/** Why nothing runs. */
const stopReason = v.picklist([
  /** Never started in this browser. */
  'new',
  /** Stop was asked for. */
  'stopped',
  /** The browser ended the kernel; files and screens came back from the checkpoint. */
  'evicted',
  /** The runtime could not start or died; `detail` says how. */
  'crashed',
]);
export type StopReason = Wire<typeof stopReason>;

/** The dev server, which the kernel itself spawns, watches and kills. */
const serverState = v.variant('status', [
  v.object({ status: v.literal('none') }),
  v.object({
    status: v.literal('installing'),
    command: text,
    pid: v.nullable(pidOrNone),
    session: sessionId,
  }),
  v.object({
    status: v.literal('starting'),
    command: text,
    pid: pidOrNone,
    session: sessionId,
    /** It ran in a tab, went with it, and was started again by itself. */
    restarted: v.boolean(),
  }),
  v.object({
    status: v.literal('ready'),
    command: text,
    pid: pidOrNone,
    session: sessionId,
    port,
    url: text,
    restarted: v.boolean(),
  }),
  /** Ended by itself: exit code 0 for a script that is simply done. */
  v.object({
    status: v.literal('exited'),
    command: text,
    session: sessionId,
    exitCode: v.number(),
    message: text,
  }),
  v.object({ status: v.literal('failed'), command: text, message: text, session: v.nullable(sessionId) }),
]);
export type ServerState = Wire<typeof serverState>;

const sessionInfo = v.object({
  id: sessionId,
  /** The primary shell, a further shell, or the terminal of the dev server. */
  kind: v.picklist(['primary', 'shell', 'server']),
  title: text,
  ...size.entries,
  pid: v.nullable(pidOrNone),
  /** `restored`: the screen of an earlier epoch, its process gone. */
  status: v.picklist(['live', 'exited', 'restored']),
});
export type SessionInfo = Wire<typeof sessionInfo>;

const portInfo = v.object({ port, pid: pidOrNone, url: text });
export type PortInfo = Wire<typeof portInfo>;

const common = {
  project: v.object({ id: projectId, name: text }),
  epoch,
  container: v.picklist(['embedded', 'hosted']),
  sessions: v.array(sessionInfo),
  ports: v.array(portInfo),
  processes: v.array(processInfo),
  /** Tabs attached now. */
  tabs: count,
  /** How often a tab came back to this epoch. */
  reloads: count,
  /** Last sequence number of the event log. */
  lastEvent: count,
  /** Trouble that the user must know of and that does not stop the runtime, e.g. storage that is full. */
  warning: v.nullable(v.object({ code: text, message: text })),
};

const runtimeState = v.variant('status', [
  v.object({ ...common, status: v.literal('stopped'), reason: stopReason, detail: v.nullable(text) }),
  v.object({ ...common, status: v.literal('starting') }),
  v.object({ ...common, status: v.literal('running'), startedAt: v.number(), server: serverState }),
  v.object({ ...common, status: v.literal('stopping') }),
]);
export type RuntimeState = Wire<typeof runtimeState>;

export const snapshot = v.object({ seq: count, state: runtimeState });
export type Snapshot = Wire<typeof snapshot>;

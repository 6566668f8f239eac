// What the WorkspaceDaemon records: the story of builds and of the runtime, for agents and for people.

import * as v from 'valibot';
import { port, text, type Wire } from '../protocol/schema.ts';

const buildError = v.object({
  message: text,
  file: v.exactOptional(text),
  /** 1-based. */
  line: v.exactOptional(v.number()),
  column: v.exactOptional(v.number()),
});
export type BuildError = Wire<typeof buildError>;

/** `seq` starts at 1 and has no gaps within a project, across epochs too. `at` is milliseconds since the epoch. */
const stamp = { seq: v.number(), at: v.number() };

const bodies = [
  v.object({ type: v.literal('BUILD_STARTED'), command: text }),
  v.object({ type: v.literal('BUILD_SUCCEEDED'), command: text, durationMs: v.number() }),
  v.object({
    type: v.literal('BUILD_FAILED'),
    command: text,
    /** Null where the tool goes on: a dev server after an edit. */
    exitCode: v.nullable(v.number()),
    errors: v.array(buildError),
  }),
  v.object({ type: v.literal('RUNTIME_STARTED') }),
  v.object({
    type: v.literal('RUNTIME_CRASHED'),
    reason: text,
    command: v.exactOptional(text),
    exitCode: v.exactOptional(v.number()),
    port: v.exactOptional(port),
  }),
  v.object({ type: v.literal('RUNTIME_STOPPED'), reason: text }),
] as const;

const workspaceEventBody = v.variant('type', bodies);
export type WorkspaceEventBody = Wire<typeof workspaceEventBody>;

export const workspaceEvent = v.intersect([workspaceEventBody, v.object(stamp)]);
export type WorkspaceEvent = Wire<typeof workspaceEvent>;

// What a process and the kernel say to each other in a synchronous call (the body that os/sync-codec.ts makes). While the
// process blocks it cannot read its port, so that an answer carries what lies unread there and cannot wait: the files'
// operations, and signals. Both sides count those instead of numbering them: one port, in order.

import * as v from 'valibot';
import type { WireError } from '../protocol/wire-error.ts';
import type { AuthorityMessage } from '../vfs/operation.ts';
import type { Pid } from '../protocol/ids.ts';
import { signal, spawnFields } from './messages.ts';
import type { ExitStatus, Signal } from './signals.ts';

/** A child from its start to its end; see SyncSpawnRequest (process-context.ts). */
const runFields = v.object({
  type: v.literal('run'),
  child: spawnFields,
  /** Pipes that are made for it: written to with `input`, or read into the result. */
  feed: v.array(
    v.object({ pipe: v.string(), input: v.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  ),
  collect: v.array(v.string()),
  timeout: v.nullable(v.number()),
  maxBuffer: v.nullable(v.number()),
  killSignal: signal,
});
export type RunMessage = v.InferOutput<typeof runFields>;

/** Its result. */
export interface RunResult {
  readonly pid: Pid;
  readonly status: ExitStatus;
  /** By pipe. */
  readonly output: Readonly<Record<string, Uint8Array>>;
  readonly failure: 'ETIMEDOUT' | 'ENOBUFS' | 'EPIPE' | null;
}

export const syncCall = v.variant('type', [
  /** For its signals alone. */
  v.object({ type: v.literal('poll') }),
  /** Answered when everything that was sent before is: with the answer come the authority's to operations on files. */
  v.object({ type: v.literal('settle') }),
  /** One read of a pipe or tty: bytes, or null at the end. */
  v.object({ type: v.literal('read'), source: v.string(), read: v.number() }),
  runFields,
  /** A lock on a file (file-locks.ts); the value is a LockAnswer. */
  v.object({ type: v.literal('lock'), file: v.number(), level: v.picklist([1, 2, 3, 4]) }),
  /** Pids for the process's children: the value is a list of them. */
  v.object({ type: v.literal('reserve') }),
  /** Answered in the negative only: where it can be done, the process is ended and started again elsewhere. */
  v.object({ type: v.literal('share-memory') }),
]);
export type SyncCall = v.InferOutput<typeof syncCall>;

export const syncRequest = v.object({
  /** Which worker; known to it and the kernel only. */
  key: v.string(),
  /** Counts this worker's calls. The browser may send one twice, and `pending` ones are asked again: it is run once. */
  number: v.number(),
  /** Messages that the process has posted on its port: the call comes after them. */
  sent: v.number(),
  /** Operations on files, and signals, that the process has seen. */
  files: v.number(),
  signals: v.number(),
  /** Stopped by a signal: only signals are answered. */
  stopped: v.boolean(),
  /** Null when it is asked again. */
  call: v.nullable(syncCall),
});
export type SyncRequest = v.InferOutput<typeof syncRequest>;

export type SyncResult =
  | { readonly type: 'value'; readonly value?: unknown }
  | { readonly type: 'error'; readonly error: WireError }
  /** See to the signals and ask again. */
  | { readonly type: 'interrupted' }
  /** The process was killed: it must not go on. */
  | { readonly type: 'ended' };

export interface SyncReply {
  readonly files: readonly AuthorityMessage[];
  readonly signals: readonly Signal[];
  readonly result: SyncResult;
}

/** What a worker needs to make such calls; part of its init message. */
export interface SyncAddress {
  /** See protocol/sync-call.ts. */
  readonly machine: string;
  readonly key: string;
}

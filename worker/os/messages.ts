// The protocol between the container (in the kernel's worker) and one process worker, over the single MessagePort between
// them. One port, so that order is causality: a filesystem operation, a write to a pipe and an exit arrive as they were
// made. Control messages have schemas and are checked on arrival; the hot ones (fs, reads and writes) are typed only.

import * as v from 'valibot';
import type { WireError } from '../protocol/wire-error.ts';
import type { Pid, Port } from '../protocol/ids.ts';
import type { AuthorityMessage, ReplicaMessage } from '../vfs/operation.ts';
import type { ConnectionState } from './connection.ts';
import type { Snapshot } from '../vfs/snapshot.ts';
import type { SyncAddress } from './sync-messages.ts';
import { signalNumbers, type ExitStatus, type Signal } from './signals.ts';
import type { ProcessInfo } from './process-context.ts';

// --- Vocabulary -------------------------------------------------------------------------------------------------------

const pid = v.custom<Pid>((value) => Number.isInteger(value) && (value as number) > 0);
export const signal = v.custom<Signal>((value) => typeof value === 'string' && value in signalNumbers);
const address = v.union([
  v.custom<Port>((value) => Number.isInteger(value) && (value as number) > 0 && (value as number) < 65536),
  v.string(),
]);
const port = v.instance(MessagePort);
const exitStatus = v.custom<ExitStatus>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'exited' || value.kind === 'signaled'),
);
const wireError = v.custom<WireError>((value) => typeof value === 'object' && value !== null);
const environment = v.record(v.string(), v.string());
const program = v.picklist(['node', 'jsh', 'npm', 'thread']);
const placement = v.picklist(['resident', 'threaded']);
/** Its port comes along, or lies with the tab under the name of `channel` (docs/adr/0015). */
const threadIdentity = v.object({
  id: v.number(),
  name: v.string(),
  port: v.nullable(port),
  processKey: v.string(),
  channel: v.nullable(v.string()),
});

const ttyMode = v.object({
  canonical: v.boolean(),
  echo: v.boolean(),
  signals: v.boolean(),
  outputNewline: v.boolean(),
  inputNewline: v.boolean(),
});
const ttySize = v.object({ cols: v.number(), rows: v.number() });

/** An fd as it crosses: by what it refers to. */
const stdioDescriptor = v.variant('kind', [
  v.object({ kind: v.literal('tty'), tty: v.string() }),
  v.object({ kind: v.literal('pipe-read'), pipe: v.string() }),
  v.object({ kind: v.literal('pipe-write'), pipe: v.string() }),
  v.object({ kind: v.literal('socket'), incoming: v.string(), outgoing: v.string() }),
  v.object({ kind: v.literal('file'), path: v.string(), flags: v.number() }),
  v.object({ kind: v.literal('null') }),
]);
export type StdioDescriptor = v.InferOutput<typeof stdioDescriptor>;

const childEvent = v.variant('type', [
  v.object({ type: v.literal('exit'), pid, status: exitStatus }),
  v.object({ type: v.literal('stopped'), pid, signal }),
  v.object({ type: v.literal('continued'), pid }),
]);

// --- Container to process ---------------------------------------------------------------------------------------------

const execFields = v.object({
  type: v.literal('exec'),
  pid,
  ppid: pid,
  pgid: pid,
  program,
  argv: v.array(v.string()),
  execPath: v.string(),
  env: environment,
  cwd: v.string(),
  umask: v.number(),
  stdio: v.array(stdioDescriptor),
  /** The controlling terminal. */
  tty: v.nullable(v.object({ name: v.string(), size: ttySize, mode: ttyMode })),
  /** Pids that this process may give to its own children (Syscalls.reservePid). */
  reserved: v.array(pid),
  /** What it opens as it starts is not known yet. */
  tellOpened: v.boolean(),
  placement,
  /** It is a thread, of the process of these pids. */
  thread: v.nullable(v.object({ identity: threadIdentity, pid, ppid: pid })),
});
export type Exec = v.InferOutput<typeof execFields>;

const connectionState = v.custom<ConnectionState>((value) => typeof value === 'object' && value !== null);
/** A connection that goes to whoever reads from the pipe. */
const handedConnection = {
  id: v.string(),
  local: address,
  remote: address,
  state: connectionState,
  /** The program's own: what it made of the connection. */
  detail: v.unknown(),
  port,
};

export const containerControl = v.variant('type', [
  execFields,
  /** Load this program and wait. */
  v.object({ type: v.literal('prepare'), program }),
  /** To a spare of node's: this file is what it is likely to run, and these are what that opens as it starts. */
  v.object({ type: v.literal('anticipate'), script: v.string(), files: v.array(v.string()) }),
  v.object({ type: v.literal('signal'), signal }),
  /** Its exit has arrived, or nobody hears it any more: the worker may close. */
  v.object({ type: v.literal('end') }),
  /** Its exit has arrived, and it is a spare once more. */
  v.object({ type: v.literal('again') }),
  v.object({ type: v.literal('reply'), request: v.number(), value: v.optional(v.unknown()) }),
  v.object({ type: v.literal('reply-error'), request: v.number(), error: wireError }),
  v.object({ type: v.literal('child'), event: childEvent }),
  v.object({ type: v.literal('reserved'), pids: v.array(pid) }),
  /** Changes of the process table's replica. */
  v.object({ type: v.literal('pids'), added: v.array(pid), removed: v.array(pid) }),
  /** A change of the port table's replica; a null pid closes. */
  v.object({ type: v.literal('address'), address, pid: v.nullable(pid) }),
  v.object({ type: v.literal('listen-lost'), address }),
  v.object({ type: v.literal('connection'), id: v.string(), address, remote: address, port }),
  /** The process at the other end died without closing. */
  v.object({ type: v.literal('connection-lost'), id: v.string() }),
  /** Comes before what its sender wrote to the pipe after it. */
  v.object({ type: v.literal('handed-over'), source: v.string(), ...handedConnection }),
  /** Another process asks for a file with which this one was alone (file-locks.ts). */
  v.object({ type: v.literal('lock-wanted'), file: v.number() }),
  v.object({ type: v.literal('tty-size'), tty: v.string(), size: ttySize }),
  v.object({ type: v.literal('tty-mode'), tty: v.string(), mode: ttyMode }),
]);
export type ContainerControl = v.InferOutput<typeof containerControl>;

/** The first message on the kernel's port to a process worker. */
export interface Init {
  readonly type: 'init';
  /** The worker's own name; its Web Lock is `processLock(name)`. */
  readonly worker: string;
  /** Web Lock of the kernel's life: when it is free, the kernel is gone and this worker has no use. */
  readonly kernelLock: string;
  /** What its replica of the filesystem starts from. */
  readonly filesystem: Snapshot;
  readonly pids: readonly Pid[];
  readonly addresses: readonly (readonly [Port | string, Pid])[];
  readonly sync: SyncAddress;
}

/** Sources and sinks are pipe ids or tty names. A read is answered by one chunk; null is the end. */
export type ContainerHot =
  | { readonly type: 'fs'; readonly messages: readonly AuthorityMessage[] }
  | {
      readonly type: 'chunk';
      readonly source: string;
      readonly read: number;
      readonly bytes: Uint8Array | null;
    }
  /** The reader's side has taken that many bytes of this process's writes. */
  | { readonly type: 'taken'; readonly sink: string; readonly bytes: number }
  /** Nobody reads any more; `failed`: in answer to a write. */
  | {
      readonly type: 'broken';
      readonly sink: string;
      readonly code: 'EPIPE' | 'EIO';
      readonly failed: boolean;
    };

export type ContainerToProcess = Init | ContainerControl | ContainerHot;

// --- Process to container ---------------------------------------------------------------------------------------------

export const spawnFields = v.object({
  type: v.literal('spawn'),
  request: v.number(),
  program,
  argv: v.array(v.string()),
  execPath: v.nullable(v.string()),
  env: environment,
  cwd: v.string(),
  umask: v.nullable(v.number()),
  stdio: v.array(stdioDescriptor),
  /** Pipe ends of this process that the child takes over. */
  handedOn: v.array(v.object({ pipe: v.string(), end: v.picklist(['read', 'write']) })),
  pid: v.nullable(pid),
  group: v.nullable(v.union([v.literal('own'), pid])),
  foreground: v.boolean(),
  title: v.nullable(v.string()),
  thread: v.nullable(threadIdentity),
});
export type SpawnMessage = v.InferOutput<typeof spawnFields>;

export const processControl = v.variant('type', [
  /** The lock is held and the replica is there: this worker is a spare. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('prepared'), program }),
  spawnFields,
  /** `again`: its worker is as it was before, and waits for `again` or `end`. */
  v.object({ type: v.literal('exit'), status: exitStatus, again: v.boolean() }),
  v.object({ type: v.literal('stopped'), signal }),
  v.object({ type: v.literal('continued') }),
  /** The program has taken over a signal's default action, or given it back. */
  v.object({ type: v.literal('handles'), signal, handled: v.boolean() }),
  /** Files of packages that it has opened as it started. */
  v.object({ type: v.literal('opened'), files: v.array(v.string()) }),
  v.object({ type: v.literal('kill'), request: v.number(), pid: v.number(), signal: v.nullable(signal) }),
  v.object({ type: v.literal('set-group'), pid, pgid: pid }),
  v.object({ type: v.literal('set-foreground'), pgid: pid }),
  v.object({ type: v.literal('cwd'), cwd: v.string() }),
  v.object({ type: v.literal('processes'), request: v.number() }),
  v.object({ type: v.literal('flush'), request: v.number() }),
  v.object({ type: v.literal('reserve') }),
  /** Lowers its lock on a file (file-locks.ts); `forget`: it has closed it. */
  v.object({
    type: v.literal('unlock'),
    file: v.number(),
    level: v.picklist([0, 1, 2, 3, 4]),
    forget: v.boolean(),
  }),
  /** How many operations on files and signals it has seen by now; see sync-messages.ts. Now and then. */
  v.object({ type: v.literal('seen'), files: v.number(), signals: v.number() }),
  v.object({ type: v.literal('pipe'), pipe: v.string() }),
  v.object({ type: v.literal('close-end'), pipe: v.string(), end: v.picklist(['read', 'write']) }),
  v.object({ type: v.literal('tty-mode'), tty: v.string(), mode: ttyMode }),
  v.object({ type: v.literal('listen'), address }),
  v.object({ type: v.literal('unlisten'), address }),
  v.object({ type: v.literal('connect'), id: v.string(), address, local: address, port }),
  v.object({ type: v.literal('connection-closed'), id: v.string() }),
  v.object({ type: v.literal('hand-over'), sink: v.string(), ...handedConnection }),
]);
export type ProcessControl = v.InferOutput<typeof processControl>;

export type ProcessHot =
  | { readonly type: 'fs'; readonly messages: readonly ReplicaMessage[] }
  | { readonly type: 'read'; readonly source: string; readonly read: number }
  /** Should its chunk be under way, it is dropped here, and the next reader's. */
  | { readonly type: 'cancel-read'; readonly source: string; readonly read: number }
  /** Bytes that were read go back to the front, for the next reader. */
  | { readonly type: 'unread'; readonly source: string; readonly bytes: Uint8Array }
  | { readonly type: 'write'; readonly sink: string; readonly bytes: Uint8Array };

export type ProcessToContainer = ProcessControl | ProcessHot;

/** Answer to `processes`. */
export type ProcessList = readonly ProcessInfo[];

/** The Web Lock that a process worker holds for as long as it lives. */
export function processLock(worker: string): string {
  return `holdfast-process:${worker}`;
}

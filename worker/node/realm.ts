// The seam between the realm's core (loop, builtins, process object) and the bindings: what a binding file is given.
// One realm a process worker; it lives as long as the process. `Realm` is built by create-realm.ts.

import type { ProcessContext, Stream } from '../os/process-context.ts';
import type { Libraries } from './libraries.ts';
import type { NodeMeta } from './meta.ts';

/** Browser globals, captured before the realm replaces or deletes them. Bindings use these, never globalThis. */
export interface Host {
  readonly TextEncoder: typeof TextEncoder;
  readonly TextDecoder: typeof TextDecoder;
  readonly URL: typeof URL;
  readonly crypto: Crypto;
  readonly fetch: typeof fetch;
  readonly WebSocket: typeof WebSocket;
  readonly structuredClone: typeof structuredClone;
  readonly MessageChannel: typeof MessageChannel;
  readonly BroadcastChannel: typeof BroadcastChannel;
  readonly Blob: typeof Blob;
  /** The browser's fetch takes no signal but its own kind. */
  readonly AbortController: typeof AbortController;
  /** Absent where the browser has none (before Firefox 142). */
  readonly URLPattern?: unknown;
  /** navigator.hardwareConcurrency; absent where the browser does not tell. */
  readonly hardwareConcurrency?: number;
  /** Bytes of the JavaScript heap: used, allocated, and at most; absent where the browser does not tell (performance.memory is Chromium's). */
  heap?(): { readonly used: number; readonly total: number; readonly limit: number };
  /** Milliseconds, monotonic, with a fraction. */
  now(): number;
  /** Milliseconds of the wall clock: a third of the cost of `now`. */
  readonly clock: () => number;
  /** The zone of local times, as TZ names it; undefined is the browser's own. */
  readonly setTimeZone: (tz: string | undefined) => void;
  /** Milliseconds since the epoch of `now() === 0`. */
  readonly timeOrigin: number;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(id: number): void;
  queueMicrotask(callback: () => void): void;
  /** Runs `callback` as the next macrotask, in order (a MessageChannel hop, not a timer). */
  macrotask(callback: () => void): void;
  /** Runs `callback`; an exception comes back with the place of its throw where the browser tells it. */
  attempt<T>(callback: () => T): Attempt<T>;
  /** Evaluates a classic script in global scope and returns its completion value; `filename` shows in stacks. */
  readonly evaluate: (source: string, filename: string) => unknown;
}

export type Attempt<T> =
  | { readonly threw: false; readonly value: T }
  | { readonly threw: true; readonly error: unknown; readonly place: ThrowPlace | undefined };

/** As in V8's message of an exception: the URL of the script or the name it gave itself, line and column from 1. */
export interface ThrowPlace {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** The event loop, as bindings see it. Phases and tick order as in libuv and Node (loop.ts). */
export interface Loop {
  /** Runs `task` in the poll phase of a coming turn. Keeps the loop alive until it has run. Node's ticks run after it. */
  post(task: () => void): void;
  /** Called by a task of the poll phase: runs `task` in the next turn, before whatever else is ready. */
  postNext(task: () => void): void;
  /** Runs `task` in the closing phase (uv_close callbacks). */
  postClose(task: () => void): void;
  /** Counts an active request: the process lives until the returned function is called (once). */
  beginRequest(): () => void;
  /** Runs what native code would run as a callback from outside: enters a callback scope, then drains ticks. */
  enter<T>(task: () => T): T | undefined;
  /** Like node::MakeCallback: `enter` with the async context of `object`. */
  makeCallback(object: object, callback: (...args: never[]) => unknown, args: readonly unknown[]): unknown;
  /** Settles a req object (FSReqCallback, WriteWrap …): makeCallback of its `oncomplete`, then its destroy hook. */
  complete(request: object, args: readonly unknown[]): void;
  /** libuv's loop time in ms. */
  now(): number;
}

export interface HandleState {
  referenced: boolean;
  active: boolean;
  closing: boolean;
}

/** Base class of native objects with an async id. */
export interface AsyncWrapClass {
  new (provider: string): AsyncWrapInstance;
}
export interface AsyncWrapInstance {
  getAsyncId(): number;
  asyncReset(): void;
  getProviderType(): number;
}
/** Base class of native handles. A started, referenced handle keeps the loop alive. Subclasses override `onHandleClose`. */
export interface HandleWrapClass {
  /** `resource`: what async_hooks show, where that is another object. */
  new (provider: string, resource?: object): HandleWrapInstance;
}
export interface HandleWrapInstance extends AsyncWrapInstance {
  ref(): void;
  unref(): void;
  hasRef(): boolean | undefined;
  close(callback?: () => void): void;
}

/** What one fd of this process is. Files, ttys, pipes and sockets share the table, as in Unix. */
export interface FdTable {
  get(fd: number): Stream | undefined;
  /** Lowest free fd from 3 up. */
  allocate(stream: Stream): number;
  set(fd: number, stream: Stream): void;
  /** Removes without closing. */
  release(fd: number): Stream | undefined;
  entries(): Iterable<[number, Stream]>;
}

/**
 * Stands for one of V8's private symbols: a weak side table. `object[some_private_symbol]` in Node's lib is rewritten to
 * `get` and `set` when it is extracted (tools/node-lib/private-symbols.mjs), so that no trace shows on the object.
 */
export interface PrivateSlot {
  get(object: unknown): unknown;
  /** Returns `value`, as an assignment does. */
  set<T>(object: object, value: T): T;
}

/** A binding object as Node's lib sees it. Its members are whatever the C++ binding exports. */
export type Binding = Record<string | symbol, unknown>;

export interface Realm {
  /**
   * Bound late: a spare worker boots the realm before it knows its process. Read `context`, `fds`, `env` and `cwd` inside
   * functions, never while a binding is being created (it throws then).
   */
  readonly context: ProcessContext;
  readonly host: Host;
  readonly meta: NodeMeta;
  readonly loop: Loop;
  readonly fds: FdTable;
  readonly AsyncWrap: AsyncWrapClass;
  readonly HandleWrap: HandleWrapClass;
  /** Marks a handle started or stopped: started and referenced keeps the loop alive. */
  startHandle(handle: HandleWrapInstance): void;
  stopHandle(handle: HandleWrapInstance): void;
  /** Runs once when the handle closes; registered by the subclass's constructor. */
  onHandleClose(handle: HandleWrapInstance, cleanup: () => void): void;
  /** Gives an object an async id without a wrap class (MessagePort, HTTPParser). */
  initAsync(object: object, provider: string): void;
  /** Per-isolate symbols of `internalBinding('symbols')` and the private ones of `internalBinding('util')`. */
  readonly symbols: Readonly<Record<string, symbol>>;
  readonly privateSymbols: Readonly<Record<string, PrivateSlot>>;
  /** The current working directory; chdir validates and sets it. */
  cwd: string;
  umask: number;
  /** The live environment behind `process.env`. */
  readonly env: Record<string, string>;
  /** Node's internal `require`, after bootstrap. Untyped because it is Node's own JavaScript. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  require(id: string): any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  internalBinding(name: string): any;
  /** `new internal/errors codes[code](...args)`. */
  readonly nodeError: (code: string, ...args: unknown[]) => Error;
  /** libuv's negative errno of a code, from the real binary's table. */
  errno(code: string): number;
  /** As node::UVException: code, errno, syscall, path, dest and libuv's text. */
  uvException(code: string, syscall: string, path?: string, dest?: string): Error;
  /** Throws Node's ERR_FEATURE_UNAVAILABLE_ON_PLATFORM, naming what is missing. Never return a fake instead. */
  unavailable(feature: string): never;
  /** llhttp as WebAssembly (llhttp.wasm of .generated/node-lib), compiled on first use; instantiated by http_parser. */
  llhttp(): WebAssembly.Module;
  /** A library that is loaded when it is first asked for. */
  library<Name extends keyof Libraries>(name: Name): Libraries[Name];
  readonly utf8: { encode(text: string): Uint8Array; decode(bytes: Uint8Array): string };
  /** Ends the process: stops the loop, tells the context. Throws to unwind the caller. */
  exit(code: number): never;
  /** Uncaught error path (node::errors::TriggerUncaughtException). */
  fatal(error: unknown, fromPromise: boolean, place?: ThrowPlace): void;
}

// What the realm's own core bindings (async_wrap, builtins, module_wrap, …) share beyond the seam that all bindings see.
// One a realm, made by create-realm.ts.

import type { ThreadIdentity } from '../os/process-context.ts';
import type { AsyncHooks } from './async-hooks.ts';
import type { LoopGuard } from './guard/loop-guard.ts';
import type { EventLoop } from './loop.ts';
import type { Libraries } from './libraries.ts';
import type { NodeMeta } from './meta.ts';
import type { AwaitRuntime } from './modules/await-runtime.ts';
import type { DynamicImportHook } from './modules/dynamic-import.ts';
import type { KeptTransforms } from './modules/kept-transforms.ts';
import type { ObjectKinds } from './modules/object-kinds.ts';
import type { SourceRegistry } from './modules/source-registry.ts';
import type { ChunkLines, StackTraces } from './modules/stack-trace.ts';
import type { ParsedOptions } from './options/parse-options.ts';
import type { Binding, Realm } from './realm.ts';

/** A module of Node's lib as a function; its parameters depend on its id (tools/node-lib/chunks.mjs). */
export type NativeModule = (...args: readonly unknown[]) => unknown;

export interface NativeChunk {
  readonly natives: Readonly<Record<string, NativeModule>>;
  readonly lines: ChunkLines;
  /** The URL that stack frames show for it. */
  readonly url: string;
  /** Gives the chunk what its rewritten `await`s call. */
  setAwait(runtime: AwaitRuntime): void;
}

/** The files of .generated/node-lib, loaded by whoever embeds the realm. */
export interface NodeAssets {
  readonly meta: NodeMeta;
  readonly core: NativeChunk;
  /** Synchronously: `require` of a builtin cannot wait. */
  readonly lazyChunk: (name: string) => NativeChunk;
  readonly llhttp: () => WebAssembly.Module;
  /** Synchronously, as `lazyChunk`. */
  library<Name extends keyof Libraries>(name: Name): Libraries[Name];
}

/** Node's `process`: a plain object to us, filled by Node's own JavaScript. */
export interface ProcessObject {
  exitCode?: number | undefined;
  _exiting?: boolean;
  emit(event: string, ...args: unknown[]): boolean;
  _fatalException(error: unknown, fromPromise: boolean): boolean;
  [member: string]: unknown;
}

/** The arrow of an error in the source that a map leads to (getSourceMapErrorSource); line and column from 1 and 0. */
export type SourceMapArrow = (filename: string, line: number, column: number) => string | undefined;

type Enhancer = (error: unknown) => unknown;

export interface CoreRealm extends Realm {
  readonly eventLoop: EventLoop;
  readonly asyncHooks: AsyncHooks;
  readonly sources: SourceRegistry;
  readonly transforms: KeptTransforms;
  readonly stackTraces: StackTraces;
  readonly objectKinds: ObjectKinds;
  readonly dynamicImport: DynamicImportHook;
  readonly awaitRuntime: AwaitRuntime;
  readonly process: ProcessObject;
  /** What guarded loops call now and then (guard/loop-guard.ts). */
  readonly loopGuard: () => true;
  /** Runs what its own guarded loops shall end after so many milliseconds. */
  readonly runWithin: LoopGuard['within'];
  readonly options: ParsedOptions;
  readonly primordials: Record<string, unknown>;
  /** Exports of Node's internal/per_context files: DOMException, emitMessage. */
  readonly perContext: Record<string, unknown>;
  /** `internalBinding(name)` as C++ gives it out: without Node's module list around it. */
  readonly binding: (name: string) => Binding;
  /** The function of a module of Node's lib. */
  compileBuiltin(id: string): NativeModule;
  readonly setInternalLoaders: (
    internalBinding: (name: string) => unknown,
    require: (id: string) => unknown,
  ) => void;
  /** Node's promise rejection callback: 0 rejected without handler, 1 handler added after that. */
  setRejectionCallback(callback: (type: number, promise: unknown, reason: unknown) => void): void;
  /** How Node dresses the stack of a fatal error: before and after an inspector would see it. */
  setStackEnhancers(before: Enhancer, after: Enhancer): void;
  setSourceMapArrow(change: { readonly source?: SourceMapArrow; readonly enabled?: boolean }): void;
  /** `host.now()` when the process began. */
  readonly startedAt: number;
  /** Synchronously to fd 2, as Node's C++ prints. */
  writeError(text: string): void;
  /** Ends the process without unwinding the caller. */
  terminate(code: number): void;
  readonly exited: boolean;
  /** The worker thread that this realm is; undefined for a process's main thread. */
  readonly thread: ThreadIdentity | undefined;
  /** Called when the process ends by itself, before it tells so. */
  readonly atExit: Set<() => void>;
}

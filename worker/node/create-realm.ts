// Builds a realm: loop, async hooks, bindings and Node's own bootstrap, up to where Node's startup snapshot ends. What
// depends on the process (argv, env, cwd, streams) comes with `attach`, so that a spare worker can boot ahead of time.

import type { ProcessContext, Syscalls, ThreadIdentity } from '../os/process-context.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import { createAsyncHooks, type AsyncHooks } from './async-hooks.ts';
import { createBinding } from './bindings/registry.ts';
import { bootstrap } from './bootstrap.ts';
import type {
  CoreRealm,
  NativeChunk,
  NativeModule,
  NodeAssets,
  ProcessObject,
  SourceMapArrow,
} from './core-realm.ts';
import { trackEntryPoint } from './entry-point.ts';
import { ProcessEnded } from '../os/process-ended.ts';
import { ExitSignal } from './exit-signal.ts';
import { createFatal } from './fatal.ts';
import { createFdTable } from './fd-table.ts';
import type { Libraries } from './libraries.ts';
import { lateBound } from './late-bound.ts';
import { createLoopGuard } from './guard/loop-guard.ts';
import { createLoop, type EventLoop } from './loop.ts';
import { createAwaitRuntime } from './modules/await-runtime.ts';
import { rewriteEvaluated } from './modules/direct-eval.ts';
import { createDynamicImportHook } from './modules/dynamic-import.ts';
import { KeptTransforms } from './modules/kept-transforms.ts';
import { createObjectKinds } from './modules/object-kinds.ts';
import { SourceRegistry } from './modules/source-registry.ts';
import { createStackTraces } from './modules/stack-trace.ts';
import type { ParsedOptions } from './options/parse-options.ts';
import { createPrivateSlot } from './private-slot.ts';
import { createEnvProxy, createProcessObject, exitInfo } from './process-object.ts';
import { createRealmErrors } from './realm-errors.ts';
import type { Binding, FdTable, Host, Loop } from './realm.ts';
import { writeSync } from './stdio-sync.ts';
import { giveBackInput } from './stream-input.ts';

/** ExitCode::kUnsettledTopLevelAwait. */
const unsettledTopLevelAwait = 13;

export interface AttachedRealm {
  /** Runs one of Node's internal/main files in the first turn and starts the loop. */
  run(main: string): void;
}

export interface BootedRealm {
  readonly realm: CoreRealm;
  /** Binds the realm to its process; once. */
  attach(context: ProcessContext, options: ParsedOptions, env: Record<string, string>): AttachedRealm;
  /** The browser's reports of promises that were rejected without a handler, and handled later. */
  promiseRejected(promise: Promise<unknown>, reason: unknown): void;
  promiseHandled(promise: Promise<unknown>): void;
  /** An exception that no callback scope saw (thrown by a callback of a browser API). */
  uncaught(error: unknown): void;
}

interface Attachment {
  readonly context: ProcessContext;
  readonly options: ParsedOptions;
  readonly fds: FdTable;
  readonly env: Record<string, string>;
}

export function createRealm(host: Host, assets: NodeAssets, thread?: ThreadIdentity): BootedRealm {
  const { meta } = assets;
  let attachment: Attachment | undefined;
  let nodeRequire: ((id: string) => unknown) | undefined;
  let publicInternalBinding: ((name: string) => unknown) | undefined;
  let rejectionCallback: ((type: number, promise: unknown, reason: unknown) => void) | undefined;
  let enhancers: { before: (error: unknown) => unknown; after: (error: unknown) => unknown } | undefined;
  const sourceMaps: { source?: SourceMapArrow; enabled?: boolean } = {};
  let exited = false;
  let startedAt = host.now();
  const bindings = new Map<string, Binding>();
  const chunks = new Map<string, NativeChunk>();
  const libraries: Partial<Libraries> = {};

  const attached = (): Attachment => {
    if (attachment === undefined) throw new Error('the realm has no process yet');
    return attachment;
  };
  const describeSymbols = (dumped: Record<string, { v: string }>): Record<string, symbol> =>
    Object.fromEntries(Object.entries(dumped).map(([name, { v }]) => [name, Symbol(v)]));
  const symbols = describeSymbols(meta.bindings['symbols'] as Record<string, { v: string }>);
  const privateSymbols = Object.fromEntries(
    Object.keys((meta.bindings['util'] as { privateSymbols: object }).privateSymbols).map((name) => [
      name,
      createPrivateSlot(),
    ]),
  );
  const exitFields = new Int32Array(3);

  const eventLoop: EventLoop = createLoop({
    host,
    fatal: (error, place) => realm.fatal(error, false, place),
    hasLiveHandles: () => asyncHooks.hasLiveHandles(),
    resetContext: () => void (asyncHooks.contextFrame = undefined),
    drained: () => void realm.process.emit('beforeExit', exitCode() ?? 0),
    finished: finish,
    turned: () => guard.turn(),
  });
  const asyncHooks: AsyncHooks = createAsyncHooks({
    ...asyncWrapMeta(meta.bindings['async_wrap']),
    handleOnClose: symbols['handle_onclose'] ?? Symbol('handle_onclose'),
    later: eventLoop.later,
    postClose: eventLoop.postClose,
    makeCallback: (object, callback) => void makeCallback(object, callback, []),
    wake: eventLoop.wake,
  });

  const guard = createLoopGuard({
    now: host.clock,
    poll() {
      try {
        attached().context.sys.pollSignals();
      } catch {
        // The process has ended by a signal.
        exited = true;
        eventLoop.stop();
      }
    },
    ended: () => exited,
    unwind() {
      throw new ExitSignal(0);
    },
  });

  function makeCallback(
    object: object,
    callback: (...args: never[]) => unknown,
    args: readonly unknown[],
  ): unknown {
    return eventLoop.enter(() => {
      const state = asyncHooks.asyncStateOf(object);
      const asyncId = state?.asyncId ?? 0;
      const frame = asyncHooks.contextFrame;
      asyncHooks.contextFrame = state?.contextFrame;
      asyncHooks.push(asyncId, state?.triggerAsyncId ?? 0, object);
      asyncHooks.emitBefore(asyncId);
      const result: unknown = Reflect.apply(callback, object, args);
      // Not where it threw: Node's handler of uncaught exceptions unwinds the contexts itself.
      asyncHooks.emitAfter(asyncId);
      asyncHooks.pop();
      asyncHooks.contextFrame = frame;
      return result;
    });
  }

  const loop: Loop = {
    ...eventLoop,
    makeCallback,
    complete(request, args) {
      const { oncomplete } = request as { oncomplete?: unknown };
      if (typeof oncomplete === 'function') makeCallback(request, oncomplete as () => unknown, args);
      const asyncId = asyncHooks.asyncStateOf(request)?.asyncId;
      if (asyncId !== undefined) asyncHooks.queueDestroy(asyncId);
    },
  };

  const sources = new SourceRegistry();
  const awaitRuntime = createAwaitRuntime(globalThis, asyncHooks, (code, importer) =>
    rewriteEvaluated(sources, code, importer),
  );
  const transforms = new KeptTransforms({
    fs: () => attached().context.fs,
    setTimeout: (callback, ms) => host.setTimeout(callback, ms),
  });
  const stackTraces = createStackTraces(sources);
  const objectKinds = createObjectKinds();
  const process: ProcessObject = createProcessObject(meta);
  const textEncoder = new host.TextEncoder();
  const textDecoder = new host.TextDecoder('utf-8', { ignoreBOM: true });
  const earlyContext = {
    fs: lateBound<FileSystem>(() => attached().context.fs),
    sys: lateBound<Syscalls>(() => attached().context.sys),
  } as ProcessContext;

  const realm: CoreRealm = {
    host,
    meta,
    loop,
    eventLoop,
    asyncHooks,
    sources,
    transforms,
    stackTraces,
    objectKinds,
    dynamicImport: createDynamicImportHook(),
    awaitRuntime,
    process,
    loopGuard: guard.check,
    runWithin: guard.within,
    symbols,
    privateSymbols,
    primordials: Object.create(null) as Record<string, unknown>,
    perContext: {},
    cwd: '/',
    umask: 0o022,
    get context() {
      return attachment?.context ?? earlyContext;
    },
    get options() {
      return attached().options;
    },
    get fds() {
      return attached().fds;
    },
    get env() {
      return attached().env;
    },
    thread,
    atExit: new Set([() => transforms.flush()]),
    get exited() {
      return exited;
    },
    get startedAt() {
      return startedAt;
    },
    AsyncWrap: asyncHooks.AsyncWrap,
    HandleWrap: asyncHooks.HandleWrap,
    startHandle: asyncHooks.startHandle,
    stopHandle: asyncHooks.stopHandle,
    onHandleClose: asyncHooks.onHandleClose,
    initAsync: asyncHooks.initAsync,
    llhttp: assets.llhttp,
    library: (name) => (libraries[name] ??= assets.library(name)),
    require(id) {
      if (nodeRequire === undefined) throw new Error(`${id} is required before Node's loader is there`);
      return nodeRequire(id);
    },
    internalBinding: (name) => (publicInternalBinding ?? realm.binding)(name),
    binding(name) {
      let binding = bindings.get(name);
      if (binding === undefined) {
        binding = createBinding(realm, name);
        bindings.set(name, binding);
      }
      return binding;
    },
    compileBuiltin,
    setInternalLoaders(internalBinding, require) {
      publicInternalBinding = internalBinding;
      nodeRequire = require;
    },
    setRejectionCallback: (callback) => void (rejectionCallback = callback),
    setStackEnhancers: (before, after) => void (enhancers = { before, after }),
    setSourceMapArrow: (change) => void Object.assign(sourceMaps, change),
    ...createRealmErrors(meta.errmap, (id) => realm.require(id)),
    utf8: {
      encode: (text) => textEncoder.encode(text),
      decode: (bytes) => textDecoder.decode(bytes),
    },
    writeError: (text) => writeSync(attached().fds.get(2), textEncoder.encode(text)),
    terminate(code) {
      if (exited) return;
      exited = true;
      eventLoop.stop();
      for (const [, stream] of attached().fds.entries()) giveBackInput(stream);
      for (const last of realm.atExit) last();
      // As exit(3): only the low eight bits reach the parent.
      attached().context.exit({ kind: 'exited', code: code & 0xff });
    },
    exit(code) {
      realm.terminate(code);
      throw new ExitSignal(code);
    },
    fatal: (error, fromPromise, place) => fatal(error, fromPromise, place),
  };
  const fatal = createFatal({
    realm,
    enhancers: () => enhancers,
    sourceMapArrow: () => (sourceMaps.enabled === true ? sourceMaps.source : undefined),
    writeError: (text) => realm.writeError(text),
  });

  function compileBuiltin(id: string): NativeModule {
    const core = assets.core.natives[id];
    if (core !== undefined) return core;
    const name = meta.lazyChunks[id];
    if (name === undefined) throw new Error(`No such built-in module: ${id}`);
    let chunk = chunks.get(name);
    if (chunk === undefined) {
      chunk = assets.lazyChunk(name);
      chunks.set(name, chunk);
      stackTraces.addChunk(chunk.url, chunk.lines);
      chunk.setAwait(awaitRuntime);
    }
    const native = chunk.natives[id];
    if (native === undefined) throw new Error(`No such built-in module: ${id}`);
    return native;
  }

  function exitCode(): number | undefined {
    return exitFields[exitInfo.hasExitCode] === 1 ? exitFields[exitInfo.exitCode] : undefined;
  }

  /** EmitProcessExitInternal: the loop is empty and `beforeExit` made no new work. */
  function finish(): void {
    const unsettled = entryPoint.pending();
    const fallback = unsettled ? unsettledTopLevelAwait : 0;
    exitFields[exitInfo.exiting] = 1;
    loop.enter(() => realm.process.emit('exit', exitCode() ?? fallback));
    if (exited) return;
    if (unsettled && (exitCode() ?? fallback) === unsettledTopLevelAwait) {
      const module = entryPoint.describe();
      if (module !== undefined) realm.writeError(module);
    }
    realm.terminate(exitCode() ?? fallback);
  }

  const entryPoint = trackEntryPoint(realm);
  stackTraces.addChunk(assets.core.url, assets.core.lines);
  assets.core.setAwait(awaitRuntime);
  privateSymbols['exit_info_private_symbol']?.set(process, exitFields);
  bootstrap(realm, {
    privateSymbols,
    require: () => nodeRequire,
    internalBinding: () => publicInternalBinding,
  });

  return {
    realm,
    promiseRejected(promise, reason) {
      if (exited || reason instanceof ProcessEnded) return;
      objectKinds.rejected(promise, reason);
      rejectionCallback?.(0, promise, reason);
      eventLoop.onTickScheduled();
    },
    promiseHandled(promise) {
      if (exited) return;
      rejectionCallback?.(1, promise, undefined);
      eventLoop.onTickScheduled();
    },
    uncaught(error) {
      if (!(error instanceof ProcessEnded)) realm.fatal(error, false);
      eventLoop.wake();
    },
    attach(context, options, env) {
      startedAt = host.now();
      attachment = { context, options, fds: createFdTable(context.stdio), env };
      if (env['TZ'] !== undefined) host.setTimeZone(env['TZ']);
      realm.cwd = context.cwd;
      realm.umask = context.umask;
      Object.defineProperty(process, 'env', {
        value: createEnvProxy(attachment.env, host.setTimeZone),
        writable: true,
        enumerable: true,
        configurable: true,
      });
      context.onSuspend((suspended) => eventLoop.suspend(suspended));
      return {
        run(main) {
          // A turn of its own, so that the microtasks of the main script run before the loop's first phase.
          host.macrotask(() => {
            loop.enter(() => {
              compileBuiltin(main)(process, nodeRequire, publicInternalBinding, realm.primordials);
            });
            // The scope around the main script closes in order even where it throws, and so drains ticks.
            loop.enter(() => {});
            eventLoop.start();
          });
        },
      };
    },
  };
}

function asyncWrapMeta(dumped: unknown): {
  constants: Parameters<typeof createAsyncHooks>[0]['constants'];
  providers: Record<string, number>;
} {
  const { constants, Providers } = dumped as {
    constants: Parameters<typeof createAsyncHooks>[0]['constants'];
    Providers: Record<string, number>;
  };
  return { constants, providers: Providers };
}

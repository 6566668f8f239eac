// Node's AsyncHooks, AsyncWrap and HandleWrap (src/async_wrap.cc, src/env.h, src/handle_wrap.cc) in JavaScript: async ids,
// the stack of execution contexts, and which handles keep the loop alive. One a realm.

import type { AsyncWrapClass, HandleState, HandleWrapClass, HandleWrapInstance } from './realm.ts';

/** The functions that Node's lib registers with `setupHooks`. */
export interface NativeHooks {
  init(asyncId: number, type: string, triggerAsyncId: number, resource: object): void;
  before(asyncId: number): void;
  after(asyncId: number): void;
  destroy(asyncId: number): void;
  promise_resolve(asyncId: number): void;
}

/** Index constants of the shared arrays, as in `internalBinding('async_wrap').constants`. */
interface HookConstants {
  readonly kInit: number;
  readonly kBefore: number;
  readonly kAfter: number;
  readonly kDestroy: number;
  readonly kStackLength: number;
  readonly kCheck: number;
  readonly kExecutionAsyncId: number;
  readonly kTriggerAsyncId: number;
  readonly kAsyncIdCounter: number;
  readonly kDefaultTriggerAsyncId: number;
}

interface AsyncState {
  asyncId: number;
  triggerAsyncId: number;
  provider: string;
  /** The AsyncContextFrame that was current when the resource was made: its callbacks run in it. */
  contextFrame: unknown;
}

/** The depth that the shared typed array can hold; deeper contexts are kept by Node's lib only in the resources. */
const stackCapacity = 4096;

export interface AsyncHooks {
  readonly fields: Uint32Array;
  readonly idFields: Float64Array;
  readonly stack: Float64Array;
  readonly resources: unknown[];
  readonly AsyncWrap: AsyncWrapClass;
  readonly HandleWrap: HandleWrapClass;
  readonly setHooks: (hooks: NativeHooks) => void;
  /** The AsyncContextFrame of the code that runs now (V8's continuation-preserved embedder data). */
  contextFrame: unknown;
  /** Whether there ever was one: until then nothing needs to be carried. */
  contextUsed: boolean;
  readonly initAsync: (object: object, provider: string) => void;
  readonly asyncStateOf: (object: object) => Readonly<AsyncState> | undefined;
  readonly push: (asyncId: number, triggerAsyncId: number, resource: unknown) => void;
  readonly pop: () => boolean;
  readonly clear: () => void;
  readonly emitBefore: (asyncId: number) => void;
  readonly emitAfter: (asyncId: number) => void;
  /** Queued, as in Node: destroy hooks never run inside the callback that ends the resource. */
  readonly queueDestroy: (asyncId: number) => void;
  readonly startHandle: (handle: HandleWrapInstance) => void;
  readonly stopHandle: (handle: HandleWrapInstance) => void;
  readonly onHandleClose: (handle: HandleWrapInstance, cleanup: () => void) => void;
  readonly handles: () => Iterable<[HandleWrapInstance, HandleState]>;
  readonly hasLiveHandles: () => boolean;
}

export interface AsyncHooksOptions {
  readonly constants: HookConstants;
  readonly providers: Readonly<Record<string, number>>;
  readonly handleOnClose: symbol;
  /** Runs a task in a later turn of the loop without keeping it alive. */
  later(task: () => void): void;
  postClose(task: () => void): void;
  makeCallback(object: object, callback: () => unknown): void;
  /** The set of live handles changed in a way that may give the loop work. */
  wake(): void;
}

export function createAsyncHooks(options: AsyncHooksOptions): AsyncHooks {
  const k = options.constants;
  const fields = new Uint32Array(9);
  const idFields = new Float64Array(4);
  const stack = new Float64Array(stackCapacity * 2);
  const resources: unknown[] = [];
  const states = new WeakMap<object, AsyncState>();
  const handles = new Map<HandleWrapInstance, HandleState>();
  const cleanups = new WeakMap<HandleWrapInstance, (() => void)[]>();
  const destroyQueue: number[] = [];
  let hooks: NativeHooks | undefined;
  idFields[k.kAsyncIdCounter] = 1;
  idFields[k.kExecutionAsyncId] = 1;
  idFields[k.kDefaultTriggerAsyncId] = -1;
  fields[k.kCheck] = 1;

  const field = (index: number): number => fields[index] ?? 0;
  const id = (index: number): number => idFields[index] ?? 0;

  function initAsync(object: object, provider: string): void {
    const asyncId = (idFields[k.kAsyncIdCounter] = id(k.kAsyncIdCounter) + 1);
    const defaultTrigger = id(k.kDefaultTriggerAsyncId);
    const triggerAsyncId = defaultTrigger >= 0 ? defaultTrigger : id(k.kExecutionAsyncId);
    states.set(object, { asyncId, triggerAsyncId, provider, contextFrame: self.contextFrame });
    if (field(k.kInit) > 0) hooks?.init(asyncId, provider, triggerAsyncId, object);
  }

  function stateOfHandle(handle: HandleWrapInstance): HandleState {
    const state = handleStates.get(handle);
    if (state === undefined) throw new TypeError('Illegal invocation');
    return state;
  }

  class AsyncWrap {
    /** `resource`: what the hooks are shown, where that is another object. */
    constructor(provider: string, resource: object = this) {
      initAsync(resource, provider);
      const state = states.get(resource);
      if (state !== undefined) states.set(this, state);
    }
    getAsyncId(): number {
      return states.get(this)?.asyncId ?? -1;
    }
    asyncReset(): void {
      const state = states.get(this);
      if (state !== undefined) self.queueDestroy(state.asyncId);
      initAsync(this, state?.provider ?? 'NONE');
    }
    getProviderType(): number {
      return options.providers[states.get(this)?.provider ?? 'NONE'] ?? 0;
    }
    getAsyncContextFrameForDebuggingOnly(): unknown {
      return states.get(this)?.contextFrame;
    }
  }

  const handleStates = new WeakMap<object, HandleState>();

  class HandleWrap extends AsyncWrap {
    constructor(provider: string, resource?: object) {
      super(provider, resource);
      handleStates.set(this, { referenced: true, active: false, closing: false });
    }
    ref(): void {
      stateOfHandle(this).referenced = true;
      options.wake();
    }
    unref(): void {
      stateOfHandle(this).referenced = false;
      options.wake();
    }
    hasRef(): boolean {
      const state = stateOfHandle(this);
      return state.referenced && !state.closing;
    }
    close(callback?: () => void): void {
      const state = stateOfHandle(this);
      if (state.closing) return;
      state.closing = true;
      state.active = false;
      handles.delete(this);
      const slots = this as unknown as Record<symbol, unknown>;
      if (typeof callback === 'function') slots[options.handleOnClose] = callback;
      for (const cleanup of cleanups.get(this) ?? []) cleanup();
      cleanups.delete(this);
      options.postClose(() => {
        const onClose = slots[options.handleOnClose];
        if (typeof onClose === 'function') options.makeCallback(this, onClose as () => unknown);
        const asyncState = states.get(this);
        if (asyncState !== undefined) self.queueDestroy(asyncState.asyncId);
      });
    }
  }

  const self: AsyncHooks = {
    fields,
    idFields,
    stack,
    resources,
    AsyncWrap,
    HandleWrap,
    contextFrame: undefined,
    contextUsed: false,
    setHooks: (value) => void (hooks = value),
    initAsync,
    asyncStateOf: (object) => states.get(object),
    push(asyncId, triggerAsyncId, resource) {
      const offset = field(k.kStackLength);
      resources[offset] = resource;
      stack[offset * 2] = id(k.kExecutionAsyncId);
      stack[offset * 2 + 1] = id(k.kTriggerAsyncId);
      fields[k.kStackLength] = offset + 1;
      idFields[k.kExecutionAsyncId] = asyncId;
      idFields[k.kTriggerAsyncId] = triggerAsyncId;
    },
    pop() {
      const length = field(k.kStackLength);
      // The stack is empty after an uncaught exception has cleared it.
      if (length === 0) return false;
      const offset = length - 1;
      idFields[k.kExecutionAsyncId] = stack[offset * 2] ?? 0;
      idFields[k.kTriggerAsyncId] = stack[offset * 2 + 1] ?? 0;
      fields[k.kStackLength] = offset;
      resources.length = Math.min(resources.length, offset);
      return offset > 0;
    },
    clear() {
      idFields[k.kExecutionAsyncId] = 0;
      idFields[k.kTriggerAsyncId] = 0;
      fields[k.kStackLength] = 0;
      resources.length = 0;
    },
    emitBefore(asyncId) {
      if (field(k.kBefore) > 0 && asyncId !== 0) hooks?.before(asyncId);
    },
    emitAfter(asyncId) {
      if (field(k.kAfter) > 0 && asyncId !== 0) hooks?.after(asyncId);
    },
    queueDestroy(asyncId) {
      if (field(k.kDestroy) === 0) return;
      destroyQueue.push(asyncId);
      if (destroyQueue.length > 1) return;
      options.later(() => {
        for (const next of destroyQueue.splice(0)) hooks?.destroy(next);
      });
    },
    startHandle(handle) {
      const state = stateOfHandle(handle);
      if (state.closing) return;
      state.active = true;
      handles.set(handle, state);
      options.wake();
    },
    stopHandle(handle) {
      stateOfHandle(handle).active = false;
      handles.delete(handle);
      options.wake();
    },
    onHandleClose(handle, cleanup) {
      const list = cleanups.get(handle);
      if (list === undefined) cleanups.set(handle, [cleanup]);
      else list.push(cleanup);
    },
    handles: () => handles,
    hasLiveHandles() {
      for (const state of handles.values()) if (state.referenced) return true;
      return false;
    },
  };
  return self;
}

// What rewritten `await`s call (await-context.ts): one object a realm, and `.then`, which V8 gives the frame of the caller too.

import type { AsyncHooks } from '../async-hooks.ts';

type Context = Pick<AsyncHooks, 'contextFrame' | 'contextUsed'>;
type Callback = (value: unknown) => unknown;
type Settle = (value: unknown) => void;
type Thenable = { then: (resolve: Settle, reject: Settle) => unknown };
interface AnyIterator {
  next(this: unknown, ...args: unknown[]): unknown;
  readonly return?: ((...args: unknown[]) => unknown) | undefined;
}

/** The names are short since every `await` of a program carries them. */
export interface AwaitRuntime {
  /** Keeps the operand and tells the frame. */
  c(operand: unknown): unknown;
  /** Gives the operand back, at once. */
  t(): unknown;
  /** Restores the frame; the value of the `await`. */
  r(value: unknown, frame: unknown, cleared?: unknown): unknown;
  /** Where a handler begins: restores the frame of an `await` that failed, if one did. */
  x(frame: unknown): unknown;
  /** The operand of a `for await`. */
  i(iterable: object): unknown;
  /** What a call of `evaluate` gets: code, where it is the realm's own `eval`; `importer` stands for `import` in it. */
  e(evaluate: unknown, code: unknown, importer: string): unknown;
}

/** Rewrites code of a direct `eval`. */
export type RewriteEvaluated = (code: string, importer: string) => string;

export function createAwaitRuntime(
  scope: typeof globalThis,
  hooks: Context,
  rewriteEvaluated: RewriteEvaluated,
): AwaitRuntime {
  const NativePromise = scope.Promise;
  const nativeEval = scope.eval as unknown;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with receivers
  const nativeThen = NativePromise.prototype.then as (...args: unknown[]) => Promise<unknown>;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with a receiver
  const nativeResolve = NativePromise.resolve as (value: unknown) => Promise<unknown>;
  const { apply } = Reflect;
  let kept: unknown;

  const isThenable = (value: unknown): value is Thenable =>
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    !(value instanceof NativePromise) &&
    typeof (value as Partial<Thenable>).then === 'function';

  /** The engine calls a thenable's method in a job of its own. */
  function inFrame(thenable: Thenable, frame: unknown): Thenable {
    return {
      then(resolve, reject) {
        hooks.contextFrame = frame;
        return thenable.then(resolve, reject);
      },
    };
  }

  /** Restores the frame in the job just before that of whoever awaits `value` next. */
  function restoringBefore(value: unknown): unknown {
    if (!hooks.contextUsed) return value;
    const frame = hooks.contextFrame;
    const promise = apply(nativeResolve, NativePromise, [value]);
    const restore = (): void => void (hooks.contextFrame = frame);
    void apply(nativeThen, promise, [restore, restore]);
    return promise;
  }

  /** An async iterator whose steps restore the frame. */
  function carried(inner: AnyIterator): AnyIterator {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- read once, as the language does; called with a receiver
    const { next } = inner;
    return {
      next: () => restoringBefore(apply(next, inner, [])),
      get return() {
        const method = inner.return;
        return method && ((...args: unknown[]) => restoringBefore(apply(method, inner, args)));
      },
    };
  }

  /** As %AsyncFromSyncIteratorPrototype%: each value is awaited, one job before the step is. */
  function stepsOfSync(iterable: object): AnyIterator {
    const inner = (iterable as Iterable<unknown>)[Symbol.iterator]() as unknown as AnyIterator;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- read once, as the language does; called with a receiver
    const { next } = inner;
    const step = (result: unknown, closing: boolean): unknown => {
      const { done, value } = result as { done: boolean; value: unknown };
      const promise = apply(nativeResolve, NativePromise, [value]);
      const failed = (error: unknown): never => {
        if (!done && !closing) inner.return?.();
        throw error;
      };
      return restoringBefore(
        apply(nativeThen, promise, [(settled: unknown) => ({ done, value: settled }), failed]),
      );
    };
    return {
      next: () => step(apply(next, inner, []), false),
      get return() {
        const method = inner.return;
        return method && ((...args: unknown[]) => step(apply(method, inner, args), true));
      },
    };
  }

  const runtime: AwaitRuntime = {
    c(operand) {
      const frame = hooks.contextFrame;
      kept = frame !== undefined && isThenable(operand) ? inFrame(operand, frame) : operand;
      return frame;
    },
    t() {
      const operand = kept;
      kept = undefined;
      return operand;
    },
    r(value, frame) {
      hooks.contextFrame = frame;
      return value;
    },
    x(frame) {
      if (frame !== runtime) hooks.contextFrame = frame;
      return runtime;
    },
    e(evaluate, code, importer) {
      return evaluate === nativeEval && typeof code === 'string' ? rewriteEvaluated(code, importer) : code;
    },
    i(iterable) {
      const asyncMethod: unknown = (iterable as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator];
      return {
        [Symbol.asyncIterator]() {
          if (asyncMethod === undefined || asyncMethod === null) return stepsOfSync(iterable);
          return carried(apply(asyncMethod as () => AnyIterator, iterable, []));
        },
      };
    },
  };
  return runtime;
}

/** Each callback of `.then` runs in the frame of the call. */
export function carryContextAcrossThen(scope: typeof globalThis, hooks: Context): void {
  const { prototype } = scope.Promise;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with a receiver
  const nativeThen = prototype.then as (...args: unknown[]) => Promise<unknown>;
  const inFrame = (callback: unknown, frame: unknown): unknown => {
    if (typeof callback !== 'function') return callback;
    return (value: unknown) => {
      hooks.contextFrame = frame;
      return (callback as Callback)(value);
    };
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- takes the place of the method
  const { then } = {
    then(this: unknown, onFulfilled: unknown, onRejected: unknown) {
      if (!hooks.contextUsed) return Reflect.apply(nativeThen, this, [onFulfilled, onRejected]);
      const frame = hooks.contextFrame;
      return Reflect.apply(nativeThen, this, [inFrame(onFulfilled, frame), inFrame(onRejected, frame)]);
    },
  };
  void Object.defineProperty(prototype, 'then', {
    value: then,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

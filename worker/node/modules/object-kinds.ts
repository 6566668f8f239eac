/* eslint-disable @typescript-eslint/unbound-method -- functions that take the places of methods */
// What V8 knows of objects and JavaScript cannot ask: which are proxies (and of what), which are module namespaces, how a
// promise settled. Tracked from the outside, from the moment that the program's own code can run. One set a realm.
//
// Approximate, and on purpose so:
// - Proxies made by `new Proxy` and `Proxy.revocable` of the program are known; ones that a browser API made are not.
// - A promise's state is known where it came from `Promise.resolve` or `Promise.reject`, and once it was inspected or had its
//   rejection reported and settled afterwards. Any other is shown as `Promise { <pending> }`.

export interface ProxyDetails {
  target: object | null;
  handler: object | null;
}

/** Indices of `internalBinding('util').constants`. */
const promiseStates = { pending: 0, fulfilled: 1, rejected: 2 } as const;
type PromiseDetails = readonly [state: number, result?: unknown];

export interface ObjectKinds {
  readonly proxies: WeakMap<object, ProxyDetails>;
  readonly namespaces: WeakSet<object>;
  promiseDetails(promise: Promise<unknown>): PromiseDetails;
  /** The promise is known to have been rejected. */
  rejected(promise: object, reason: unknown): void;
  /** Puts the tracking constructors in place of the globals, after Node's lib has taken the native ones. */
  install(scope: typeof globalThis): void;
}

export function createObjectKinds(): ObjectKinds {
  const proxies = new WeakMap<object, ProxyDetails>();
  const promises = new WeakMap<object, PromiseDetails>();
  const watched = new WeakSet<object>();

  const nativeThen = Promise.prototype.then;

  return {
    proxies,
    namespaces: new WeakSet(),
    rejected: (promise, reason) => void promises.set(promise, [promiseStates.rejected, reason]),
    promiseDetails(promise) {
      const known = promises.get(promise);
      if (known !== undefined) return known;
      if (!watched.has(promise)) {
        watched.add(promise);
        const result: unknown = Reflect.apply(nativeThen, promise, [
          (value: unknown) => void promises.set(promise, [promiseStates.fulfilled, value]),
          undefined,
        ]);
        // Looking must not handle the rejection: the derived promise is rejected too, and says so silently.
        void Reflect.apply(nativeThen, result as Promise<unknown>, [undefined, () => {}]);
      }
      return [promiseStates.pending];
    },
    install(scope) {
      scope.Proxy = trackProxies(scope.Proxy, proxies);
      trackPromises(scope.Promise, promises);
    },
  };
}

function trackProxies(Native: ProxyConstructor, proxies: WeakMap<object, ProxyDetails>): ProxyConstructor {
  const Tracked = function Proxy(this: unknown, target: object, handler: ProxyHandler<object>) {
    if (new.target === undefined) throw new TypeError("Constructor Proxy requires 'new'");
    const proxy = new Native(target, handler);
    proxies.set(proxy, { target, handler });
    return proxy;
  } as unknown as ProxyConstructor;
  Object.defineProperty(Tracked, 'prototype', { value: undefined });
  // A bundler may have renamed the function.
  Object.defineProperty(Tracked, 'name', { value: 'Proxy', configurable: true });
  Object.defineProperty(Tracked, 'revocable', {
    configurable: true,
    writable: true,
    value: function revocable(target: object, handler: ProxyHandler<object>) {
      const result = Native.revocable(target, handler);
      const details: ProxyDetails = { target, handler };
      proxies.set(result.proxy, details);
      const { revoke } = result;
      return Object.assign(result, {
        revoke() {
          details.target = details.handler = null;
          revoke();
        },
      });
    },
  });
  return Tracked;
}

function trackPromises(Native: PromiseConstructor, promises: WeakMap<object, PromiseDetails>): void {
  const { resolve, reject } = Native as unknown as Record<'resolve' | 'reject', (value: unknown) => object>;
  const define = (name: 'resolve' | 'reject', value: unknown): void => {
    Object.defineProperty(Native, name, { configurable: true, writable: true, value });
  };
  const isThenable = (value: unknown): boolean =>
    (typeof value === 'object' && value !== null) || typeof value === 'function' ? 'then' in value : false;
  define(
    'resolve',
    {
      resolve(this: unknown, value: unknown) {
        const promise = Reflect.apply(resolve, this, [value]);
        if (promise !== value && !isThenable(value)) promises.set(promise, [promiseStates.fulfilled, value]);
        return promise;
      },
    }.resolve,
  );
  define(
    'reject',
    {
      reject(this: unknown, reason: unknown) {
        const promise = Reflect.apply(reject, this, [reason]);
        promises.set(promise, [promiseStates.rejected, reason]);
        return promise;
      },
    }.reject,
  );
}

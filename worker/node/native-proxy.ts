// The engine's own Proxy, from before the realm puts a tracking one in its place (modules/object-kinds.ts): what the realm
// makes with it does not show as a proxy to util.inspect and util.types.

export const NativeProxy = globalThis.Proxy;

const ordinary = new WeakSet<object>();

/** `proxy` is an ordinary object to the program: it is cloned like one, which the browser refuses for proxies. */
export function markOrdinary<T extends object>(proxy: T): T {
  ordinary.add(proxy);
  return proxy;
}

export const isMarkedOrdinary = (value: object): boolean => ordinary.has(value);

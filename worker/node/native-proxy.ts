// The engine's own Proxy, from before the realm puts a tracking one in its place (modules/object-kinds.ts): what the realm
// makes with it does not show as a proxy to util.inspect and util.types.

export const NativeProxy = globalThis.Proxy;

// `internalBinding('uv')`: error numbers, names and texts, all from the real binary.

import type { Binding, Realm } from '../realm.ts';

export function createUvBinding(realm: Realm): Binding {
  const binding: Binding = {};
  for (const [name, value] of Object.entries(realm.meta.bindings['uv'] as Record<string, unknown>))
    if (typeof value === 'number') binding[name] = value;
  const byErrno = new Map(realm.meta.errmap);
  return {
    ...binding,
    errname: (errno: number) => byErrno.get(errno)?.[0] ?? `Unknown system error ${errno}`,
    getErrorMap: () => new Map(realm.meta.errmap.map(([errno, [code, text]]) => [errno, [code, text]])),
    getErrorMessage: (errno: number) => byErrno.get(errno)?.[1] ?? `Unknown system error ${errno}`,
  };
}

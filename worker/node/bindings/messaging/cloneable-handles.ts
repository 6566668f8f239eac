// Native objects that structured cloning knows. Within a realm they are handed on as they are, since nothing in them changes; for
// another thread some can be told as plain data, of which they are made anew there.

import type { CoreRealm } from '../../core-realm.ts';
import type { Realm } from '../../realm.ts';

/** By the name of its form, and the binding that makes such handles. */
const bindings = { KeyObject: 'crypto', CryptoKey: 'crypto', Blob: 'blob' } as const;
type Form = keyof typeof bindings;

/** A handle as the browser can clone it. */
export interface PlainHandle {
  readonly form: Form;
  readonly data: unknown;
}

const handles = new WeakMap<object, (() => PlainHandle) | undefined>();
const makers = new WeakMap<object, Map<Form, (data: never) => object>>();

/** Without `plain` it reaches no other thread. */
export function markCloneable(handle: object, plain?: () => PlainHandle): void {
  handles.set(handle, plain);
}

export function isCloneableHandle(value: object): boolean {
  return handles.has(value);
}

/** `undefined` for what reaches no other thread. */
export function plainOf(handle: object): PlainHandle | undefined {
  return handles.get(handle)?.();
}

/** What `plain` gave of a handle of that form becomes one of this realm. */
export function defineForm<Data>(realm: Realm, form: Form, make: (data: Data) => object): void {
  const known = makers.get(realm) ?? new Map<Form, (data: never) => object>();
  makers.set(realm, known.set(form, make));
}

export function handleOf(realm: CoreRealm, { form, data }: PlainHandle): object {
  realm.binding(bindings[form]);
  const make = makers.get(realm)?.get(form);
  if (make === undefined) throw new Error(`${bindings[form]} makes no ${form}`);
  return make(data as never);
}

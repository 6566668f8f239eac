// The side tables that stand for V8's private symbols (see PrivateSlot in realm.ts). One set a realm.

import type { PrivateSlot } from './realm.ts';

export function createPrivateSlot(): PrivateSlot {
  const values = new WeakMap<object, unknown>();
  return {
    get: (object) => (isObject(object) ? values.get(object) : undefined),
    set(object, value) {
      if (isObject(object)) values.set(object, value);
      return value;
    },
  };
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

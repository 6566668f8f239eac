// Module namespace exotic objects (ECMA-262 10.4.6) as proxies: keys in order, live values that look like writable data
// properties and cannot be written. The realm registers each, so that util.types and inspect know it for one.

import type { Binding } from './module-record.ts';
import { NativeProxy } from '../native-proxy.ts';

export function createNamespace(bindings: ReadonlyMap<string, Binding>): object {
  // The target holds a writable data property per name: that lets the traps report any value for it.
  const target = Object.create(null) as Record<PropertyKey, unknown>;
  for (const name of bindings.keys()) {
    Object.defineProperty(target, name, { value: undefined, writable: true, enumerable: true });
  }
  Object.defineProperty(target, Symbol.toStringTag, { value: 'Module' });
  Object.preventExtensions(target);

  const refuse = (action: string, key: PropertyKey): never => {
    throw new TypeError(`Cannot ${action} property '${String(key)}' of [object Module]`);
  };
  return new NativeProxy(target, {
    get: (object, key) => {
      const binding = typeof key === 'string' ? bindings.get(key) : undefined;
      return binding === undefined ? object[key] : binding();
    },
    getOwnPropertyDescriptor(object, key) {
      const binding = typeof key === 'string' ? bindings.get(key) : undefined;
      if (binding === undefined) return Reflect.getOwnPropertyDescriptor(object, key);
      return { value: binding(), writable: true, enumerable: true, configurable: false };
    },
    set(_object, key) {
      if (typeof key === 'string' && bindings.has(key)) {
        throw new TypeError(`Cannot assign to read only property '${key}' of object '[object Module]'`);
      }
      throw new TypeError(`Cannot add property ${String(key)}, object is not extensible`);
    },
    deleteProperty: (object, key) => (Object.hasOwn(object, key) ? refuse('delete', key) : true),
    defineProperty(object, key, descriptor) {
      const current = Reflect.getOwnPropertyDescriptor(object, key);
      const binding = typeof key === 'string' ? bindings.get(key) : undefined;
      if (current === undefined) return false;
      if (descriptor.configurable === true || descriptor.enumerable === false) return false;
      if ('get' in descriptor || 'set' in descriptor || descriptor.writable === false) return false;
      return !('value' in descriptor) || Object.is(descriptor.value, binding?.() ?? current.value);
    },
    setPrototypeOf: (_object, prototype) => prototype === null,
    isExtensible: () => false,
    preventExtensions: () => true,
  });
}

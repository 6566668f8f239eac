// internalBinding('types'): brand checks (src/node_types.cc). V8 looks at an object's internal type; here a method that only
// works on that type is tried, which runs none of the program's code.

/* eslint-disable @typescript-eslint/unbound-method -- methods are taken apart to be tried on any receiver */
import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

type Check = (value: unknown) => boolean;
type AnyMethod = (this: unknown, ...args: unknown[]) => unknown;

/** True where `method` does not throw on it. */
function branded(method: unknown, ...args: unknown[]): Check {
  const { apply } = Reflect;
  return (value) => {
    if (value === null || typeof value !== 'object') return false;
    try {
      apply(method as AnyMethod, value, args);
      return true;
    } catch {
      return false;
    }
  };
}

function getter(prototype: object, name: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

const iteratorPrototype = (iterator: object): object => Object.getPrototypeOf(iterator) as object;
const mapIterator = iteratorPrototype(new Map().entries());
const setIterator = iteratorPrototype(new Set().values());
const generatorPrototype = iteratorPrototype(iteratorPrototype((function* () {})()));
const asyncGeneratorPrototype = iteratorPrototype(iteratorPrototype((async function* () {})()));

/** Whether `prototype` is in the chain, without calling a proxy's trap on the way more than a lookup would. */
function inherits(value: unknown, prototype: object): boolean {
  if (value === null || typeof value !== 'object') return false;
  let current = Object.getPrototypeOf(value) as object | null;
  while (current !== null) {
    if (current === prototype) return true;
    current = Object.getPrototypeOf(current) as object | null;
  }
  return false;
}

const functionText = (value: unknown): string => {
  try {
    return Function.prototype.toString.call(value);
  } catch {
    return '';
  }
};
const objectTag = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

export function createTypeChecks(realm: Pick<CoreRealm, 'objectKinds'>): Readonly<Record<TypeName, Check>> {
  const { proxies, namespaces } = realm.objectKinds;
  const isProxy: Check = (value) => proxies.has(value as object);
  const isNumberObject = branded(Number.prototype.valueOf);
  const isStringObject = branded(String.prototype.valueOf);
  const isBooleanObject = branded(Boolean.prototype.valueOf);
  const isBigIntObject = branded(BigInt.prototype.valueOf);
  const isSymbolObject = branded(Symbol.prototype.valueOf);
  const isArrayBuffer = branded(getter(ArrayBuffer.prototype, 'byteLength'));
  const isSharedArrayBuffer = branded(getter(SharedArrayBuffer.prototype, 'byteLength'));
  const regExpSource = branded(getter(RegExp.prototype, 'source'));
  const promiseBrand: Check = (value) => {
    // No method of Promise shows its brand without running code: the prototype chain has to do.
    if (!inherits(value, Promise.prototype) || value === Promise.prototype || isProxy(value)) return false;
    return !Object.hasOwn(value as object, Symbol.toStringTag) && objectTag(value as object) === 'Promise';
  };
  const isFunctionOf =
    (kind: RegExp): Check =>
    (value) =>
      typeof value === 'function' && !isProxy(value) && kind.test(functionText(value));
  return {
    isExternal: () => false,
    isDate: branded(Date.prototype.getTime),
    isArgumentsObject: (value) =>
      value !== null &&
      typeof value === 'object' &&
      !isProxy(value) &&
      // First what only arguments and arrays have: the tag could be a proxy's or a getter's answer.
      Object.hasOwn(value, 'length') &&
      Object.hasOwn(value, Symbol.iterator) &&
      !(Symbol.toStringTag in value) &&
      objectTag(value) === 'Arguments',
    isBigIntObject,
    isBooleanObject,
    isNumberObject,
    isStringObject,
    isSymbolObject,
    isBoxedPrimitive: (value) =>
      isNumberObject(value) ||
      isStringObject(value) ||
      isBooleanObject(value) ||
      isBigIntObject(value) ||
      isSymbolObject(value),
    isNativeError: (value) =>
      (Error as ErrorConstructor & { isError(value: unknown): boolean }).isError(value),
    isRegExp: (value) => value !== RegExp.prototype && regExpSource(value),
    isAsyncFunction: isFunctionOf(/^(?:static\s+)?async\b(?!\s*[=(,)]\s*[^>]*$)/),
    isGeneratorFunction: isFunctionOf(/^(?:static\s+)?(?:async\s+)?(?:function\s*)?\*/),
    isGeneratorObject: (value) =>
      !isProxy(value) && (inherits(value, generatorPrototype) || inherits(value, asyncGeneratorPrototype)),
    isPromise: promiseBrand,
    isMap: branded(getter(Map.prototype, 'size')),
    isSet: branded(getter(Set.prototype, 'size')),
    isMapIterator: (value) => !isProxy(value) && value !== mapIterator && inherits(value, mapIterator),
    isSetIterator: (value) => !isProxy(value) && value !== setIterator && inherits(value, setIterator),
    isWeakMap: branded(WeakMap.prototype.has, {}),
    isWeakSet: branded(WeakSet.prototype.has, {}),
    isArrayBuffer,
    isSharedArrayBuffer,
    isAnyArrayBuffer: (value) => isArrayBuffer(value) || isSharedArrayBuffer(value),
    isProxy,
    isModuleNamespaceObject: (value) => namespaces.has(value as object),
  };
}

type TypeName =
  | 'isExternal'
  | 'isDate'
  | 'isArgumentsObject'
  | 'isBigIntObject'
  | 'isBooleanObject'
  | 'isNumberObject'
  | 'isStringObject'
  | 'isSymbolObject'
  | 'isBoxedPrimitive'
  | 'isNativeError'
  | 'isRegExp'
  | 'isAsyncFunction'
  | 'isGeneratorFunction'
  | 'isGeneratorObject'
  | 'isPromise'
  | 'isMap'
  | 'isSet'
  | 'isMapIterator'
  | 'isSetIterator'
  | 'isWeakMap'
  | 'isWeakSet'
  | 'isArrayBuffer'
  | 'isSharedArrayBuffer'
  | 'isAnyArrayBuffer'
  | 'isProxy'
  | 'isModuleNamespaceObject';

export function createTypesBinding(realm: CoreRealm): Binding {
  return { ...createTypeChecks(realm) };
}

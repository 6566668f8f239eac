// internalBinding('util'): what Node asks V8 about values and frames (src/node_util.cc).

import { blockFor } from '../block-for.ts';
import type { CoreRealm } from '../core-realm.ts';
import { guessHandleType } from '../fd-table.ts';
import type { Binding } from '../realm.ts';
import { parseEnv } from './parse-env.ts';
import { createTypeChecks } from './types.ts';

/** v8::PropertyFilter. */
const onlyEnumerable = 2;
const skipSymbols = 16;
/**
 * From here on the names of a typed array are not listed: the list has one for each element. Only a property that a program
 * gave to so large a buffer is missed then.
 */
const largeTypedArray = 1 << 17;

export function createUtilBinding(realm: CoreRealm): Binding {
  const types = createTypeChecks(realm);
  const { objectKinds } = realm;
  const isArrayIndex = (key: string): boolean => {
    const index = Number(key);
    return String(index >>> 0) === key && index >>> 0 === index && index !== 0xffffffff;
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with a receiver
  const nativeThen = Promise.prototype.then;

  return {
    privateSymbols: realm.privateSymbols,
    defineLazyProperties: (target: object, id: string, keys: readonly string[], enumerable = true) =>
      defineLazyProperties(realm, target, id, keys, enumerable),
    isInsideNodeModules(frameLimit = 10, fallback = false) {
      for (const frame of realm.stackTraces.capture(frameLimit)) {
        const filename = frame.getScriptNameOrSourceURL();
        if (typeof filename !== 'string' || filename === '' || filename.startsWith('node:')) continue;
        return /[/\\]node_modules[/\\]/.test(filename);
      }
      return fallback;
    },
    getPromiseDetails: (promise: Promise<unknown>) =>
      types.isPromise(promise) ? objectKinds.promiseDetails(promise) : undefined,
    getProxyDetails(value: object, showBoth = true) {
      const details = objectKinds.proxies.get(value);
      if (details === undefined) return undefined;
      return showBoth ? [details.target, details.handler] : details.target;
    },
    getCallerLocation() {
      const frame = realm.stackTraces.capture(10).find((site) => {
        const name = site.getScriptNameOrSourceURL();
        return typeof name === 'string' && !name.startsWith('node:');
      });
      return frame && [frame.getLineNumber(), frame.getColumnNumber(), frame.getScriptNameOrSourceURL()];
    },
    getCallSites: (count: number) =>
      realm.stackTraces
        .capture(count + 1)
        .slice(1)
        .map((frame) => ({
          functionName: frame.getFunctionName() ?? '',
          scriptId: '0',
          scriptName: frame.getScriptNameOrSourceURL() ?? '',
          lineNumber: frame.getLineNumber(),
          columnNumber: frame.getColumnNumber(),
          column: frame.getColumnNumber(),
        })),
    previewEntries(value: unknown, isIterator?: boolean) {
      const preview = previewEntries(types, value);
      return isIterator === true ? [preview.entries, preview.keyed] : preview.entries;
    },
    getOwnNonIndexProperties(object: object, filter: number) {
      const large = ArrayBuffer.isView(object) && object.byteLength >= largeTypedArray;
      const all = large ? Object.getOwnPropertySymbols(object) : Reflect.ownKeys(object);
      return all.filter((key) => {
        if (typeof key === 'symbol' ? filter & skipSymbols : isArrayIndex(key)) return false;
        return (filter & onlyEnumerable) === 0 || Object.prototype.propertyIsEnumerable.call(object, key);
      });
    },
    getConstructorName(object: object) {
      for (let current: object | null = object; current !== null;) {
        const constructor = Object.getOwnPropertyDescriptor(current, 'constructor')?.value as unknown;
        if (typeof constructor === 'function' && constructor.name !== '') return constructor.name;
        current = Object.getPrototypeOf(current) as object | null;
      }
      return Object.prototype.toString.call(object).slice(8, -1);
    },
    sleep: blockFor,
    parseEnv,
    // Node's arrays have a buffer of their own from the start; V8 hides small ones until asked.
    arrayBufferViewHasBuffer: () => true,
    constructSharedArrayBuffer: (length: number) => new SharedArrayBuffer(length),
    markPromiseAsHandled(promise: Promise<unknown>) {
      void Reflect.apply(nativeThen, promise, [undefined, () => {}]);
    },
    shouldAbortOnUncaughtToggle: new Uint32Array(1),
    guessHandleType: (fd: number) => guessHandleType(realm.fds, fd),
    isArrayBuffer: types.isArrayBuffer,
    isAnyArrayBuffer: types.isAnyArrayBuffer,
    isArrayBufferView: (value: unknown) => ArrayBuffer.isView(value),
    isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
    isUint8Array: (value: unknown) =>
      ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]',
    isDataView: (value: unknown) => ArrayBuffer.isView(value) && value instanceof DataView,
    isAsyncFunction: types.isAsyncFunction,
    isDate: types.isDate,
    isExternal: types.isExternal,
    isMap: types.isMap,
    isMapIterator: types.isMapIterator,
    isNativeError: types.isNativeError,
    isPromise: types.isPromise,
    isRegExp: types.isRegExp,
    isSet: types.isSet,
    isSetIterator: types.isSetIterator,
  };
}

/** An accessor that becomes plain data on first use; V8's lazy data property looks like data from the start. */
function defineLazyProperties(
  realm: CoreRealm,
  target: object,
  id: string,
  keys: readonly string[],
  enumerable: boolean,
): void {
  for (const key of keys) {
    const settle = (value: unknown): void => {
      Object.defineProperty(target, key, { value, writable: true, enumerable, configurable: true });
    };
    const accessors = {
      get [key](): unknown {
        const value = (realm.require(id) as Record<string, unknown>)[key];
        settle(value);
        return value;
      },
      set [key](value: unknown) {
        settle(value);
      },
    };
    const descriptor = Object.getOwnPropertyDescriptor(accessors, key) ?? {};
    Object.defineProperty(target, key, { ...descriptor, enumerable, configurable: true });
  }
}

/**
 * The entries of a collection, flat. An iterator cannot be read without moving it, so that its rest is not shown, and the
 * contents of weak collections cannot be seen at all.
 */
function previewEntries(
  types: ReturnType<typeof createTypeChecks>,
  value: unknown,
): { entries: unknown[]; keyed: boolean } {
  if (types.isMap(value)) return { entries: [...(value as Map<unknown, unknown>)].flat(1), keyed: true };
  if (types.isSet(value)) return { entries: [...(value as Set<unknown>)], keyed: false };
  return { entries: [], keyed: false };
}

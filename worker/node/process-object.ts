// The bare `process` that Node's bootstrap fills (src/node_process_object.cc), and the live environment behind
// `process.env` (src/node_env_var.cc). One a realm.

import type { ProcessContext } from '../os/process-context.ts';
import type { ProcessObject } from './core-realm.ts';
import type { NodeMeta } from './meta.ts';
import { nativeError } from './bindings/native-error.ts';
import { markOrdinary, NativeProxy } from './native-proxy.ts';

/** The exit info that Node's lib keeps in a private slot of `process`: exiting, exit code, whether there is one. */
export const exitInfo = { exiting: 0, exitCode: 1, hasExitCode: 2 } as const;

const readOnly = (value: unknown): PropertyDescriptor => ({
  value,
  enumerable: true,
  writable: false,
  configurable: true,
});

export function createProcessObject(meta: NodeMeta): ProcessObject {
  const constructor = function process() {};
  const prototype = Object.create(Object.prototype, {
    constructor: { value: constructor, writable: true, enumerable: false, configurable: true },
  }) as object;
  constructor.prototype = prototype;
  const object = Object.create(prototype) as ProcessObject;
  // Not frozen: Yarn's Plug'n'Play adds its own.
  const versions: object = {};
  for (const [name, version] of Object.entries(meta.versions))
    Object.defineProperty(versions, name, readOnly(version));
  return Object.defineProperties(object, {
    version: readOnly(meta.version),
    versions: readOnly(versions),
    arch: readOnly('x64'),
    platform: readOnly('linux'),
    release: readOnly({ ...meta.release }),
  });
}

/** `process.versions.webcontainer`, which Node does not have. */
export function tellContainer({ versions }: ProcessObject, version: string): void {
  Object.defineProperty(versions as object, 'webcontainer', readOnly(version));
}

/** What is known only once the process has a pid. `title` is settable, as in Node; `ps` does not show it. */
export function bindProcessObject(
  object: ProcessObject,
  context: ProcessContext,
  argv: { readonly argv: readonly string[]; readonly execArgv: readonly string[] },
): void {
  let title = context.argv[0] ?? 'node';
  let debugPort = 9229;
  Object.defineProperties(object, {
    title: {
      get: () => title,
      set: (value: unknown) => void (title = String(value)),
      enumerable: true,
      configurable: true,
    },
    pid: { value: context.pid, enumerable: true, writable: true, configurable: true },
    ppid: { get: () => context.ppid, enumerable: true, configurable: true },
    execPath: { value: context.execPath, enumerable: true, writable: true, configurable: true },
    debugPort: {
      get: () => debugPort,
      set: (value: unknown) => void (debugPort = Number(value)),
      enumerable: true,
      configurable: true,
    },
    argv: { value: [...argv.argv], enumerable: true, writable: true, configurable: true },
    execArgv: { value: [...argv.execArgv], enumerable: true, writable: true, configurable: true },
  });
}

/**
 * `process.env`: values become strings, symbols are refused, only plain properties can be defined. `setTimeZone` hears of TZ.
 */
export function createEnvProxy(
  env: Record<string, string>,
  setTimeZone: (tz: string | undefined) => void,
): Record<string, string> {
  const refusal = (message: string): Error =>
    nativeError(TypeError, 'ERR_INVALID_OBJECT_DEFINE_PROPERTY', `'process.env' ${message}`);
  const toText = (value: unknown): string => {
    if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    return String(value);
  };
  const assign = (key: string, value: string): void => {
    env[key] = value;
    if (key === 'TZ') setTimeZone(value);
  };
  const proxy = new NativeProxy(env, {
    get: (target, key) =>
      typeof key === 'string'
        ? Object.hasOwn(target, key)
          ? target[key]
          : (Reflect.get(Object.prototype, key) as unknown)
        : undefined,
    set(_target, key, value) {
      if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
      // setenv(3) refuses it, which nobody is told.
      if (key === '') return true;
      assign(key, toText(value));
      return true;
    },
    deleteProperty(target, key) {
      delete target[key as string];
      if (key === 'TZ') setTimeZone(undefined);
      return true;
    },
    has: (target, key) => typeof key === 'string' && Object.hasOwn(target, key),
    defineProperty(_target, key, descriptor) {
      if ('get' in descriptor || 'set' in descriptor) {
        throw refusal('does not accept an accessor(getter/setter) descriptor');
      }
      if (!(descriptor.configurable && descriptor.writable && descriptor.enumerable)) {
        throw refusal('only accepts a configurable, writable, and enumerable data descriptor');
      }
      if (typeof key === 'string') assign(key, toText(descriptor.value));
      return true;
    },
  });
  return markOrdinary(proxy);
}

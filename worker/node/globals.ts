// Makes the worker's global object look like Node's: what a browser has and Node has not is deleted before the bootstrap,
// and what only the realm can see into is wrapped after it. Once a worker.

import type { CoreRealm } from './core-realm.ts';
import { trackFunctionConstructors } from './modules/function-constructor.ts';
import { carryContextAcrossThen } from './modules/await-runtime.ts';
import { installLongLists } from './modules/long-lists.ts';
import { showAuthorText } from './modules/function-text.ts';
import type { NodeMeta } from './meta.ts';

type Globals = typeof globalThis;

function before(scope: Globals, meta: NodeMeta): void {
  // Chromium shows it only to isolated pages; the type itself is always there.
  if (typeof SharedArrayBuffer === 'undefined') {
    const memory = new WebAssembly.Memory({ initial: 0, maximum: 1, shared: true });
    Object.defineProperty(scope, 'SharedArrayBuffer', {
      value: memory.buffer.constructor,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
  const keep = new Set(meta.globals);
  // Node adds this one by plain assignment.
  keep.delete('global');
  removeOthers(scope, keep);
}

/** Deletes what is not in `keep` from the global object, and from the interfaces that it inherits from. */
function removeOthers(scope: Globals, keep: ReadonlySet<string>): void {
  const own = scope as unknown as Record<string, unknown>;
  for (let level: object | null = scope; level !== null && level !== Object.prototype;) {
    const isEventTarget = typeof EventTarget === 'function' && level === EventTarget.prototype;
    for (const name of Object.getOwnPropertyNames(level)) {
      if (level === scope ? keep.has(name) : name === 'constructor') continue;
      if (isEventTarget) {
        // Every port and signal of the browser inherits these: hidden on the global object alone.
        Object.defineProperty(own, name, {
          value: undefined,
          writable: true,
          configurable: true,
          enumerable: false,
        });
        continue;
      }
      try {
        delete (level as Record<string, unknown>)[name];
      } catch {
        // Not configurable: stays.
      }
    }
    level = Object.getPrototypeOf(level) as object | null;
  }
  // Node defines these anew, as its own.
  for (const name of keep) {
    const descriptor = Object.getOwnPropertyDescriptor(own, name);
    if (descriptor?.configurable === true && descriptor.enumerable === true) {
      Object.defineProperty(own, name, { ...descriptor, enumerable: false });
    }
  }
}

function after(scope: Globals, realm: CoreRealm): void {
  realm.objectKinds.install(scope);
  carryContextAcrossThen(scope, realm.asyncHooks);
  trackFunctionConstructors(scope, realm);
  showAuthorText(scope);
  installLongLists(scope);
  keepAliveWhileCompiling(realm);
}

/** V8 keeps a Node process alive while WebAssembly compiles in the background. */
function keepAliveWhileCompiling(realm: CoreRealm): void {
  const api = WebAssembly as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) {
    const native = api[name];
    if (native === undefined) continue;
    const wrapped = {
      [name](...args: unknown[]) {
        const done = realm.loop.beginRequest();
        const promise = Reflect.apply(native, WebAssembly, args);
        promise.then(done, done);
        return promise;
      },
    }[name];
    Object.defineProperty(api, name, {
      value: wrapped,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
}

export const installGlobals = { before, after };

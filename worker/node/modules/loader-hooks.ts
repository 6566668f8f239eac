// The hooks of `module.register` (AsyncLoaderHookWorker in lib/internal/modules/esm/hooks.js). Node runs them in a thread of their
// own, and the program's thread sleeps while it needs an answer at once. No browser worker can wait for another without shared
// memory, so that hooks run in the program's own thread here. What must be answered synchronously cannot ask them: the entry point
// and `import.meta.resolve` are resolved without them, and a synchronous load fails. A hooks module is loaded as `require` loads one.
// Once a realm.

import type { CoreRealm } from '../core-realm.ts';

/** Node's own AsyncLoaderHooksOnLoaderHookWorker: the chains of hooks. */
export interface AsyncLoaderHooks {
  addCustomLoader(url: string, exports: object, data: unknown): unknown;
  [method: string]: unknown;
}

type Method = (...args: readonly unknown[]) => unknown;

export function createLoaderHooks(realm: CoreRealm, hooks: AsyncLoaderHooks): object {
  /** `initialize` may take its time; what is imported then waits for it. */
  let ready: Promise<unknown> = Promise.resolve();

  function register(specifier: string, parentURL: string, data: unknown, isInternal: boolean): void {
    const exports = isInternal ? (realm.require(specifier) as object) : load(specifier, parentURL);
    const initialized = hooks.addCustomLoader(specifier, exports, data);
    ready = Promise.all([ready, initialized]);
  }

  function load(specifier: string, parentURL: string): object {
    const { defaultResolve } = realm.require('internal/modules/esm/resolve') as { defaultResolve: Method };
    const { url } = defaultResolve(specifier, { __proto__: null, parentURL, importAttributes: {} }) as {
      url: string;
    };
    const { createRequire } = realm.require('module') as { createRequire: (from: string) => Method };
    const { fileURLToPath } = realm.require('internal/url') as { fileURLToPath: (url: string) => string };
    const path = url.startsWith('file:') ? fileURLToPath(url) : url;
    return createRequire(url.startsWith('file:') ? url : `file://${realm.cwd}/`)(path) as object;
  }

  return {
    waitForWorker() {},
    async makeAsyncRequest(method: string, _transferList: unknown, ...args: unknown[]) {
      await ready;
      return Reflect.apply(hooks[method] as Method, hooks, args);
    },
    makeSyncRequest(method: string, _transferList: unknown, ...args: unknown[]) {
      if (method === 'register') return register(...(args as [string, string, unknown, boolean]));
      if (method === 'resolve') {
        const { defaultResolve } = realm.require('internal/modules/esm/resolve') as {
          defaultResolve: Method;
        };
        const [specifier, parentURL, importAttributes] = args;
        return defaultResolve(specifier, { __proto__: null, parentURL, importAttributes });
      }
      return realm.unavailable(
        `an answer at once from the hooks of module.register (${method} of ${String(args[0])}; registerHooks can)`,
      );
    },
    importMetaInitialize(meta: object, context: object, loader: object) {
      const { initializeImportMeta } = realm.require('internal/modules/esm/initialize_import_meta') as {
        initializeImportMeta: Method;
      };
      return initializeImportMeta(meta, context, loader);
    },
  };
}

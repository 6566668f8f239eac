// The hooks of `module.register` (AsyncLoaderHookWorker in lib/internal/modules/esm/hooks.js). Node runs them in a thread of their
// own, and the program's thread sleeps while it needs an answer at once. No browser worker can wait for another without shared
// memory, so that hooks run in the program's own thread here. What must be answered synchronously cannot ask them: the entry point
// and `import.meta.resolve` are resolved without them, and a synchronous load that a `load` hook could change fails. A hooks module
// is loaded at once, as `require` loads one. Once a realm.

import type { CoreRealm } from '../core-realm.ts';

/** Node's own AsyncLoaderHooksOnLoaderHookWorker: the chains of hooks. */
export interface AsyncLoaderHooks {
  addCustomLoader(url: string, exports: object, data: unknown): unknown;
  [method: string]: unknown;
}

type Method = (...args: readonly unknown[]) => unknown;

/** What of Node's ModuleLoader a hooks module is loaded by. */
interface ModuleLoader {
  getOrCreateModuleJob(
    parentURL: string,
    request: object,
    requestType: symbol,
  ): { runSync(): { readonly namespace: object } };
}

const evaluationPhase = 2;

export function createLoaderHooks(realm: CoreRealm, hooks: AsyncLoaderHooks): object {
  /** `initialize` may take its time; what is imported then waits for it. */
  let ready: Promise<unknown> = Promise.resolve();
  let started = false;
  /** Hooks modules that are being loaded: what they import is loaded without hooks. */
  let loading = 0;
  let changesLoads = false;

  function register(specifier: string, parentURL: string, data?: unknown, isInternal = false): void {
    const exports = isInternal ? (realm.require(specifier) as object) : load(specifier, parentURL);
    if ('load' in exports) changesLoads = true;
    const initialized = hooks.addCustomLoader(specifier, exports, data);
    ready = Promise.all([ready, initialized]);
  }

  function load(specifier: string, parentURL: string): object {
    const { getOrInitializeCascadedLoader } = realm.require('internal/modules/esm/loader') as {
      getOrInitializeCascadedLoader: () => ModuleLoader;
    };
    const { requestTypes } = realm.require('internal/modules/esm/utils') as {
      requestTypes: { readonly kImportInRequiredESM: symbol };
    };
    const request = { __proto__: null, specifier, phase: evaluationPhase, attributes: { __proto__: null } };
    loading++;
    try {
      return getOrInitializeCascadedLoader()
        .getOrCreateModuleJob(parentURL, request, requestTypes.kImportInRequiredESM)
        .runSync().namespace;
    } finally {
      loading--;
    }
  }

  /** The hooks of --experimental-loader. Not sooner, since they are loaded by the loader that these hooks are for. */
  function start(): void {
    if (started) return;
    started = true;
    const parentURL = (realm.require('internal/util') as { getCWDURL: () => URL }).getCWDURL().href;
    const { getOptionValue } = realm.require('internal/options') as {
      getOptionValue: (name: string) => string[];
    };
    for (const specifier of getOptionValue('--experimental-loader')) register(specifier, parentURL);
  }

  return {
    waitForWorker: start,
    async makeAsyncRequest(method: string, _transferList: unknown, ...args: unknown[]) {
      start();
      await ready;
      return Reflect.apply(hooks[method] as Method, hooks, args);
    },
    makeSyncRequest(method: string, _transferList: unknown, ...args: unknown[]) {
      start();
      if (method === 'register') return register(...(args as [string, string, unknown, boolean]));
      if (method === 'resolve') {
        const { defaultResolve } = realm.require('internal/modules/esm/resolve') as {
          defaultResolve: Method;
        };
        const [specifier, parentURL, importAttributes] = args;
        return defaultResolve(specifier, { __proto__: null, parentURL, importAttributes });
      }
      // What Node itself brings no hook can replace.
      if (method === 'load' && (!changesLoads || loading > 0 || String(args[0]).startsWith('node:'))) {
        const { defaultLoadSync } = realm.require('internal/modules/esm/load') as { defaultLoadSync: Method };
        return defaultLoadSync(...args);
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

// internalBinding('module_wrap'): V8's modules as Node's ESM loader drives them (src/module_wrap.cc), over module records
// of transformed source text (modules/).

import type { CoreRealm } from '../core-realm.ts';
import { compileModule } from '../modules/compile-module.ts';
import { syntaxArrow } from '../modules/syntax-error.ts';
import { MissingExport, type ModuleRecord } from '../modules/module-record.ts';
import { createLoaderHooks, type AsyncLoaderHooks } from '../modules/loader-hooks.ts';
import { createNamespace } from '../modules/namespace.ts';
import { SourceTextModule, SyntheticModule } from '../modules/source-text-module.ts';
import { formatArrow, pointAtOrigin } from '../modules/error-arrow.ts';
import type { Binding } from '../realm.ts';
import { nativeError } from './native-error.ts';
import type { DynamicImport } from '../modules/dynamic-import.ts';

/** v8::Module::Status. */
const status = {
  uninstantiated: 0,
  instantiating: 1,
  instantiated: 2,
  evaluating: 3,
  evaluated: 4,
  errored: 5,
};
const evaluationPhase = 2;

type InitializeMeta = (id: symbol, meta: object, wrap: object) => void;

export function createModuleWrapBinding(realm: CoreRealm): Binding {
  let initializeMeta: InitializeMeta = () => {};
  const hostDefinedOption = realm.privateSymbols['host_defined_option_symbol'];
  const importedModule = realm.symbols['imported_cjs_symbol'] ?? Symbol('imported');
  const arrowMessage = realm.privateSymbols['arrow_message_private_symbol'];
  const register = (namespace: object): void => void realm.objectKinds.namespaces.add(namespace);
  const records = new WeakMap<object, SourceTextModule | SyntheticModule>();
  const recordOf = (wrap: object): SourceTextModule | SyntheticModule => {
    const record = records.get(wrap);
    if (record === undefined) throw new TypeError('Illegal invocation');
    return record;
  };
  const wraps = new WeakMap<ModuleRecord, ModuleWrap>();
  /** What `import source` of a module gets: WebAssembly's have one. */
  const sourceObjects = new WeakMap<object, object>();

  class ModuleWrap {
    readonly url: string;
    sourceMapURL?: string | undefined;
    sourceURL?: string | undefined;
    hasTopLevelAwait = false;
    hasAsyncGraph?: boolean;

    constructor(
      url: string,
      context: object | undefined,
      source: string | readonly string[],
      stepsOrLine: unknown,
      columnOrModule?: unknown,
      option?: unknown,
    ) {
      this.url = url;
      if (typeof source !== 'string') {
        // The CommonJS module that it stands for: the loader looks whether that is being run, in a cycle.
        if (columnOrModule !== undefined) Reflect.set(this, importedModule, columnOrModule);
        const steps = stepsOrLine as (this: ModuleWrap, wrap: ModuleWrap) => void;
        const record = new SyntheticModule(source, () => steps.call(this, this), register);
        records.set(this, record);
        wraps.set(record, this);
        return;
      }
      const id = typeof option === 'symbol' ? option : Symbol(url);
      hostDefinedOption?.set(this, id);
      const { record, sourceMapURL, sourceURL } = compileModule(realm, source, url, {
        id,
        context,
        register,
        meta: () => {
          const meta = Object.create(null) as object;
          initializeMeta(id, meta, this);
          return meta;
        },
      });
      this.sourceMapURL = sourceMapURL;
      this.sourceURL = sourceURL;
      this.hasTopLevelAwait = record.hasTopLevelAwait;
      records.set(this, record);
      wraps.set(record, this);
    }

    getModuleRequests(): object[] {
      const record = recordOf(this);
      if (record instanceof SyntheticModule) return [];
      return record.transformed.requests.map(({ specifier, attributes }) =>
        Object.freeze({ __proto__: null, specifier, attributes, phase: evaluationPhase }),
      );
    }

    link(modules: readonly object[]): void {
      recordOf(this).requested = Array.from(modules, recordOf);
    }

    instantiate(): void {
      const record = recordOf(this);
      try {
        record.link();
      } catch (error) {
        throw error instanceof MissingExport ? missingExport(error) : error;
      }
      this.hasAsyncGraph = record.isAsyncGraph();
    }

    evaluate(_timeout: number, _breakOnSigint: boolean): Promise<void> {
      return recordOf(this).evaluate();
    }

    evaluateSync(filename?: string, parentFilename?: string): object {
      const record = recordOf(this);
      if (record.isAsyncGraph()) throw realm.nodeError('ERR_REQUIRE_ASYNC_MODULE', filename, parentFilename);
      try {
        record.evaluateSync();
      } catch (error) {
        pointAtOrigin(error);
        throw error;
      }
      return record.namespace;
    }

    getNamespace(): object {
      const record = recordOf(this);
      if (record.status === 'unlinked' || record.status === 'linking') {
        throw new Error('cannot get namespace, module has not been instantiated');
      }
      return record.namespace;
    }

    getStatus(): number {
      const record = recordOf(this);
      if (record.failure !== undefined) return status.errored;
      switch (record.status) {
        case 'unlinked':
          return status.uninstantiated;
        case 'linking':
          return status.instantiating;
        case 'linked':
          return status.instantiated;
        case 'evaluating':
          return status.evaluating;
        case 'evaluating-async':
        case 'evaluated':
          return status.evaluated;
      }
    }

    getError(): unknown {
      return recordOf(this).failure?.error;
    }

    setExport(name: string, value: unknown): void {
      const record = recordOf(this);
      if (!(record instanceof SyntheticModule)) throw new TypeError('not a synthetic module');
      record.setExport(name, value);
    }

    createCachedData(): unknown {
      return realm.unavailable('code cache of modules');
    }
    setModuleSourceObject(source: object): void {
      sourceObjects.set(this, source);
    }
    getModuleSourceObject(): object {
      const source = sourceObjects.get(this);
      if (source !== undefined) return source;
      const text = `Source phase import object is not defined for module '${this.url}'`;
      throw nativeError(SyntaxError, 'ERR_SOURCE_PHASE_NOT_DEFINED', text);
    }
  }

  // For the report of exit code 13; not a member of V8's interface, hence not enumerable on the class.
  Object.defineProperty(ModuleWrap.prototype, 'describePendingAwait', {
    configurable: true,
    value(this: ModuleWrap): string | undefined {
      return pendingAwait(recordOf(this));
    },
  });

  /** The await that a module of the graph is stuck in, as V8 tells it. */
  function pendingAwait(root: ModuleRecord, seen = new Set<ModuleRecord>()): string | undefined {
    if (seen.has(root)) return undefined;
    seen.add(root);
    for (const required of root.requested) {
      const found = pendingAwait(required, seen);
      if (found !== undefined) return found;
    }
    if (!(root instanceof SourceTextModule) || root.status !== 'evaluating-async') return undefined;
    const { awaiting } = root.module;
    const url = wraps.get(root)?.url ?? '';
    const text = realm.sources.find(url)?.text;
    if (awaiting === undefined || text === undefined) return undefined;
    const place = placeOf(text, awaiting);
    const arrow = formatArrow(url, place.line, place.text, place.column);
    return `Warning: Detected unsettled top-level await at ${arrow}\n\n\n\n`;
  }

  function missingExport({ importer, request, exportName: name, ambiguous }: MissingExport): SyntaxError {
    const source = importer as SourceTextModule;
    const { specifier } = source.transformed.requests[request] ?? { specifier: '' };
    const error = new SyntaxError(
      ambiguous
        ? `The requested module '${specifier}' contains conflicting star exports for name '${name}'`
        : `The requested module '${specifier}' does not provide an export named '${name}'`,
    );
    const binding =
      source.transformed.imports.find((item) => item.request === request && item.imported === name) ??
      source.transformed.indirectExports.find((item) => item.request === request && item.exported === name);
    const url = wraps.get(importer)?.url ?? '';
    const text = realm.sources.find(url)?.text ?? '';
    const place = placeOf(text, binding?.start ?? 0);
    const width = binding === undefined ? 1 : binding.end - binding.start;
    arrowMessage?.set(
      error,
      `${syntaxArrow(url, text, { message: '', line: place.line, column: place.column, width })}\n`,
    );
    return error;
  }

  return {
    /** Added by tools/node-lib/patches.mjs. */
    createLoaderHooks: (Hooks: new () => AsyncLoaderHooks) => createLoaderHooks(realm, new Hooks()),
    /** Added by tools/node-lib/patches.mjs. */
    setBuiltinExport(wrap: object, name: string, read: () => unknown, exports: object) {
      const record = recordOf(wrap) as SyntheticModule;
      if (Object.getOwnPropertyDescriptor(exports, name)?.get === undefined) record.setExport(name, read());
      else record.setExport(name, undefined, read);
    },
    ModuleWrap,
    setImportModuleDynamicallyCallback: (callback: DynamicImport) => void realm.dynamicImport.set(callback),
    setInitializeImportMetaObjectCallback: (callback: InitializeMeta) => void (initializeMeta = callback),
    /** What `require` of a module with a default export gets: the namespace and `__esModule`. */
    createRequiredModuleFacade(wrap: object) {
      const { namespace } = recordOf(wrap);
      const names = Object.keys(namespace).concat('__esModule').sort();
      const facade = createNamespace(
        new Map(
          names.map((name) => [
            name,
            () => (name === '__esModule' ? true : (namespace as Record<string, unknown>)[name]),
          ]),
        ),
      );
      register(facade);
      return facade;
    },
    throwIfPromiseRejected(promise: Promise<unknown>) {
      const [state, reason] = realm.objectKinds.promiseDetails(promise);
      if (state === 2) throw reason;
    },
  };
}

function placeOf(text: string, offset: number): { line: number; column: number; text: string } {
  const before = text.slice(0, offset).split('\n');
  const line = before.length;
  return {
    line,
    column: (before.at(-1)?.length ?? 0) + 1,
    text: text.split('\n')[line - 1] ?? '',
  };
}

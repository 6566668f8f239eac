// `import()` in code that the realm evaluates: rewritten to a call that asks Node's loader. The browser's own `import()`
// must never see a specifier of the program (program-edits.ts rewrites).

import type { CoreRealm } from '../core-realm.ts';

/** Node's importModuleDynamicallyCallback. */
export type DynamicImport = (
  referrerId: symbol,
  specifier: string,
  phase: number,
  attributes: Readonly<Record<string, string>>,
  referrerName: string,
) => Promise<unknown>;

export interface DynamicImportHook {
  set(callback: DynamicImport): void;
  call: DynamicImport;
}

export function createDynamicImportHook(): DynamicImportHook {
  let current: DynamicImport | undefined;
  return {
    set: (callback) => void (current = callback),
    call(...args) {
      if (current === undefined) throw new Error('import() before Node has set up its loader');
      return current(...args);
    },
  };
}

const evaluationPhase = 2;

export type Importer = (specifier: unknown, options?: unknown) => Promise<unknown>;

/** The function that stands for `import` in one source. */
export function createImporter(realm: CoreRealm, id: symbol, referrerName: string): Importer {
  return async (specifier, options) => {
    const name = String(specifier);
    return realm.dynamicImport.call(id, name, evaluationPhase, importAttributes(options), referrerName);
  };
}

function importAttributes(options: unknown): Record<string, string> {
  const attributes = Object.create(null) as Record<string, string>;
  if (options === undefined) return attributes;
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('The second argument of import() must be an object');
  }
  const given = (options as { with?: unknown }).with;
  if (given === undefined) return attributes;
  if (typeof given !== 'object' || given === null) {
    throw new TypeError("The 'options' argument of import() must be an object");
  }
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== 'string') throw new TypeError('Import attribute value must be a string');
    attributes[key] = value;
  }
  return attributes;
}

/** The name of the importer in rewritten code. */
export const importerName = '__holdfast_import';

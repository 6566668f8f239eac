// internalBinding('modules'): package.json lookup for both module loaders (src/node_modules.cc). Read packages are cached
// until the file changes.

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';
import { nativeError } from './native-error.ts';

/** [name, main, type, imports, exports, file path]; `imports` and `exports` as JSON. */
type PackageConfig = readonly [
  string | undefined,
  string | undefined,
  string,
  string | undefined,
  string | undefined,
  string,
];

export function createModulesBinding(realm: CoreRealm): Binding {
  const cache = new Map<string, { mtimeMs: number; size: number; config: PackageConfig }>();

  function read(path: string, isESM?: boolean, base?: string, specifier?: string): PackageConfig | undefined {
    const { fs } = realm.context;
    const stats = fs.tryStat(path);
    if (stats?.type !== 'file') return undefined;
    const known = cache.get(path);
    if (known?.mtimeMs === stats.mtimeMs && known.size === stats.size) return known.config;
    const config = describe(realm.utf8.decode(fs.readFile(path)), path);
    if (config === undefined) throw invalidPackage(path, isESM === true ? base : undefined, specifier);
    cache.set(path, { mtimeMs: stats.mtimeMs, size: stats.size, config });
    return config;
  }

  function invalidPackage(path: string, base?: string, specifier?: string): Error {
    const importing =
      base === undefined
        ? ''
        : ` while importing ${specifier === undefined ? base : `"${specifier}" from ${pathOf(base) ?? base}`}`;
    return nativeError(Error, 'ERR_INVALID_PACKAGE_CONFIG', `Invalid package config ${path}${importing}.`);
  }

  /** The package that a file belongs to, or the path where the search for one ended. */
  function search(path: string): PackageConfig | string {
    for (let directory = parent(path); ; directory = parent(directory)) {
      const file = `${directory}/package.json`;
      if (directory.endsWith('/node_modules')) return file;
      const config = read(file);
      if (config !== undefined) return config;
      if (directory === '') return file;
    }
  }

  function nearest(path: string): PackageConfig | undefined {
    const found = search(path);
    return typeof found === 'string' ? undefined : found;
  }

  function pathOf(url: string): string | undefined {
    const { fileURLToPath } = realm.require('internal/url') as { fileURLToPath: (url: string) => string };
    try {
      return fileURLToPath(url);
    } catch {
      return undefined;
    }
  }

  function scope(url: string): PackageConfig | string {
    const path = pathOf(url);
    return path === undefined ? url : search(path);
  }

  return {
    readPackageJSON: read,
    getNearestParentPackageJSON: nearest,
    getNearestParentPackageJSONType: (path: string) => nearest(path)?.[2] ?? 'none',
    getPackageScopeConfig: scope,
    getPackageType(url: string) {
      const config = scope(url);
      if (typeof config === 'string') return undefined;
      return config[2] === 'none' ? undefined : config[2];
    },
    /** compileCacheStatus DISABLED: a browser keeps compiled code by itself. */
    enableCompileCache: () => [3],
    getCompileCacheDir: () => undefined,
    flushCompileCache() {},
    getCompileCacheEntry: () => undefined,
    saveCompileCacheEntry() {},
    setLazyPathHelpers(meta: Record<string, unknown>, url: string) {
      const { fileURLToPath } = realm.require('internal/url') as { fileURLToPath: (url: string) => string };
      const filename = fileURLToPath(url);
      meta['dirname'] = parent(filename) === '' ? '/' : parent(filename);
      meta['filename'] = filename;
    },
  };
}

const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** `undefined` where it is no package.json. */
function describe(source: string, path: string): PackageConfig | undefined {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  // Without a prototype: what a program adds to that of all objects is no field of a package.
  const fields = Object.setPrototypeOf(json, null) as Record<string, unknown>;
  if (fields['name'] !== undefined && typeof fields['name'] !== 'string') return undefined;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const type = fields['type'] === 'module' || fields['type'] === 'commonjs' ? fields['type'] : 'none';
  /** A string goes as it is, an object as JSON: the reader tells them by the first character. */
  const serialize = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : undefined;
  const imports = fields['imports'];
  return [
    text(fields['name']),
    text(fields['main']),
    type,
    typeof imports === 'object' && imports !== null ? JSON.stringify(imports) : undefined,
    serialize(fields['exports']),
    path,
  ];
}

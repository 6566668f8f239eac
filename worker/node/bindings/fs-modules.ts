// The members of `internalBinding('fs')` that only Node's module loaders call.

import type { Binding, Realm } from '../realm.ts';
import { nativeError } from './native-error.ts';
import type { FsCalls, PathArgument } from './fs-calls.ts';

const EXTENSIONLESS_FORMAT_JAVASCRIPT = 0;
const EXTENSIONLESS_FORMAT_WASM = 1;
const wasmMagic = [0x00, 0x61, 0x73, 0x6d];
/** In the order of legacyMainResolveExtensions in lib/internal/modules/esm/resolve.js; the index is the answer. */
const mainSuffixes = ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
const baseMissing = 'The "base" argument must be of type string or an instance of URL.';
const packageSuffixes = ['index.js', 'index.json', 'index.node'];

export function createFsModules(realm: Realm, calls: FsCalls): Binding {
  /** 0 a file, 1 a directory, negative where there is nothing. */
  function internalModuleStat(path: PathArgument): number {
    const stats = calls.fs.tryStat(calls.resolve(path));
    if (stats === undefined) return realm.errno('ENOENT');
    return stats.type === 'directory' ? 1 : 0;
  }
  function getFormatOfExtensionlessFile(path: PathArgument): number {
    const absolute = calls.resolve(path);
    if (calls.fs.tryStat(absolute)?.type !== 'file') return EXTENSIONLESS_FORMAT_JAVASCRIPT;
    const file = calls.fs.open(absolute, 0, 0);
    try {
      const head = new Uint8Array(wasmMagic.length);
      const count = file.read(head, 0);
      const wasm = count === wasmMagic.length && wasmMagic.every((byte, index) => head[index] === byte);
      return wasm ? EXTENSIONLESS_FORMAT_WASM : EXTENSIONLESS_FORMAT_JAVASCRIPT;
    } finally {
      file.close();
    }
  }
  function legacyMainResolve(packagePath: string, main: unknown, base: string | undefined): number {
    const isFile = (path: string): boolean => calls.fs.tryStat(path)?.type === 'file';
    const directory = calls.resolve(packagePath);
    if (typeof main === 'string') {
      const start = `${directory}/${main}`;
      const found = mainSuffixes.findIndex((suffix) => isFile(start + suffix));
      if (found >= 0) return found;
    }
    const found = packageSuffixes.findIndex((name) => isFile(`${directory}/${name}`));
    if (found >= 0) return mainSuffixes.length + found;
    if (base === undefined) throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', baseMissing);
    const { fileURLToPath } = realm.require('internal/url') as { fileURLToPath: (url: string) => string };
    const { resolve } = realm.require('path') as { resolve: (...parts: string[]) => string };
    const sought = resolve(directory, typeof main === 'string' ? main : 'index.js');
    const text = `Cannot find package '${sought}' imported from ${fileURLToPath(base)}`;
    throw nativeError(Error, 'ERR_MODULE_NOT_FOUND', text);
  }

  return { internalModuleStat, getFormatOfExtensionlessFile, legacyMainResolve };
}

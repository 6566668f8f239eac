// Which published WebAssembly package stands in for which native one. The one table: whatever installs asks here.
// Neither the tree nor the lockfile knows of it, so that a project that was installed here installs on a real machine.
import { satisfies } from 'semver';
import type { Manifest } from '../manifest.ts';

export interface WasmBuild {
  /** The package with the WebAssembly, published in step with the native one: the same version is taken. */
  readonly name: string;
  /**
   * instead: its files take the place of the native package's, under the native package's name.
   * beside: it lies in the native package's own node_modules, where that one's loader looks for it.
   */
  readonly place: 'instead' | 'beside';
}

interface TableRow extends WasmBuild {
  /** The versions that have native code; all where absent. */
  readonly versions?: string;
}

const table: Readonly<Record<string, TableRow>> = {
  esbuild: { name: 'esbuild-wasm', place: 'instead' },
  rollup: { name: '@rollup/wasm-node', place: 'instead', versions: '>=4.0.0-0' },
  lightningcss: { name: 'lightningcss-wasm', place: 'instead' },
};

/** undefined where the package has no native code, or no WebAssembly build. */
export function wasmBuildOf({ name = '', version = '' }: Manifest): WasmBuild | undefined {
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  if (row === undefined) return undefined;
  if (row.versions !== undefined && !satisfies(version, row.versions, { includePrerelease: true })) {
    return undefined;
  }
  return row;
}

// Which published WebAssembly package stands in for which native one. The one table: whatever installs asks here.
// Neither the tree nor the lockfile knows of it, so that a project that was installed here installs on a real machine.
import { satisfies } from 'semver';
import type { Manifest } from '../manifest.ts';

export interface WasmBuild {
  /** The package with the WebAssembly, published in step with the native one: the same version is taken. */
  readonly name: string;
  /**
   * instead: its files take the place of the native package's, under the native package's name.
   * beside: it lies in the native package's folder, where that one's loader looks for it.
   */
  readonly place: 'instead' | 'beside';
  /** Where in that folder, if its loader does not ask for it by name; else in its node_modules, or higher in the tree. */
  readonly folder?: string;
}

interface TableRow extends WasmBuild {
  /** The versions that have native code; all where absent. */
  readonly versions?: string;
}

const table: Readonly<Record<string, TableRow>> = {
  '@parcel/watcher': { name: '@parcel/watcher-wasm', place: 'instead' },
  // Its loader has a fallback to the package beside it, which newer versions throw before they reach.
  '@swc/core': { name: '@swc/wasm', place: 'instead' },
  esbuild: { name: 'esbuild-wasm', place: 'instead' },
  lightningcss: { name: 'lightningcss-wasm', place: 'instead' },
  // Its loader imports no name, but a folder that it would fill by itself, from the registry, while the server starts.
  next: {
    name: '@next/swc-wasm-nodejs',
    place: 'beside',
    folder: 'wasm/@next/swc-wasm-nodejs',
    versions: '>=14.0.0-0',
  },
  rollup: { name: '@rollup/wasm-node', place: 'instead', versions: '>=4.0.0-0' },
  // Older ones asked libvips for a build of their own.
  sharp: { name: '@img/sharp-wasm32', place: 'beside', versions: '>=0.33.0-0' },
};

/** How napi-rs names the package with a platform's binary; its loader tries `…-wasm32-wasi` after it. */
const napiBinary = /^(.+)-linux-x64-gnu$/;

/** undefined where the package has no native code that is known of. */
export function wasmBuildOf(manifest: Manifest): WasmBuild | undefined {
  const { name = '', version = '' } = manifest;
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  if (row === undefined) return napiBuildOf(manifest);
  if (row.versions !== undefined && !satisfies(version, row.versions, { includePrerelease: true })) {
    return undefined;
  }
  return row;
}

function napiBuildOf({ name, version, optionalDependencies = {} }: Manifest): WasmBuild | undefined {
  for (const [dependency, range] of Object.entries(optionalDependencies)) {
    const family = napiBinary.exec(dependency)?.[1];
    // Binaries of the package itself bear its version. A project may list those of another by hand.
    if (family === undefined || name === undefined || range.replace(/^[\^~=]/, '') !== version) continue;
    return { name: `${family}-wasm32-wasi`, place: 'beside' };
  }
  return undefined;
}

/** True where the table itself knows the package, false where only its dependencies look like it. */
export function isInTable({ name = '' }: Manifest): boolean {
  return Object.hasOwn(table, name);
}

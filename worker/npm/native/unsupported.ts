// Packages whose work is done by a binary that no browser runs, and that have no WebAssembly build: how they are known,
// and the sentence that says so.
import { machine } from '../install/machine.ts';
import { type Manifest, packageId } from '../manifest.ts';
import { type ErrorLine, NpmError } from '../npm-error.ts';
import type { PackageNode } from '../tree/node.ts';
import type { StoredPack } from '../store/pack-store.ts';
import { platformFits } from '../tree/platform.ts';
import { optionalSet } from '../tree/dependency-set.ts';
import { findsInTree, type PackageFiles } from './native-packages.ts';
import { isInTable, wasmBuildOf } from './wasm-builds.ts';

/** What does the same without native code. */
const alternatives: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'eslint and prettier',
  '@node-rs/argon2': 'hash-wasm',
  argon2: 'hash-wasm',
  bcrypt: 'bcryptjs',
  'better-sqlite3': 'sql.js (SQLite as WebAssembly)',
  canvas: 'pureimage',
  'classic-level': 'memory-level',
  'node-sass': 'sass',
  'sass-embedded': 'sass',
  sqlite3: 'sql.js (SQLite as WebAssembly)',
  turbo: 'npm run --workspaces',
  typescript: 'typescript@6, the last one that is JavaScript,',
};

/** A real machine of the kind that this one says it is. */
const realMachine = { os: 'linux', cpu: 'x64', libc: 'glibc' };

const compilers =
  /(?:^|[\s;&|/])(?:node-gyp|node-gyp-build|node-pre-gyp|prebuild-install|prebuildify|cmake-js|napi-postinstall-build)\b/;

/** The install script builds or fetches a binary: it cannot succeed here. */
export function buildsBinary({ scripts = {} }: Manifest): boolean {
  return ['preinstall', 'install', 'postinstall'].some((event) => compilers.test(scripts[event] ?? ''));
}

export interface NativeReportOptions {
  readonly ignoreScripts: boolean;
  readonly force: boolean;
  /** Asked for by its name in this very command. */
  readonly requested: (node: PackageNode) => boolean;
  readonly onWarning: (text: string) => void;
}

/**
 * Throws ENATIVE for what was asked for by name and cannot run, and where an install script would fail; warns of what
 * others depend on; makes optional packages inert whose script would fail.
 */
export function reportNative(
  loaded: ReadonlyMap<PackageNode, PackageFiles>,
  options: NativeReportOptions,
): void {
  for (const [node, { stored, beside }] of loaded) {
    const { manifest } = node;
    if (node.inert || beside.length > 0 || wasmBuildOf(manifest)?.place === 'instead') continue;
    const builds = !options.ignoreScripts && buildsBinary(stored.manifest);
    if (!builds && !shipsBinaries(node) && !containsBinaries(stored)) continue;
    if (node.optional) {
      if (builds) for (const each of optionalSet(node)) each.inert = true;
      continue;
    }
    if ((builds || options.requested(node)) && !options.force) throw nativeError(manifest);
    for (const text of nativeText(manifest)) options.onWarning(text);
  }
}

/** Its binaries are optional dependencies, one a platform, and none of those for WebAssembly is there. */
function shipsBinaries(node: PackageNode): boolean {
  const build = wasmBuildOf(node.manifest);
  if (isInTable(node.manifest) || (build !== undefined && findsInTree(node, build))) return false;
  const optional = [...node.edgesOut.values()].filter((edge) => edge.optional).map((edge) => edge.to);
  const own = optional.filter((to): to is PackageNode => to !== undefined && hasPlatform(to.manifest));
  if (own.some((to) => !to.inert)) return false;
  return own.some(
    ({ manifest }) =>
      platformFits(manifest, { ...machine, ...realMachine }) && !platformFits(manifest, machine),
  );
}

/** As prebuildify packs them. */
function containsBinaries({ pack }: StoredPack): boolean {
  return pack.entries.some(({ path }) => /^(?:prebuilds|build\/Release)\/.*\.node$/.test(path));
}

function hasPlatform({ cpu }: Manifest): boolean {
  return cpu !== undefined && cpu.length > 0;
}

function nativeError(manifest: Manifest): NpmError {
  return new NpmError('ENATIVE', [
    ...nativeText(manifest).map((text): ErrorLine => ({ prefix: 'native', text })),
    { prefix: 'native', text: 'To install it all the same, without its native part: --force' },
  ]);
}

function nativeText(manifest: Manifest): string[] {
  const { name = '' } = manifest;
  const instead = Object.hasOwn(alternatives, name) ? alternatives[name] : undefined;
  return [
    `${packageId(manifest)} is native code without a WebAssembly build: it cannot run in a browser.`,
    instead === undefined
      ? 'Use a package in JavaScript or WebAssembly in its place, or run this project on a real machine.'
      : `Use ${instead} in its place, or run this project on a real machine.`,
  ];
}

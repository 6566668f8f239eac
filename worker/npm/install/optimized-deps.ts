// What Vite's dev server makes of a template's dependencies at its first start is shipped with the build
// (tools/templates/optimized-deps.mjs). Where the packages that were installed are a template's, it is mounted at
// node_modules/.vite, and Vite need not bundle before it shows the first page. Vite itself decides whether it fits: by the
// hashes in _metadata.json, which are made here as its getDepHash makes them (vite/src/node/optimizer).
import { isObject } from '../json-file.ts';
import { hexDigest } from '../registry/integrity.ts';
import type { PlatformServices } from '../platform-services.ts';
import type { Session } from '../session.ts';
import type { StoredPack } from '../store/pack-store.ts';

/** Stands for the project's folder in the text that Vite hashes. */
export const rootMark = '<root>';
/** Part of the id: to be changed with what the pack holds. */
const format = 1;

/** A package of node_modules, by its path in the project and the integrity that the lockfile has. */
export interface InstalledPackage {
  readonly location: string;
  readonly locked: string | undefined;
}

/** What the pack says besides the files of node_modules/.vite; all are in it but deps/_metadata.json. */
interface OptimizedDeps {
  /** What Vite hashes of its configuration, with `rootMark` for the project's folder. */
  readonly config: string;
  /** What _metadata.json says besides hashes of lockfile and configuration. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The id of the pack for a project into which exactly these packages are installed. */
export async function optimizedDepsId(
  packages: readonly InstalledPackage[],
  subtle: SubtleCrypto,
): Promise<string> {
  const lines = packages.map(({ location, locked = '' }) => `${location} ${locked}\n`).sort();
  return `vite-deps-${String(format)}-${await hexDigest('SHA-256', lines.join(''), subtle)}`;
}

/** undefined where there is none, or it cannot be had. */
export async function findOptimizedDeps(
  packages: readonly InstalledPackage[],
  services: PlatformServices,
): Promise<StoredPack | undefined> {
  if (!packages.some(({ location }) => location === 'node_modules/vite')) return undefined;
  const id = await optimizedDepsId(packages, services.subtle);
  const found = await services
    .packs()
    .get([id])
    .catch(() => undefined);
  return found?.get(id);
}

/**
 * `packages` are those that were installed in the end, `lockfile` is the text of node_modules/.package-lock.json. What is
 * there already stays.
 */
export async function placeOptimizedDeps(
  { fs, prefix, services }: Session,
  { pack, manifest }: StoredPack,
  packages: readonly InstalledPackage[],
  lockfile: string,
): Promise<void> {
  if (pack.id !== (await optimizedDepsId(packages, services.subtle))) return;
  const folder = `${prefix}/node_modules/.vite`;
  const deps = describedDeps(manifest);
  if (deps === undefined || fs.tryStat(folder) !== undefined) return;
  const hash = async (text: string) => (await hexDigest('SHA-256', text, services.subtle)).slice(0, 8);
  const config = deps.config.replaceAll(rootMark, () => JSON.stringify(prefix).slice(1, -1));
  const [configHash, lockfileHash] = [await hash(config), await hash(lockfile)];
  const metadata = {
    hash: await hash(lockfileHash + configHash),
    configHash,
    lockfileHash,
    ...deps.metadata,
  };
  fs.mountPacks([{ path: folder, pack }]);
  fs.writeFile(`${folder}/deps/_metadata.json`, JSON.stringify(metadata, null, 2));
}

function describedDeps(manifest: object): OptimizedDeps | undefined {
  const { config, metadata } = (manifest as { optimizedDeps?: Partial<OptimizedDeps> }).optimizedDeps ?? {};
  return typeof config === 'string' && isObject(metadata) ? { config, metadata } : undefined;
}

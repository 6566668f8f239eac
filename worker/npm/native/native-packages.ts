// Loads a package's files as they can run here: the WebAssembly build's where the package is native code. One per install.
import type { PackLoader, PackRequest } from '../install/pack-loader.ts';
import { type Manifest, normalizeManifest, packageId } from '../manifest.ts';
import { NpmError, npmError } from '../npm-error.ts';
import { integrityFromShasum } from '../registry/integrity.ts';
import { tarballPath } from '../registry/registry-config.ts';
import type { Registry } from '../registry/registry.ts';
import type { StoredPack } from '../store/pack-store.ts';
import type { PackageNode } from '../tree/node.ts';
import { nearestVersion } from './nearest-version.ts';
import { type PrivatePackage, privateDependencies } from './private-dependencies.ts';
import { isInTable, type WasmBuild, wasmBuildOf } from './wasm-builds.ts';

/** What is put into node_modules for one package of the tree. */
export interface PackageFiles {
  readonly stored: StoredPack;
  /** What lies in its folder besides, and in no lockfile. */
  readonly beside: readonly PrivatePackage[];
  /** True where `stored` is what the tree says: it tells of the package itself. */
  readonly isOwn: boolean;
}

export interface NativePackagesOptions {
  readonly registry: Registry;
  readonly packs: PackLoader;
  readonly onWarning: (text: string) => void;
}

export class NativePackages {
  constructor(private readonly options: NativePackagesOptions) {}

  /** Begins to load what `load` will ask for; a failure comes out there. */
  start(found: {
    readonly manifest: Manifest;
    readonly resolved: string | undefined;
    readonly integrity: string | undefined;
  }): void {
    const { manifest, resolved, integrity } = found;
    const { packs } = this.options;
    const build = wasmBuildOf(manifest);
    const { name = '', version = '' } = manifest;
    if (build?.place !== 'instead') {
      // The same request as `load` makes: its outcome is kept.
      const from = resolved ?? tarballPath(name, version);
      void packs.load({ name, resolved: from, integrity }).catch(() => undefined);
      return;
    }
    const load = async () => packs.load(requestOf(await this.options.registry.version(build.name, version)));
    void load().catch(() => undefined);
  }

  /** Rejects with ENATIVE where the package is native code, known to have a WebAssembly build, but not near this version. */
  async load(node: PackageNode): Promise<PackageFiles> {
    const { manifest } = node;
    const { packs, registry } = this.options;
    const build = wasmBuildOf(manifest);
    const own: PackRequest = {
      name: node.packageName ?? node.name,
      // A lockfile may leave out where a registry's package comes from (omit-lockfile-registry-resolved).
      resolved: node.resolved ?? tarballPath(node.packageName ?? node.name, node.version),
      integrity: node.integrity,
    };
    const alone = async () => ({ stored: await packs.load(own), beside: [], isOwn: true });
    if (build === undefined || (build.place === 'beside' && findsInTree(node, build))) return alone();
    const published = await this.published(node, build);
    if (published === undefined) {
      if (!isInTable(manifest)) return alone();
      throw npmError(
        'ENATIVE',
        'native',
        `${packageId(manifest)} is native code, which cannot run in a browser, and its WebAssembly build ${build.name}@${node.version} does not exist.`,
        { prefix: 'native', text: `Choose a version that has one: npm view ${build.name} versions` },
      );
    }
    const { version = '' } = published;
    const isSame = version === node.version;
    if (!isSame) {
      this.options.onWarning(
        `${packageId(manifest)} has no WebAssembly build: that of ${version} runs in its place`,
      );
    }
    if (build.place === 'instead') {
      return { stored: await packs.load(requestOf(published)), beside: [], isOwn: false };
    }
    const loader = isSame ? own : requestOf(await registry.version(own.name, version));
    const [stored, beside] = await Promise.all([
      packs.load(loader),
      privateDependencies(published, {
        folder: build.folder ?? `node_modules/${build.name}`,
        registry,
        load: (each) => packs.load(requestOf(each)),
      }),
    ]);
    return { stored, beside, isOwn: isSame };
  }

  /** The description of the build to take. */
  private async published(node: PackageNode, { name }: WasmBuild): Promise<Manifest | undefined> {
    const { registry } = this.options;
    try {
      return normalizeManifest(await registry.version(name, node.version));
    } catch (error) {
      // Offline, the answer that there is none was not kept.
      if (!isCode(error, /^(?:E404|ENOTCACHED|ECONNREFUSED|ENETUNREACH)$/)) throw error;
    }
    try {
      const { versions = {} } = await registry.packument(name, name);
      const ranges = [...node.edgesIn].map((edge) => edge.spec.replace(/^npm:.+@/, ''));
      const nearest = nearestVersion(Object.keys(versions), node.version, ranges);
      const found = nearest === undefined ? undefined : versions[nearest];
      return found === undefined ? undefined : normalizeManifest(found);
    } catch (error) {
      if (isCode(error, /^E404$/)) return undefined;
      throw error;
    }
  }
}

/** The package's own optional dependency on its WebAssembly build, installed as it is on a real machine of that kind. */
export function findsInTree(node: PackageNode, { name, folder }: WasmBuild): boolean {
  if (folder !== undefined) return false;
  const found = node.edgesOut.get(name)?.to ?? node.resolve(name);
  return found !== undefined && !found.inert && found.error === undefined && found.version === node.version;
}

function requestOf({ name = '', dist = {} }: Manifest): PackRequest {
  const { tarball, integrity, shasum } = dist;
  const weaker = shasum === undefined ? undefined : integrityFromShasum(shasum);
  return { name, resolved: tarball, integrity: integrity ?? weaker };
}

function isCode(error: unknown, code: RegExp): boolean {
  return error instanceof NpmError && code.test(error.code ?? '');
}

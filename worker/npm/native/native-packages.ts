// Loads a package's files as they can run here: the WebAssembly build's where the package is native code. One per install.
import { type Manifest, packageId } from '../manifest.ts';
import { NpmError, npmError } from '../npm-error.ts';
import type { PackLoader, PackRequest } from '../install/pack-loader.ts';
import { integrityFromShasum } from '../registry/integrity.ts';
import type { Registry } from '../registry/registry.ts';
import type { StoredPack } from '../store/pack-store.ts';
import { type WasmBuild, wasmBuildOf } from './wasm-builds.ts';

export interface NativePackagesOptions {
  readonly registry: Registry;
  readonly packs: PackLoader;
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
    void this.load(manifest, { name: manifest.name ?? '', resolved, integrity }).catch(() => undefined);
  }

  /** The pack to mount in the package's place. Rejects with ENATIVE where this version has no WebAssembly build. */
  async load(manifest: Manifest, own: PackRequest): Promise<StoredPack> {
    const build = wasmBuildOf(manifest);
    if (build?.place !== 'instead') return this.options.packs.load(own);
    return this.options.packs.load(await this.request(manifest, build));
  }

  private async request(manifest: Manifest, { name }: WasmBuild): Promise<PackRequest> {
    const { version = '' } = manifest;
    let published: Manifest;
    try {
      published = await this.options.registry.version(name, version);
    } catch (error) {
      if (!(error instanceof NpmError) || error.code !== 'E404') throw error;
      throw npmError(
        'ENATIVE',
        'native',
        `${packageId(manifest)} is native code, which cannot run in a browser, and its WebAssembly build ${name}@${version} does not exist.`,
        { prefix: 'native', text: `Choose a version that has one: npm view ${name} versions` },
      );
    }
    const { tarball, integrity, shasum } = published.dist ?? {};
    return {
      name,
      resolved: tarball,
      integrity: integrity ?? (shasum === undefined ? undefined : integrityFromShasum(shasum)),
    };
  }
}

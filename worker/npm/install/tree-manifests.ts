// Gives the tree builder its manifests: registry versions from packuments, tarballs by unpacking them, folders from the
// project. Loads ahead: a package's dependencies are asked for as soon as it is known, whatever its place will be.
import type { FileSystem } from '../../vfs/filesystem.ts';
import { readManifest } from '../package-json.ts';
import { type Manifest, normalizeManifest } from '../manifest.ts';
import { NpmError, npmError } from '../npm-error.ts';
import { integrityFromShasum } from '../registry/integrity.ts';
import { pickManifest } from '../registry/packument.ts';
import type { Registry } from '../registry/registry.ts';
import { parseSpec, type RegistrySpec, type Spec } from '../spec.ts';
import type { ManifestSource, ResolvedManifest } from '../tree/manifest-source.ts';
import type { PackageNode } from '../tree/node.ts';
import { type Platform, platformFits } from '../tree/platform.ts';
import type { PackLoader } from './pack-loader.ts';

export interface TreeManifestsOptions {
  readonly fs: FileSystem;
  readonly registry: Registry;
  readonly packs: PackLoader;
  readonly platform: Platform;
  readonly defaultTag: string;
  /** Called ahead for what will probably be installed, so that its files can be fetched meanwhile. */
  readonly onFound: (found: ResolvedManifest) => void;
  /** True for what the tree has already: nothing is loaded ahead for it. */
  readonly isPresent: (name: string, spec: Spec) => boolean;
}

export class TreeManifests implements ManifestSource {
  readonly #resolved = new Map<string, Promise<ResolvedManifest>>();

  constructor(private readonly options: TreeManifestsOptions) {}

  /** How many packages are known of by now, for the progress line. */
  get known(): number {
    return this.#resolved.size;
  }

  resolve(spec: Spec): Promise<ResolvedManifest> {
    const key = keyOf(spec);
    let known = this.#resolved.get(key);
    if (known === undefined) {
      known = this.load(spec);
      known.catch(() => undefined);
      this.#resolved.set(key, known);
    }
    return known;
  }

  prefetch(manifest: Manifest): void {
    const all = { ...manifest.dependencies, ...manifest.optionalDependencies, ...requiredPeers(manifest) };
    for (const [name, text] of Object.entries(all)) {
      let spec: Spec;
      try {
        spec = parseSpec(name, text, '/');
      } catch {
        continue;
      }
      if (spec.type !== 'range' && spec.type !== 'version' && spec.type !== 'alias' && spec.type !== 'tag')
        continue;
      if (this.#resolved.has(keyOf(spec)) || this.options.isPresent(name, spec)) continue;
      const optional = manifest.optionalDependencies?.[name] !== undefined;
      void this.resolve(spec).then(
        (found) => {
          if (optional && !platformFits(found.manifest, this.options.platform)) return;
          this.options.onFound(found);
          this.prefetch(found.manifest);
        },
        () => undefined,
      );
    }
  }

  async bundled({ name, packageName, resolved, integrity }: PackageNode): Promise<Record<string, Manifest>> {
    const pack = await this.options.packs.load({ name: packageName ?? name, resolved, integrity });
    return pack.bundled;
  }

  folder(path: string): Manifest {
    return readManifest(this.options.fs, `${path}/package.json`) ?? {};
  }

  private async load(spec: Spec): Promise<ResolvedManifest> {
    switch (spec.type) {
      case 'version':
      case 'range':
      case 'tag':
        return this.fromRegistry(spec);
      case 'alias':
        return this.fromRegistry(spec.target);
      case 'remote':
        return this.fromTarball(spec.url);
      case 'file':
        return this.fromTarball(`file:${spec.path}`);
      case 'directory':
        throw new Error(`a folder is linked, never fetched: ${spec.path}`);
      case 'git':
        throw new NpmError('ENOGIT', [
          { prefix: '', text: `Cannot install ${spec.name === '' ? spec.raw : `${spec.name}@${spec.raw}`}.` },
          {
            prefix: '',
            text: 'There is no git in the browser: install the package from the registry, or give the URL of a tarball.',
          },
        ]);
    }
  }

  private async fromRegistry(spec: RegistrySpec): Promise<ResolvedManifest> {
    const packument = await this.options.registry.packument(spec.name, `${spec.name}@${spec.raw}`);
    const found = pickManifest(packument, spec, this.options.platform, this.options.defaultTag);
    const { dist } = found;
    if (dist?.tarball === undefined) {
      throw npmError('EINCOMPLETEMANIFEST', '', `incomplete manifest for ${spec.name}, missing dist.tarball`);
    }
    const shasum = dist.shasum === undefined ? undefined : integrityFromShasum(dist.shasum);
    return {
      manifest: withoutDist(normalizeManifest(found)),
      resolved: dist.tarball,
      integrity: dist.integrity ?? shasum,
    };
  }

  private async fromTarball(resolved: string): Promise<ResolvedManifest> {
    const { pack, manifest } = await this.options.packs.load({
      name: resolved,
      resolved,
      integrity: undefined,
    });
    return { manifest, resolved, integrity: pack.id };
  }
}

function withoutDist({ dist: _dist, ...manifest }: Manifest): Manifest {
  return manifest;
}

function requiredPeers(manifest: Manifest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(manifest.peerDependencies ?? {}).filter(
      ([name]) => manifest.peerDependenciesMeta?.[name]?.optional !== true,
    ),
  );
}

function keyOf(spec: Spec): string {
  switch (spec.type) {
    case 'alias':
      return `${spec.target.name}@${spec.target.raw}`;
    case 'file':
    case 'directory':
      return spec.path;
    case 'remote':
      return spec.url;
    default:
      return `${spec.name}@${spec.raw}`;
  }
}

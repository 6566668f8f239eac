// Where the tree builder gets a package's description from: the registry, a tarball, or a folder of the project.
import type { Manifest } from '../manifest.ts';
import type { PackageNode } from './node.ts';
import type { Spec } from '../spec.ts';

export interface ResolvedManifest {
  readonly manifest: Manifest;
  /** The tarball's URL, or `file:` and the absolute path of a local one. */
  readonly resolved: string | undefined;
  /** Subresource integrity of the tarball; undefined where only unpacking it will tell. */
  readonly integrity: string | undefined;
}

export interface ManifestSource {
  /** The best version for `spec`. Rejects with an NpmError (E404, ETARGET, …). */
  resolve(spec: Spec): Promise<ResolvedManifest>;
  /** Starts loading what a package with this manifest will need; failures come out in `resolve`. */
  prefetch(manifest: Manifest): void;
  /** Manifests of the packages that lie in a package's own node_modules, by their path in it. */
  bundled(node: PackageNode): Promise<Readonly<Record<string, Manifest>>>;
  /** package.json of a folder, empty where it has none. */
  folder(path: string): Manifest;
}

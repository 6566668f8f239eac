// Trees that were resolved without a lockfile, kept as the lockfile they gave: the same wishes give the same tree for as
// long as the registry's answers count as current, so that a second project of a kind resolves nothing. One per install.
import type { Config } from '../config.ts';
import { printLockfile, readLockfileText, type Lockfile } from '../lockfile.ts';
import { defaultLayout } from '../json-file.ts';
import type { Manifest } from '../manifest.ts';
import { hexDigest } from '../registry/integrity.ts';
import type { Registry } from '../registry/registry.ts';
import type { PackageNode } from '../tree/node.ts';
import { npmVersion } from '../versions.ts';

const wishes = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'bundleDependencies',
  'overrides',
] as const satisfies readonly (keyof Manifest)[];

export class ResolutionCache {
  constructor(
    private readonly registry: Registry,
    private readonly subtle: SubtleCrypto,
    private readonly config: Config,
  ) {}

  async find(manifest: Manifest): Promise<Lockfile | undefined> {
    if (!this.covers(manifest)) return undefined;
    const text = await this.registry.recall(await this.keyOf(manifest));
    return text === undefined ? undefined : readLockfileText(text, '', 'package-lock.json');
  }

  /** `manifest` is what the tree was resolved for. */
  async keep(manifest: Manifest, root: PackageNode): Promise<void> {
    const fromRegistry = [...root.inventory()].every(
      (node) => node === root || node.bundled || (!node.isLink && /^https?:/.test(node.resolved ?? '')),
    );
    if (!this.covers(manifest) || !fromRegistry) return;
    const text = printLockfile(root, { layout: defaultLayout, omitRegistryResolved: false });
    this.registry.remember(await this.keyOf(manifest), text);
  }

  /** Folders, tarballs and workspaces may change without the registry's knowing. */
  private covers(manifest: Manifest): boolean {
    if (this.config.flag('force') || manifest.workspaces !== undefined) return false;
    const specs = wishes.slice(0, 4).flatMap((field) => Object.values(manifest[field] ?? {}) as string[]);
    return (
      specs.length > 0 && specs.every((spec) => !/[:/]/.test(spec.replace(/^npm:@?[^/:]+(?:\/[^/:]+)?$/, '')))
    );
  }

  private async keyOf(manifest: Manifest): Promise<string> {
    const settings = this.config.entries().filter(({ source }) => source !== 'default');
    const all = JSON.stringify([npmVersion, settings, wishes.map((field) => manifest[field] ?? null)]);
    return `resolution:${await hexDigest('SHA-256', all, this.subtle)}`;
  }
}

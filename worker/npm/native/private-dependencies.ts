// A WebAssembly build that lies beside the native package it serves, and what it depends on: all in that package's folder, so
// that no package of the project's tree sees them.
import { machine } from '../install/machine.ts';
import type { Manifest } from '../manifest.ts';
import { pickManifest } from '../registry/packument.ts';
import type { Registry } from '../registry/registry.ts';
import { parseSpec } from '../spec.ts';
import type { StoredPack } from '../store/pack-store.ts';

export interface PrivatePackage {
  /** Relative to the folder of the package that it serves. */
  readonly folder: string;
  readonly stored: StoredPack;
}

export interface PrivateDependencyOptions {
  /** Of the build, relative to the package that it serves. */
  readonly folder: string;
  readonly registry: Registry;
  readonly load: (manifest: Manifest) => Promise<StoredPack>;
}

export async function privateDependencies(
  build: Manifest,
  { folder: base, registry, load }: PrivateDependencyOptions,
): Promise<PrivatePackage[]> {
  const placed = new Map<string, Manifest>([[base, build]]);
  for (let queue: [string, Manifest][] = [[base, build]]; queue.length > 0;) {
    const next: [string, Manifest][] = [];
    for (const [folder, manifest] of queue) {
      const bundled = new Set(manifest.bundleDependencies ?? []);
      const wanted = Object.entries(manifest.dependencies ?? {}).filter(([name]) => !bundled.has(name));
      const found = await Promise.all(wanted.map(([name, range]) => resolve(registry, name, range)));
      found.forEach((dependency, index) => {
        const name = wanted[index]?.[0] ?? '';
        const shared = `${base}/node_modules/${name}`;
        if (placed.get(shared)?.version === dependency.version) return;
        const place = placed.has(shared) ? `${folder}/node_modules/${name}` : shared;
        placed.set(place, dependency);
        next.push([place, dependency]);
      });
    }
    queue = next;
  }
  return Promise.all(
    [...placed].map(async ([folder, manifest]) => ({ folder, stored: await load(manifest) })),
  );
}

async function resolve(registry: Registry, name: string, range: string): Promise<Manifest> {
  const spec = parseSpec(name, range, '/');
  if (spec.type !== 'range' && spec.type !== 'version' && spec.type !== 'tag') {
    throw new Error(`${name}@${range}: only packages of the registry are expected of a WebAssembly build`);
  }
  return pickManifest(await registry.packument(name, `${name}@${range}`), spec, machine, 'latest');
}

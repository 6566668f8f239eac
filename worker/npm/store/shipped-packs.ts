// Packages that come with the static build (tools/templates/packs.mjs): what the templates need, so that they install
// without a registry. Bundles are fetched when one of their packages is wanted, each once. Lives for one command.
import type { Fetch } from '../registry/http.ts';
import type { Manifest } from '../manifest.ts';
import { tarballPath } from '../registry/registry-config.ts';
import type { PackStore, StoredPack } from './pack-store.ts';
import type { CachedPackument, PackumentStore } from './packument-store.ts';

interface ShippedIndex {
  readonly format: 2;
  readonly bundles: readonly string[];
  /** Integrity to the number of its bundle. */
  readonly packs: Readonly<Record<string, number>>;
  /** `name/version` to integrity, of packages that a lockfile does not name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** In a bundle's header, for each package. `offset` counts from the header's end; the entries' numbers from `offset`. */
interface ShippedPack {
  readonly id: string;
  readonly offset: number;
  readonly size: number;
  /** Behind the files: what was worked out of them; 0 where nothing was. */
  readonly derivedSize: number;
  readonly paths: readonly string[];
  /** For each file: mode, offset, size. */
  readonly numbers: readonly number[];
  readonly manifest: Manifest;
  readonly bundled: Readonly<Record<string, Manifest>>;
}

export interface ShippedPacksOptions {
  readonly fetch: Fetch;
  /** URL of the folder, with a slash at its end. */
  readonly base: string;
  /** Inflates a gzip. */
  readonly inflate: (body: ReadableStream<Uint8Array<ArrayBuffer>>) => Promise<Blob>;
}

export class ShippedPacks {
  #index: Promise<ShippedIndex | undefined> | undefined;
  readonly #bundles = new Map<number, Promise<ReadonlyMap<string, StoredPack>>>();

  constructor(private readonly options: ShippedPacksOptions) {}

  /** Those of `ids` that are shipped and can be had now. */
  async get(ids: readonly string[]): Promise<Map<string, StoredPack>> {
    const found = new Map<string, StoredPack>();
    if (ids.length === 0) return found;
    const index = await this.index();
    const numbers = new Set<number>();
    for (const id of ids) {
      const bundle = index?.packs[id];
      if (bundle !== undefined) numbers.add(bundle);
    }
    const bundles = await Promise.all(
      [...numbers].map((bundle) => this.bundle(bundle, index?.bundles[bundle] ?? '')),
    );
    for (const id of ids) {
      const pack = bundles.find((bundle) => bundle.has(id))?.get(id);
      if (pack !== undefined) found.set(id, pack);
    }
    return found;
  }

  /** What the registry would say of one version, where its files are shipped. `path` is `name/version`. */
  async version(path: string): Promise<object | undefined> {
    const integrity = (await this.index())?.versions[path];
    if (integrity === undefined) return undefined;
    const slash = path.lastIndexOf('/');
    const [name, version] = [path.slice(0, slash), path.slice(slash + 1)];
    return { name, version, dist: { tarball: tarballPath(name, version), integrity } };
  }

  private index(): Promise<ShippedIndex | undefined> {
    this.#index ??= this.fetchIndex();
    return this.#index;
  }

  /** undefined where the host has none, or does not answer: the registry is asked then. */
  private async fetchIndex(): Promise<ShippedIndex | undefined> {
    try {
      const response = await this.options.fetch(`${this.options.base}index.json`, {});
      if (!response.ok) {
        await response.body?.cancel();
        return undefined;
      }
      const index = (await response.json()) as Partial<ShippedIndex>;
      return index.format === 2 ? (index as ShippedIndex) : undefined;
    } catch {
      return undefined;
    }
  }

  private bundle(number: number, name: string): Promise<ReadonlyMap<string, StoredPack>> {
    let known = this.#bundles.get(number);
    if (known === undefined) {
      known = this.fetchBundle(name).catch(() => new Map());
      this.#bundles.set(number, known);
    }
    return known;
  }

  private async fetchBundle(name: string): Promise<ReadonlyMap<string, StoredPack>> {
    const response = await this.options.fetch(this.options.base + name, {});
    if (!response.ok || response.body === null) throw new Error(`${name}: ${String(response.status)}`);
    const blob = await this.options.inflate(response.body);
    const length = new DataView(await blob.slice(0, 4).arrayBuffer()).getUint32(0, true);
    const start = 4 + length;
    const headers = JSON.parse(await blob.slice(4, start).text()) as readonly ShippedPack[];
    return new Map(
      headers.map(({ id, offset, size, derivedSize, paths, numbers, manifest, bundled }) => {
        const entries = paths.map((path, at) => ({
          path,
          mode: numbers[at * 3] ?? 0,
          offset: numbers[at * 3 + 1] ?? 0,
          size: numbers[at * 3 + 2] ?? 0,
        }));
        const end = start + offset + size;
        const derived = derivedSize === 0 ? undefined : blob.slice(end, end + derivedSize);
        const pack = { id, entries, blob: blob.slice(start + offset, end), derived };
        return [id, { pack, manifest, bundled }] as const;
      }),
    );
  }
}

/** The store, with what is shipped behind it. What is taken from there is stored by who mounts it; only what it says is kept here. */
export function withShippedPacks(store: PackStore, shipped: ShippedPacks): PackStore {
  return {
    async get(ids) {
      const found = await store.get(ids);
      const missing = ids.filter((id) => !found.has(id));
      const taken = await shipped.get(missing);
      for (const [id, pack] of taken) found.set(id, pack);
      if (taken.size > 0) void store.describe([...taken.values()]).catch(() => undefined);
      return found;
    },
    put: (packs) => store.put(packs),
    describe: (packs) => store.describe(packs),
  };
}

/** The cache of what the registry at `registry` said, with what is known of shipped versions behind it. */
export function withShippedVersions(
  store: PackumentStore,
  shipped: ShippedPacks,
  registry: string,
): PackumentStore {
  return {
    async get(urls) {
      const found = await store.get(urls);
      for (const url of urls) {
        if (found.has(url) || !url.startsWith(registry)) continue;
        const path = url.slice(registry.length).replace('%2f', '/');
        // A packument's address has no version.
        if (!/[^/]\/[^/]+$/.test(path.replace(/^@[^/]+\//, ''))) continue;
        const version = await shipped.version(path);
        if (version !== undefined) found.set(url, record(version));
      }
      return found;
    },
    put: (entries) => store.put(entries),
    clear: () => store.clear(),
  };
}

function record(version: object): CachedPackument {
  return { body: new TextEncoder().encode(JSON.stringify(version)), etag: undefined, checkedAt: 0 };
}

// Packages as packs: from the browser's store where it has them, else fetched, checked and unpacked, each once. Lives for
// one command; `save` stores everything new in one transaction before node_modules is touched.
import type { FileSystem } from '../../vfs/filesystem.ts';
import { npmError } from '../npm-error.ts';
import { computeIntegrity, verifyIntegrity } from '../registry/integrity.ts';
import type { Registry } from '../registry/registry.ts';
import { unpackTarball } from '../registry/unpack.ts';
import type { PackStore, StoredPack } from '../store/pack-store.ts';

/** What identifies a package's contents. */
export interface PackRequest {
  readonly name: string;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
}

export interface PackLoaderOptions {
  readonly fs: FileSystem;
  readonly registry: Registry;
  readonly store: PackStore;
  readonly subtle: SubtleCrypto;
}

export class PackLoader {
  readonly #packs = new Map<string, Promise<StoredPack>>();
  readonly #fresh: StoredPack[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** Looked up together, in one transaction a turn. */
  #lookup: { ids: string[]; result: Promise<Map<string, StoredPack>> } | undefined;

  constructor(private readonly options: PackLoaderOptions) {}

  load(request: PackRequest): Promise<StoredPack> {
    const key = request.integrity ?? request.resolved ?? request.name;
    let known = this.#packs.get(key);
    if (known === undefined) {
      known = this.obtain(request);
      this.#packs.set(key, known);
    }
    return known;
  }

  /** Resolves when all that was fetched is kept. Rejects with ENOSPC where the browser's storage is full. */
  async save(): Promise<void> {
    this.writeBehind();
    try {
      await this.#writing;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'QuotaExceededError') throw error;
      throw npmError(
        'ENOSPC',
        'nospc',
        `no space left: the browser's storage for this site is full`,
        { prefix: 'nospc', text: 'There appears to be insufficient space on your system to finish.' },
        { prefix: 'nospc', text: 'Clear up some disk space and try again.' },
      );
    }
  }

  /** Packs are kept while others are still fetched, those that gathered meanwhile in one transaction. */
  private writeBehind(): void {
    const write = async (before: Promise<void>): Promise<void> => {
      await before;
      const fresh = this.#fresh.splice(0);
      if (fresh.length > 0) await this.options.store.put(fresh);
    };
    this.#writing = write(this.#writing);
    // Reported by `save`; an install that fails before keeps what it has for the next one.
    this.#writing.catch(() => undefined);
  }

  private async obtain({ name, resolved, integrity }: PackRequest): Promise<StoredPack> {
    if (integrity !== undefined) {
      const stored = (await this.stored(integrity)).get(integrity);
      if (stored !== undefined) return stored;
    }
    if (resolved === undefined) {
      throw npmError('ENORESOLVED', '', `The lockfile does not say where ${name} comes from`);
    }
    const bytes = resolved.startsWith('file:')
      ? this.readTarball(resolved.slice(5))
      : await this.options.registry.tarball(name, resolved, name);
    if (integrity !== undefined) await verifyIntegrity(bytes, integrity, resolved, this.options.subtle);
    const id = integrity ?? (await computeIntegrity(bytes, this.options.subtle));
    const { entries, archive, manifest, bundled } = await unpackTarball(bytes, resolved);
    const pack: StoredPack = { pack: { id, entries, blob: new Blob([archive]) }, manifest, bundled };
    this.#fresh.push(pack);
    this.writeBehind();
    return pack;
  }

  private readTarball(path: string): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.options.fs.readFile(path));
  }

  private stored(id: string): Promise<Map<string, StoredPack>> {
    if (this.#lookup === undefined) {
      const ids: string[] = [];
      const result = Promise.resolve().then(() => {
        this.#lookup = undefined;
        return this.options.store.get(ids);
      });
      this.#lookup = { ids, result };
    }
    this.#lookup.ids.push(id);
    return this.#lookup.result;
  }
}

// Registry answers of this browser, shared by all projects, for installs without a lockfile while offline and for
// revalidation by ETag. Lives in IndexedDB; a record is the body's bytes, parsed only when it is used.
import { clear, createStore, getMany, setMany, type UseStore } from 'idb-keyval';

export interface CachedPackument {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string | undefined;
  /** Milliseconds since the epoch of the last answer that said it is current. */
  readonly checkedAt: number;
}

export interface PackumentStore {
  get(urls: readonly string[]): Promise<Map<string, CachedPackument>>;
  put(entries: ReadonlyMap<string, CachedPackument>): Promise<void>;
  clear(): Promise<void>;
}

export function openPackumentStore(
  store: UseStore = createStore('holdfast-packuments', 'packuments'),
): PackumentStore {
  return {
    async get(urls) {
      const records = await getMany<CachedPackument | undefined>([...urls], store);
      const found = new Map<string, CachedPackument>();
      urls.forEach((url, index) => {
        const record = records[index];
        if (record !== undefined) found.set(url, record);
      });
      return found;
    },
    put: (entries) => setMany([...entries], store),
    clear: () => clear(store),
  };
}

export function memoryPackumentStore(): PackumentStore {
  const cached = new Map<string, CachedPackument>();
  return {
    get: async (urls) => {
      const found = new Map<string, CachedPackument>();
      for (const url of urls) {
        const record = cached.get(url);
        if (record !== undefined) found.set(url, record);
      }
      return found;
    },
    put: async (entries) => {
      for (const [url, record] of entries) cached.set(url, record);
    },
    clear: async () => {
      cached.clear();
    },
  };
}

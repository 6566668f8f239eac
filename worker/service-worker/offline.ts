// Keeps the IDE itself for offline visits, and adds the isolation headers where a static host sends none. Page and files of
// one build are kept together and answered from the cache first: a reload does not wait for the network. A new build comes
// with a new service worker, which the browser looks for at every visit.

/** Injected by the build; undefined in development. */
export interface Precache {
  readonly version: string;
  /** Absolute paths of what an offline visit needs; the page itself is `/`. */
  readonly files: readonly string[];
  /** The same for what can wait until the machine is idle: large, and not needed to run a project. */
  readonly later: readonly string[];
}

/**
 * What the browser answers from a cache, or else from the network, without waking the service worker up: a RouterRule of
 * https://w3c.github.io/ServiceWorker/#dictdef-routerrule, as far as it is used.
 */
export interface StaticRoute {
  readonly condition: {
    readonly urlPattern: { readonly pathname: string; readonly search?: string; readonly baseURL: string };
    readonly requestMode?: RequestMode;
    readonly requestDestination?: RequestDestination;
    readonly requestMethod?: string;
  };
  readonly source: 'cache' | { readonly cacheName: string };
}

const cachePrefix = 'holdfast-build-';
/** Where the build puts the files whose names have their hash (vite.config.ts): nobody else's requests go there. */
export const buildPrefix = '/__holdfast/build/';
const pagePath = '/';
/** A host that does not answer is as good as none. */
const networkDeadlineMs = 4_000;
/** Few enough that they do not hold up the page's own requests. */
const parallel = 6;

export class OfflineCache {
  readonly #name: string;
  readonly #files: ReadonlySet<string>;

  constructor(
    private readonly precache: Precache,
    private readonly caches: CacheStorage,
    private readonly fetch: (request: Request | string, init?: RequestInit) => Promise<Response>,
  ) {
    this.#name = cachePrefix + precache.version;
    this.#files = new Set([...precache.files, ...precache.later]);
  }

  /** The page alone, so that the next reload has it. Answers whether the host itself sends what isolates its files. */
  async installPage(): Promise<boolean> {
    const response = await this.fetch(pagePath, { cache: 'reload' }).catch(() => null);
    if (response?.ok !== true) return false;
    await this.#store(pagePath, response);
    return response.headers.has('Cross-Origin-Embedder-Policy');
  }

  /**
   * The build's files and the page itself, as a tab's document. A previewed app without an origin of its own that links to `/`
   * means its own page: index.html sends such a visitor back.
   */
  staticRoutes(origin: string): readonly StaticRoute[] {
    return [
      { condition: { urlPattern: { pathname: `${buildPrefix}*`, baseURL: origin } }, source: 'cache' },
      {
        condition: {
          urlPattern: { pathname: pagePath, search: '', baseURL: origin },
          requestMode: 'navigate',
          requestDestination: 'document',
          requestMethod: 'GET',
        },
        source: { cacheName: this.#name },
      },
    ];
  }

  /** Fetches what is missing of what a visit needs. A file that fails is fetched when it is asked for. */
  async install(): Promise<void> {
    await this.#fill(this.precache.files, parallel);
  }

  /** The rest, one file after the other. */
  async installLater(): Promise<void> {
    await this.#fill(this.precache.later, 1);
  }

  /** How many files an offline visit needs, and how many of them are not here. */
  async kept(): Promise<{ files: number; missing: number }> {
    const { length } = await this.#missing([...this.#files]);
    return { files: this.#files.size, missing: length };
  }

  async #missing(files: readonly string[]): Promise<string[]> {
    const cache = await this.caches.open(this.#name);
    const present = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
    return files.filter((file) => !present.has(file));
  }

  async #fill(files: readonly string[], lanes: number): Promise<void> {
    const missing = await this.#missing(files);
    const next = async (): Promise<void> => {
      for (let file = missing.shift(); file !== undefined; file = missing.shift()) {
        // A hashed file may come from the HTTP cache; a page must not.
        const response = await this.fetch(file, {
          cache: file.startsWith(buildPrefix) ? 'default' : 'reload',
        }).catch(() => null);
        if (response?.ok === true) await this.#store(file, response);
      }
    };
    await Promise.all(Array.from({ length: lanes }, next));
  }

  /** Drops the caches of old builds but the last one: a page of it may still be open and load its parts. */
  async purge(): Promise<void> {
    const names = await this.caches.keys();
    const old = names.filter((name) => name.startsWith(cachePrefix) && name !== this.#name);
    await Promise.all(old.slice(0, -1).map((name) => this.caches.delete(name)));
  }

  async respond(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const file = pathname === '/index.html' ? pagePath : pathname;
    if (file.startsWith(buildPrefix)) {
      const cached = await this.caches.match(file);
      if (cached !== undefined) return isolated(cached);
    } else if (file === pagePath) {
      const cached = await this.#cached(file);
      if (cached !== undefined) return cached;
    }
    try {
      const response = await this.#network(request);
      // Beside the answer, not before it: a full disk must not cost the page its files.
      if (response.ok && request.method === 'GET' && this.#files.has(file))
        void this.#store(file, response.clone());
      return isolated(response);
    } catch (error) {
      const cached = await this.#cached(
        request.mode === 'navigate' && !this.#files.has(file) ? pagePath : file,
      );
      if (cached === undefined) throw error;
      return isolated(cached);
    }
  }

  async #network(request: Request): Promise<Response> {
    if (request.mode !== 'navigate') return this.fetch(request);
    // A request for a page cannot be given a signal.
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('The host does not answer.')), networkDeadlineMs),
    );
    return Promise.race([this.fetch(request), late]);
  }

  /**
   * A file that cannot be stored (a full disk, a worker that is being stopped) is fetched again when it is needed. With
   * its headers for isolation: the browser answers with what is stored as it is, and then keeps compiled code beside it.
   */
  async #store(file: string, response: Response): Promise<void> {
    try {
      const cache = await this.caches.open(this.#name);
      await cache.put(file, isolated(response));
    } catch {
      await response.body?.cancel().catch(() => undefined);
    }
  }

  async #cached(file: string): Promise<Response | undefined> {
    const cache = await this.caches.open(this.#name);
    return cache.match(file);
  }
}

/** The response with the headers that make its page cross-origin isolated. */
export function isolated(response: Response): Response {
  if (response.type === 'opaque' || response.type === 'opaqueredirect' || response.type === 'error')
    return response;
  if (response.status === 0 || response.redirected) return response;
  const headers = new Headers(response.headers);
  const wanted = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-site',
  };
  let changed = false;
  for (const [name, value] of Object.entries(wanted)) {
    if (headers.has(name)) continue;
    headers.set(name, value);
    changed = true;
  }
  if (!changed) return response;
  const { status, statusText } = response;
  return new Response([204, 205, 304].includes(status) ? null : response.body, {
    status,
    statusText,
    headers,
  });
}

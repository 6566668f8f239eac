// The registry as one install sees it: packuments through the browser's cache, tarballs, and which version a spec
// means. Lives for one command; what it learned is written back by `flush`.
import type { Manifest } from '../manifest.ts';
import { NpmError, npmError } from '../npm-error.ts';
import type { CachedPackument, PackumentStore } from '../store/packument-store.ts';
import { type HttpAnswer, httpGet, type HttpOptions } from './http.ts';
import { createLimit } from './limit.ts';
import { type Packument, trimPackument } from './packument.ts';
import type { RegistryConfig } from './registry-config.ts';

/** online: revalidate after five minutes. prefer-offline: what is cached is current. offline: never ask. */
export type CacheMode = 'online' | 'prefer-offline' | 'offline';

export interface RegistryOptions extends HttpOptions {
  readonly config: RegistryConfig;
  readonly packuments: PackumentStore;
  readonly mode: CacheMode;
  readonly now: () => number;
  readonly onWarning: (prefix: string, text: string) => void;
  readonly onFetch: (name: string) => void;
}

const freshFor = 5 * 60_000;
/** A browser opens six connections to an HTTP/1.1 host and queues the rest; twelve keep them busy. */
const parallel = 12;
const abbreviatedType = 'application/vnd.npm.install-v1+json';
const abbreviated = `${abbreviatedType}; q=1.0, application/json; q=0.8, */*`;

export class Registry {
  readonly #packuments = new Map<string, Promise<Packument>>();
  /** Encoded only when they are written, out of the way of what waits for the answer. */
  readonly #learned = new Map<string, () => CachedPackument>();
  /** When the oldest answer was current that this install rests on. */
  #asOf = Infinity;
  #writing: Promise<void> = Promise.resolve();
  readonly #limit = createLimit(parallel);
  #warnedOfCache = false;
  #lookup: { urls: string[]; result: Promise<Map<string, CachedPackument>> } | undefined;

  constructor(private readonly options: RegistryOptions) {}

  /** `id` is the package as asked for (`name@spec`), for messages. */
  packument(name: string, id: string): Promise<Packument> {
    let known = this.#packuments.get(name);
    if (known === undefined) {
      known = this.loadPackument(name, id);
      // A prefetch that fails is reported by who needs the result.
      known.catch(() => undefined);
      this.#packuments.set(name, known);
    }
    return known;
  }

  /** The whole manifest of one version, for the fields that an abbreviated packument leaves out. */
  async version(name: string, version: string): Promise<Manifest> {
    const url = `${this.packageUrl(name)}/${version}`;
    const cached = await this.cached(url);
    if (cached !== undefined) return parse<Manifest>(cached.body, url);
    const { body } = await this.get(url, { accept: 'application/json' }, `${name}@${version}`, true);
    // A published version never changes.
    const checkedAt = this.options.now();
    this.#learned.set(url, () => ({ body, etag: undefined, checkedAt }));
    return parse<Manifest>(body, url);
  }

  async tarball(name: string, resolved: string, id: string): Promise<Uint8Array<ArrayBuffer>> {
    this.options.onFetch(name);
    const url = this.options.config.tarballUrl(name, resolved);
    return (await this.get(url, {}, id, false)).body;
  }

  /** A text that was kept while all that it rests on counts as current. */
  async recall(key: string): Promise<string | undefined> {
    const cached = await this.cached(key);
    if (cached === undefined || !this.isCurrent(cached)) return undefined;
    return new TextDecoder().decode(cached.body);
  }

  /** Keeps a text that follows from the packuments asked for so far, for as long as they are current. */
  remember(key: string, text: string): void {
    const checkedAt = Math.min(this.#asOf, this.options.now());
    this.#learned.set(key, () => ({ body: new TextEncoder().encode(text), etag: undefined, checkedAt }));
  }

  /** Keeps what was learned for the next install. A full disk only costs the cache. Resolves when all is kept. */
  flush(): Promise<void> {
    const learned = [...this.#learned];
    this.#learned.clear();
    if (learned.length > 0) {
      this.#writing = this.#writing
        .then(() => this.options.packuments.put(new Map(learned.map(([url, encode]) => [url, encode()]))))
        .catch(() => undefined);
    }
    return this.#writing;
  }

  private isCurrent({ checkedAt }: CachedPackument): boolean {
    return this.options.mode !== 'online' || this.options.now() - checkedAt < freshFor;
  }

  private packageUrl(name: string): string {
    return `${this.options.config.base(name)}${name.replace('/', '%2f')}`;
  }

  private async loadPackument(name: string, id: string): Promise<Packument> {
    const url = this.packageUrl(name);
    const { now } = this.options;
    const cached = await this.cached(url);
    if (cached !== undefined && this.isCurrent(cached)) {
      this.#asOf = Math.min(this.#asOf, cached.checkedAt);
      return parse<Packument>(cached.body, url);
    }
    this.options.onFetch(name);
    const headers: Record<string, string> = { accept: abbreviated };
    if (cached?.etag !== undefined && this.options.config.mayRevalidate(url))
      headers['if-none-match'] = cached.etag;
    try {
      const response = await this.get(url, headers, id, true);
      const etag = response.headers.get('etag') ?? cached?.etag;
      if (response.status === 304 && cached !== undefined) {
        const renewed = { ...cached, etag, checkedAt: now() };
        this.#learned.set(url, () => renewed);
        return parse<Packument>(cached.body, url);
      }
      const received = response.body;
      const packument = trimPackument(parse<Packument>(received, url));
      const checkedAt = now();
      const isAbbreviated = response.headers.get('content-type')?.startsWith(abbreviatedType) === true;
      this.#learned.set(url, () => ({
        body: isAbbreviated ? received : new TextEncoder().encode(JSON.stringify(packument)),
        etag,
        checkedAt,
      }));
      return packument;
    } catch (error) {
      if (cached === undefined || !isUnreachable(error)) throw error;
      if (!this.#warnedOfCache) {
        this.#warnedOfCache = true;
        this.options.onWarning('network', 'the registry cannot be reached; using what it said last');
      }
      this.#asOf = Math.min(this.#asOf, cached.checkedAt);
      return parse<Packument>(cached.body, url);
    }
  }

  /** Lookups of one turn go together, in one transaction. */
  private async cached(url: string): Promise<CachedPackument | undefined> {
    if (this.#lookup === undefined) {
      const urls: string[] = [];
      const result = Promise.resolve().then(() => {
        this.#lookup = undefined;
        return this.options.packuments.get(urls);
      });
      this.#lookup = { urls, result };
    }
    this.#lookup.urls.push(url);
    return (await this.#lookup.result).get(url);
  }

  private get(
    url: string,
    headers: Record<string, string>,
    id: string,
    urgent: boolean,
  ): Promise<HttpAnswer> {
    const { mode, config } = this.options;
    if (mode === 'offline') {
      throw npmError(
        'ENOTCACHED',
        '',
        `request to ${url} failed: cache mode is 'only-if-cached' but no cached response is available.`,
      );
    }
    // What a version needs is only known from its packument: those before tarballs, in the browser's own queue too.
    const request = {
      headers: { ...headers, ...config.headers(url) },
      priority: urgent ? 'high' : 'low',
    } as const;
    return this.#limit(() => httpGet(url, request, id, this.options), urgent);
  }
}

function isUnreachable(error: unknown): boolean {
  return (
    error instanceof NpmError &&
    /^(?:ECONNREFUSED|ECONNRESET|ENETUNREACH|E5\d\d|E429)$/.test(error.code ?? '')
  );
}

function parse<T>(body: Uint8Array, url: string): T {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as T;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw npmError('EJSONPARSE', '', `Invalid response body while trying to fetch ${url}: ${reason}`);
  }
}

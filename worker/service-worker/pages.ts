// The windows of this origin: asking them for links, telling them of cookies, and remembering which client is a preview's
// (root-relative subresources are told by it, where the address alone does not say).

import type { CookieJar } from '../preview/cookie-jar.ts';
import type { CookiesChanged } from '../preview/injected-config.ts';
import type { NeedLink } from '../protocol/preview-link.ts';
import { prefixedPath, type PrefixedPath } from './scope.ts';

/** More clients than this are forgotten from the oldest on; they can be asked for again. */
const maxClients = 500;

export class Pages {
  /** Of each client that was seen: whose preview it is, or null. */
  readonly #previews = new Map<string, PrefixedPath | null>();

  constructor(private readonly clients: Pick<Clients, 'get' | 'matchAll'>) {}

  async ask(message: NeedLink): Promise<void> {
    for (const client of await this.clients.matchAll({ type: 'window', includeUncontrolled: true }))
      client.postMessage(message);
  }

  async count(): Promise<number> {
    return (await this.clients.matchAll({ type: 'window', includeUncontrolled: true })).length;
  }

  /** Tells every page to which the jar belongs what its document.cookie is now. */
  async tellCookies(jar: CookieJar, belongs: (at: PrefixedPath | null) => boolean): Promise<void> {
    for (const client of await this.clients.matchAll({ type: 'window' })) {
      const { pathname } = new URL(client.url);
      const at = prefixedPath(pathname);
      if (!belongs(at)) continue;
      const visible = jar.visible(at?.path ?? pathname);
      client.postMessage({ holdfast: 'cookies', visible } satisfies CookiesChanged);
    }
  }

  /** A navigation was answered: its client will be this. */
  remember(id: string, preview: PrefixedPath | null): void {
    if (id === '') return;
    this.#previews.delete(id);
    this.#previews.set(id, preview);
    const [oldest] = this.#previews.keys();
    if (this.#previews.size > maxClients && oldest !== undefined) this.#previews.delete(oldest);
  }

  /** What is known without asking: undefined where the client was never seen. */
  known(id: string): PrefixedPath | null | undefined {
    return this.#previews.get(id);
  }

  /** Whose preview a client is; the answer outlives a stop of the service worker. */
  async previewOf(id: string): Promise<PrefixedPath | null> {
    const known = this.#previews.get(id);
    if (known !== undefined) return known;
    const client = id === '' ? undefined : await this.clients.get(id);
    const preview = client === undefined ? null : prefixedPath(new URL(client.url).pathname);
    if (client !== undefined) this.remember(id, preview);
    return preview;
  }
}

// What a fetch event is about, and who answers it. The two roles of the service worker: at the IDE's origin it keeps the IDE
// for offline use and serves previews under a path prefix; at a preview origin everything belongs to the virtual server.

import { bindingPath, clientPath, scriptPath, waitPath } from '../preview/injected-config.ts';
import type { Port, ProjectId } from '../protocol/ids.ts';
import { bridgePath, previewPrefix, reservedPrefix, serviceWorkerPath } from '../protocol/preview-link.ts';
import { wasmCacheName, wasmHashHeader, wasmPrefix } from '../protocol/compiled-wasm.ts';
import { syncPath } from '../protocol/sync-call.ts';
import { isolate } from './headers.ts';
import { NoLink, type KernelLink } from './kernel-link.ts';
import { buildPrefix, isolated, type OfflineCache } from './offline.ts';
import type { Pages } from './pages.ts';
import type { PreviewResponder } from './preview-responder.ts';
import { prefixedPath, type PrefixedPath } from './scope.ts';
import type { SyncRelay } from './sync-relay.ts';
import type { Upstreams } from './upstreams.ts';

/** A long poll is answered after this at the latest; well below what a browser allows an event. */
const pollMs = 25_000;
/** A window of the IDE answers at once; another preview's may have to load a frame. */
const windowMs = 1_500;

interface RouterOptions {
  /** This origin. */
  readonly origin: string;
  readonly role: 'ide' | 'preview';
  readonly upstreams: Upstreams;
  readonly responder: PreviewResponder;
  readonly pages: Pages;
  readonly offline: OfflineCache | null;
  /** Synchronous calls of processes; at the IDE's origin only. */
  readonly sync: SyncRelay;
  /** Text of the client script for previewed pages. */
  readonly clientScript: string;
  readonly fetch: (request: Request | string) => Promise<Response>;
  readonly caches: Pick<CacheStorage, 'match'>;
}

/** The parts of a FetchEvent that are used. */
interface Fetched {
  readonly request: Request;
  readonly clientId: string;
  readonly resultingClientId: string;
}

export class Router {
  constructor(private readonly options: RouterOptions) {}

  /** The answer, or null: the browser goes to the network itself. */
  route(event: Fetched): Promise<Response> | null {
    const url = new URL(event.request.url);
    if (url.origin !== this.options.origin) return null;
    // Nothing else may come first: in Firefox, asking for clients would hang such a request.
    if (url.pathname === syncPath && this.options.role === 'ide')
      return this.options.sync.answer(event.request);
    const own = this.#reserved(event.request, url);
    if (own !== undefined) return own;
    return this.options.role === 'preview' ? this.#previewOrigin(event, url) : this.#ideOrigin(event, url);
  }

  #reserved(request: Request, url: URL): Promise<Response> | null | undefined {
    if (url.pathname.startsWith(buildPrefix)) return this.options.offline?.respond(request) ?? null;
    if (url.pathname.startsWith(wasmPrefix)) return this.#wasm(request);
    switch (url.pathname) {
      case clientPath:
        return Promise.resolve(javascript(this.options.clientScript));
      case scriptPath:
        return this.#previewScript(url);
      case waitPath:
        return this.#wait(url);
      case bindingPath:
        return this.options.upstreams.binding().then((binding) => Response.json(binding));
      case bridgePath:
      case serviceWorkerPath:
        return null;
    }
    return url.pathname.startsWith(reservedPrefix) ? null : undefined;
  }

  /** As it lies in the cache: the browser keeps the code that it compiles of such a response. */
  async #wasm(request: Request): Promise<Response> {
    const kept = await this.options.caches.match(request, { cacheName: wasmCacheName });
    return kept ?? new Response(null, { status: 404, headers: { [wasmHashHeader]: '' } });
  }

  async #previewScript(url: URL): Promise<Response> {
    const project = url.searchParams.get('project') as ProjectId | null;
    const { link } = this.options.upstreams.of(this.options.role === 'preview' ? null : project);
    const ready = await link.ready().then(
      () => true,
      () => false,
    );
    return ready ? javascript(link.script?.source ?? '') : Response.error();
  }

  async #previewOrigin({ request }: Fetched, url: URL): Promise<Response> {
    const { upstreams, responder } = this.options;
    const { link, client } = upstreams.of(null);
    const navigation = request.mode === 'navigate';
    const bridge = await this.#bridge(request, link);
    if (bridge !== null) return bridge;
    let port: Port | null;
    try {
      port = await link.boundPort();
      // A server that is started anew: the page waits for it, or is taken away by the tab that hears of its end.
      if (port === null && navigation && (await link.bindsAgain())) port = await link.boundPort();
    } catch (error) {
      if (!(error instanceof NoLink)) throw error;
      const known = await upstreams.binding();
      return navigation
        ? responder.unavailable(known?.project ?? null, known?.port ?? null, 'no-kernel')
        : Response.error();
    }
    const binding = await upstreams.binding();
    if (port === null || binding === null)
      return navigation ? responder.unavailable(binding?.project ?? null, null, 'unbound') : Response.error();
    return responder.respond(request, {
      ...{ project: binding.project, port, link, client },
      path: url.pathname + url.search,
      baseUrl: `${this.options.origin}/`,
    });
  }

  /** For a tab of its own that no window gives a link: the page that fetches one itself. */
  async #bridge(request: Request, link: KernelLink): Promise<Response | null> {
    if (request.mode !== 'navigate' || request.destination !== 'document' || link.isLinked) return null;
    if ((await this.options.pages.count()) > 0 && (await link.soon(windowMs))) return null;
    const page = await this.options.fetch(bridgePath).catch(() => null);
    return page?.ok === true ? page : null;
  }

  #ideOrigin(event: Fetched, url: URL): Promise<Response> | null {
    const { request, clientId, resultingClientId } = event;
    const { pages, offline } = this.options;
    const direct = prefixedPath(url.pathname);
    if (direct !== null) {
      // Its relative URLs need the slash.
      if (`${direct.base}` === `${url.pathname}/`)
        return Promise.resolve(Response.redirect(`${this.options.origin}${direct.base}${url.search}`, 308));
      pages.remember(resultingClientId, direct);
      return this.#prefixed(request, direct, url.search);
    }
    const referrer = request.referrer.startsWith(this.options.origin)
      ? new URL(request.referrer).pathname
      : '';
    const from = prefixedPath(referrer) ?? pages.known(clientId);
    if (from !== null && from !== undefined) return this.#rootRelative(event, url, from);
    if (request.mode === 'navigate') {
      pages.remember(resultingClientId, null);
      return offline === null || !isPage(url) ? null : offline.respond(request);
    }
    if (from === undefined && clientId !== '')
      return pages.previewOf(clientId).then((preview) => {
        if (preview !== null) return this.#rootRelative(event, url, preview);
        return this.#own(request, url);
      });
    return offline === null || !isPage(url) ? null : this.#own(request, url);
  }

  async #own(request: Request, url: URL): Promise<Response> {
    const { offline } = this.options;
    return offline === null || request.method !== 'GET' || !isPage(url)
      ? this.options.fetch(request)
      : offline.respond(request);
  }

  /** A request for `/x` by a page of a preview: the server's `/x`. */
  #rootRelative({ request, resultingClientId }: Fetched, url: URL, from: PrefixedPath): Promise<Response> {
    // What becomes a document or worker of its own must have the prefix in its own address, for its requests in turn.
    if (request.mode === 'navigate' || /worker$/.test(request.destination)) {
      const target = `${this.options.origin}${from.base}${url.pathname.slice(1)}${url.search}`;
      return Promise.resolve(Response.redirect(target, 307));
    }
    this.options.pages.remember(resultingClientId, from);
    return this.#prefixed(request, { ...from, path: url.pathname }, url.search);
  }

  async #prefixed(request: Request, at: PrefixedPath, search: string): Promise<Response> {
    const { link, client } = this.options.upstreams.of(at.project);
    const bridge = await this.#bridge(request, link);
    if (bridge !== null) return isolated(bridge);
    return this.options.responder.respond(request, {
      ...{ project: at.project, port: at.port, link, client },
      path: at.path + search,
      baseUrl: this.options.origin + at.base,
    });
  }

  /** Answers 200 when the port is open (or, with `closed`, when it was opened anew), 204 after a while. */
  async #wait(url: URL): Promise<Response> {
    const { upstreams, role } = this.options;
    const project = url.searchParams.get('project') as ProjectId | null;
    const port = Number(url.searchParams.get('port')) as Port;
    const { link } = upstreams.of(role === 'preview' ? null : project);
    const since = url.searchParams.has('closed') ? link.version : null;
    const ready =
      role === 'preview'
        ? await link.changedUntil(
            pollMs,
            async () => {
              const bound = await link.boundPort().catch(() => null);
              return bound !== null && (await link.ports().catch(() => null))?.has(bound) === true;
            },
            since,
          )
        : await link.changedUntil(
            pollMs,
            async () => (await link.ports().catch(() => null))?.has(port) === true,
            since,
          );
    return new Response(null, { status: ready ? 200 : 204 });
  }
}

function javascript(text: string): Response {
  const headers = new Headers({
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': 'no-cache',
  });
  isolate(headers);
  return new Response(text, { headers });
}

/** Not the registry proxy and the like: those answer for themselves. */
function isPage(url: URL): boolean {
  return !url.pathname.startsWith('/registry/') && !url.pathname.startsWith(previewPrefix);
}

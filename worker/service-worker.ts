// Entry of the service worker, at the IDE's origin and at each preview origin: its URL's query says which (ide=<origin> at a
// preview origin). Reads the globals, composes the parts and hands events on. It is stopped at will and keeps no state that
// cannot be asked for again.

import { createStore } from 'idb-keyval';
import { pageToWorker, type PageToWorker } from './preview/injected-config.ts';
import type { ProjectId } from './protocol/ids.ts';
import { keepOffline, type KeepOffline, type OfflineAnswer } from './protocol/offline-copy.ts';
import { bridgePath, giveLink, workerParameters } from './protocol/preview-link.ts';
import { accepts } from './protocol/schema.ts';
import { connectionLost } from './preview/outside-connection.ts';
import { CookieJars } from './service-worker/cookies.ts';
import { OfflineCache, type Precache, type StaticRoute } from './service-worker/offline.ts';
import { Pages } from './service-worker/pages.ts';
import { PreviewResponder } from './service-worker/preview-responder.ts';
import { Router } from './service-worker/router.ts';
import { cachedPacks } from './service-worker/shipped-packs.ts';
import { SyncRelay } from './service-worker/sync-relay.ts';
import { Upstreams } from './service-worker/upstreams.ts';

interface Built {
  /** Replaced by the build; undefined in development. */
  readonly __HOLDFAST_PRECACHE?: Precache;
  /** The client for previewed pages (src/preview-bridge/client.ts), as text. */
  readonly __HOLDFAST_CLIENT?: string;
}
declare const self: ServiceWorkerGlobalScope & Built;

interface RoutingInstallEvent extends ExtendableEvent {
  /** Chromium's. */
  addRoutes?(rules: readonly StaticRoute[]): Promise<void>;
}

const { origin } = self.location;
const ide = new URL(self.location.href).searchParams.get(workerParameters.ide);
const role = ide === null ? 'ide' : 'preview';
const bridgeCache = 'holdfast-bridge';
/** A window asks when its machine rests (src/host/offline-copy.ts); one that is closed before that never does. */
const unaskedPrecacheMs = 20_000;

const pages = new Pages(self.clients);
const now = (): number => Date.now();
const jars = new CookieJars(createStore('holdfast-cookies', 'jars'), now);
const upstreams = new Upstreams({
  store: createStore('holdfast-preview', 'binding'),
  now,
  ask: (message) => void pages.ask(message),
});
const precache = self.__HOLDFAST_PRECACHE;
const offline =
  role === 'ide' && precache !== undefined
    ? new OfflineCache(
        precache,
        self.caches,
        cachedPacks(self.caches, (request, init) => self.fetch(request, init)),
      )
    : null;

/** Work that outlives the answer to the event at hand: the event that runs now keeps the service worker alive for it. */
let waitUntil: (work: Promise<unknown>) => void = () => undefined;

const tellCookies = async (project: ProjectId): Promise<void> => {
  const jar = await jars.of(project);
  await pages.tellCookies(jar, (at) => role === 'preview' || at?.project === project);
};

const router = new Router({
  ...{ origin, role, upstreams, pages, offline },
  responder: new PreviewResponder({
    jars,
    ideUrl: `${ide ?? origin}/`,
    cookiesChanged: (project) => waitUntil(tellCookies(project)),
    waitUntil: (work) => waitUntil(work),
  }),
  sync: new SyncRelay({
    openChannel: (name) => new BroadcastChannel(name),
    async isHeld(lock) {
      const { held } = await self.navigator.locks.query();
      return held?.some(({ name }) => name === lock) === true;
    },
    newId: () => crypto.randomUUID(),
  }),
  clientScript: self.__HOLDFAST_CLIENT ?? '',
  caches: self.caches,
  fetch: async (request) => {
    if (request !== bridgePath) return self.fetch(request);
    // Offline too, and quickly.
    const cached = await self.caches.match(bridgePath, { cacheName: bridgeCache });
    return cached ?? self.fetch(bridgePath);
  },
});

self.addEventListener('install', (event) => {
  const ready = async (): Promise<void> => {
    if (role === 'preview')
      await (await self.caches.open(bridgeCache)).add(bridgePath).catch(() => undefined);
    // What is not cached yet goes to the network past this worker, so only where nothing needs to be added to it.
    if (offline !== null && (await offline.installPage()))
      await (event as RoutingInstallEvent).addRoutes?.(offline.staticRoutes(origin));
    await self.skipWaiting();
  };
  event.waitUntil(ready());
});

self.addEventListener('activate', (event) => {
  const ready = async (): Promise<void> => {
    await self.clients.claim();
    await offline?.purge();
  };
  event.waitUntil(ready());
  // Not waited for: until an activation is complete, requests are held up.
  void precacheUnasked();
});

/** Once a life of the service worker, and only what is missing. */
let precaching: Promise<void> | undefined;
const precacheNow = async (): Promise<void> => (precaching ??= offline?.install());

let unasked: Promise<void> | null = null;
const precacheUnasked = (): Promise<void> =>
  (unasked ??= new Promise<void>((resolve) => setTimeout(resolve, unaskedPrecacheMs)).then(precacheNow));

self.addEventListener('fetch', (event) => {
  waitUntil = (work) => {
    try {
      event.waitUntil(work);
    } catch {
      // The event is over; the work goes on as long as the service worker lives.
    }
  };
  if (offline !== null && event.request.mode === 'navigate') event.waitUntil(precacheUnasked());
  const answer = router.route(event);
  if (answer !== null) event.respondWith(answer);
});

self.addEventListener('message', (event) => {
  const data: unknown = event.data;
  if (accepts(giveLink, data)) {
    upstreams.use(data, role === 'preview');
    return;
  }
  if (accepts(keepOffline, data)) {
    event.waitUntil(keep(data));
    return;
  }
  // A page's programs can send anything.
  if (!accepts(pageToWorker, data)) return;
  switch (data.holdfast) {
    case 'connect':
      event.waitUntil(connect(data));
      return;
    case 'set-cookie':
      event.waitUntil(setCookie(data));
      return;
  }
});

async function keep({ fetch, answer }: KeepOffline): Promise<void> {
  if (fetch) {
    await precacheNow();
    await offline?.installLater();
  }
  const kept = (await offline?.kept()) ?? { files: 0, missing: 0 };
  answer.postMessage(kept satisfies OfflineAnswer);
}

async function connect({
  project,
  port,
  end,
  life,
}: Extract<PageToWorker, { holdfast: 'connect' }>): Promise<void> {
  const { link } = upstreams.of(role === 'preview' ? null : project);
  await link.ready().then(
    () => link.hand(port, end, life),
    // Without a kernel nobody will ever answer.
    () => {
      life.postMessage(connectionLost);
      life.close();
      end.close();
    },
  );
}

async function setCookie({
  project,
  path,
  field,
}: Extract<PageToWorker, { holdfast: 'set-cookie' }>): Promise<void> {
  const jar = await jars.of(project);
  if (!jar.set(field, path, 'script')) return;
  await jars.save(project);
  await tellCookies(project);
}

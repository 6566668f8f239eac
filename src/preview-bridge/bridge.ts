// Entry of the bridge page, at a preview origin. Unseen in a frame of the IDE it installs the service worker and passes links
// on to it. As the page that stands in for any other address (before the service worker is there, or in a tab of its own
// that no window links yet) it does what is missing and loads that address again. Bundled into one self-contained file.

import { bindingPath } from '../../worker/preview/injected-config.ts';
import {
  bridgePath,
  previewPrefix,
  serviceWorkerPath,
  workerParameters,
  type BridgeReady,
  type GiveLink,
  type NeedLink,
} from '../../worker/protocol/preview-link.ts';
import type { ProjectId } from '../../worker/protocol/ids.ts';
import { LinkFrame } from './link-frame.ts';
import { sharesHost } from './same-site.ts';

/** Loading again more often than this in so short a time is a loop: the page says so instead. */
const maxReloads = 3;
const reloadWindowMs = 15_000;
/** How often a page that found no machine looks again. */
const askAgainMs = 1_000;

/** Under the IDE's page: only messages of that origin, by that window, are heard. */
async function serveParent(ide: string): Promise<void> {
  const worker = await install(ide);
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<NeedLink | null>) => {
    if (event.data?.holdfast === 'need-link') window.parent.postMessage(event.data, ide);
  });
  navigator.serviceWorker.startMessages();
  window.addEventListener('message', (event: MessageEvent<GiveLink | null>) => {
    if (event.source !== window.parent || event.origin !== ide || event.data?.holdfast !== 'link') return;
    const target = navigator.serviceWorker.controller ?? worker;
    target.postMessage(event.data, [event.data.link]);
  });
  window.parent.postMessage({ holdfast: 'bridge-ready' } satisfies BridgeReady, ide);
}

async function install(ide: string): Promise<ServiceWorker> {
  const url = `${serviceWorkerPath}?${workerParameters.ide}=${encodeURIComponent(ide)}`;
  const registration = await navigator.serviceWorker.register(url, { scope: '/', updateViaCache: 'none' });
  const ready = await navigator.serviceWorker.ready;
  const worker = ready.active ?? registration.active;
  if (worker === null) throw new Error('The service worker of this preview could not be started.');
  if (worker.state !== 'activated')
    await new Promise<void>((resolve) =>
      worker.addEventListener('statechange', () => worker.state === 'activated' && resolve()),
    );
  return worker;
}

/** The IDE's origin, from the service worker that it once installed, or from whoever frames this page now. */
async function findIde(): Promise<string | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  const installed = registration?.active?.scriptURL;
  const known = installed === undefined ? null : new URL(installed).searchParams.get(workerParameters.ide);
  if (known !== null) return known;
  if (window.parent === window) return null;
  const parent =
    location.ancestorOrigins?.[0] ?? (document.referrer === '' ? '' : new URL(document.referrer).origin);
  return sharesHost(parent, location.origin) ? parent : null;
}

/** Stands in for another address. */
async function standIn(): Promise<void> {
  // Below the IDE's own origin the service worker is the IDE's, and the address names the project.
  const prefixed = new RegExp(`^${previewPrefix}([\\w-]+)/`).exec(location.pathname)?.[1];
  const ide = prefixed === undefined ? await findIde() : location.origin;
  if (ide === null) {
    say(
      'This address belongs to a preview',
      'Open the project in Holdfast first, and the preview from there.',
    );
    // Holdfast may be installing the service worker in a frame of its own right now.
    await navigator.serviceWorker.ready;
    location.reload();
    return;
  }
  const worker = prefixed === undefined ? await install(ide) : navigator.serviceWorker.controller;
  // A page that the new service worker does not control yet (its claim raced with this load) cannot ask it anything.
  if (window.parent === window && navigator.serviceWorker.controller !== null) {
    const link = await findLink(prefixed as ProjectId | undefined, ide);
    worker?.postMessage(link, [link.link]);
  }
  if (isLooping()) say('This preview cannot be reached', 'Reload Holdfast, then this page.', ide);
  else location.reload();
}

/**
 * A link to the machine that this address belongs to, from its kernel; resolves once there is one. Until then the page says
 * what is missing: the machine may be starting just now, and the service worker learn whose it is a moment later.
 */
async function findLink(named: ProjectId | undefined, ide: string): Promise<GiveLink> {
  const frame = new LinkFrame(window, ide);
  for (let said = false; ;) {
    const project = named ?? (await boundProject());
    const link = project === null ? null : await frame.get(project);
    if (link !== null) return link;
    if (!said)
      say(
        'The machine is not running',
        'Open the project in Holdfast and press Run. This page loads by itself as soon as it is there.',
        ide,
      );
    said = true;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}

/** Whose machine this origin served last. */
async function boundProject(): Promise<ProjectId | null> {
  try {
    const response = await fetch(bindingPath);
    return ((await response.json()) as { project: ProjectId } | null)?.project ?? null;
  } catch {
    // Not answered by the service worker: it has only just been installed.
    return null;
  }
}

function isLooping(): boolean {
  const key = 'holdfast-bridge-reloads';
  const now = Date.now();
  const before = (JSON.parse(sessionStorage.getItem(key) ?? '[]') as number[]).filter(
    (at) => now - at < reloadWindowMs,
  );
  sessionStorage.setItem(key, JSON.stringify([...before, now]));
  return before.length >= maxReloads;
}

function say(title: string, text: string, ide?: string): void {
  document.title = title;
  const main = document.createElement('main');
  const heading = document.createElement('h1');
  heading.textContent = title;
  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  main.append(heading, paragraph);
  if (ide !== undefined && window.parent === window) {
    const link = document.createElement('a');
    link.href = ide;
    link.textContent = 'Open Holdfast';
    main.append(link);
  }
  document.body.replaceChildren(main);
}

async function start(): Promise<void> {
  if (!('serviceWorker' in navigator)) {
    say(
      'This browser cannot show previews here',
      'Previews need service workers, which this browser does not offer.',
    );
    return;
  }
  const ide = new URLSearchParams(location.search).get(workerParameters.ide);
  if (location.pathname !== bridgePath) await standIn();
  else if (ide !== null && window.parent !== window && sharesHost(ide, location.origin))
    await serveParent(ide);
}

start().catch((error: unknown) => {
  say('This preview cannot be reached', error instanceof Error ? error.message : String(error));
});

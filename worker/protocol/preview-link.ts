// How a preview's service worker reaches the kernel. The service worker cannot construct a SharedWorker, so a window that
// can makes a MessageChannel and gives one end to each: the *link*. A service worker is stopped at will and then has lost
// its link; it asks its windows for another (`need-link`). Connections of previews do not pass over the link: their own
// ports are handed through it to the listening process once, and go on without it.

import * as v from 'valibot';
import { previewScript } from './preview-message.ts';
import { messagePort, port, projectId, text, type Wire } from './schema.ts';

/** A window to a kernel's SharedWorker port: serve this link. Transfers `link`. */
export const offerPreviewLink = v.object({
  type: v.literal('preview-link'),
  /** The origin whose service worker is at the other end; null: the IDE's own, for previews under its path prefix. */
  origin: v.nullable(text),
  link: messagePort,
});
export type OfferPreviewLink = Wire<typeof offerPreviewLink>;

/** On the link, from the service worker. */
export const linkToKernel = v.variant('type', [
  /** A new connection to a listening port (preview/outside-connection.ts). Transfers both ends. */
  v.object({ type: v.literal('connect'), port, end: messagePort, life: messagePort }),
  /** Answered by `pong`, unless the kernel is gone. */
  v.object({ type: v.literal('ping') }),
]);
export type LinkToKernel = Wire<typeof linkToKernel>;

const openPort = v.object({
  port,
  /** Where a browser finds it. */
  url: text,
});
export type OpenPort = Wire<typeof openPort>;

/** On the link, from the kernel: `bind` and `ports` at once when it is served, and again on every change. */
export const kernelToLink = v.variant('type', [
  /** What the origin at the other end serves; null: nothing. */
  v.object({ type: v.literal('bind'), project: projectId, port: v.nullable(port) }),
  v.object({ type: v.literal('ports'), open: v.array(openPort) }),
  /** What every page gets from now on; null: nothing. Comes before the first `ports`. */
  v.object({ type: v.literal('script'), script: v.nullable(previewScript) }),
  v.object({ type: v.literal('pong') }),
]);
export type KernelToLink = Wire<typeof kernelToLink>;

/** From a service worker to its windows; a bridge frame passes it on to the IDE's window that embeds it. */
export const needLink = v.object({
  holdfast: v.literal('need-link'),
  /** Whose kernel; null where the service worker does not know it (an origin of its own that was never bound). */
  project: v.nullable(projectId),
});
export type NeedLink = Wire<typeof needLink>;

/** From a window (through the bridge) to the service worker, with the link. */
export const giveLink = v.object({ holdfast: v.literal('link'), project: projectId, link: messagePort });
export type GiveLink = Wire<typeof giveLink>;

/** To the window at the IDE's origin (preview-link.html) that a preview in a tab of its own embeds. */
export const wantLink = v.object({ holdfast: v.literal('want-link'), project: projectId });
export type WantLink = Wire<typeof wantLink>;

/** Its answer where it cannot give one: no kernel of that project is alive. */
export const noKernel = v.object({ holdfast: v.literal('no-kernel') });
export type NoKernel = Wire<typeof noKernel>;

/** From a bridge frame or a linking page to whoever embeds it: it listens now. */
export const bridgeReady = v.object({ holdfast: v.literal('bridge-ready') });
export type BridgeReady = Wire<typeof bridgeReady>;

/** Query parameters of the service worker's URL: its role. */
export const workerParameters = {
  /** The IDE's origin; present on preview origins only. */
  ide: 'ide',
} as const;

export const bridgePath = '/__holdfast/bridge.html';
export const linkPage = '/preview-link.html';
export const serviceWorkerPath = '/service-worker.js';
/** Requests below it are the service worker's own. */
export const reservedPrefix = '/__holdfast/';
/** Previews without an origin of their own: `/__preview/<project>/<port>/…`. */
export const previewPrefix = '/__preview/';

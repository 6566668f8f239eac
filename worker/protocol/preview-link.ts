// How a preview's service worker reaches the kernel. The service worker cannot construct a SharedWorker, so a window that
// can makes a MessageChannel and gives one end to each: the *link*. A service worker is stopped at will and then has lost
// its link; it asks its windows for another (`need-link`). Connections of previews do not pass over the link: their own
// ports are handed through it to the listening process once, and go on without it.

import type { Port, ProjectId } from './ids.ts';

/** A window to a kernel's SharedWorker port: serve this link. Transfers `link`. */
export interface OfferPreviewLink {
  readonly type: 'preview-link';
  /** The origin whose service worker is at the other end; null: the IDE's own, for previews under its path prefix. */
  readonly origin: string | null;
  readonly link: MessagePort;
}

/** On the link, from the service worker. */
export type LinkToKernel =
  /** A new connection to a listening port (os/connection.ts). Transfers `end`; the kernel passes it to machine.connect. */
  | { readonly type: 'connect'; readonly port: Port; readonly end: MessagePort }
  /** Answered by `pong`, unless the kernel is gone. */
  | { readonly type: 'ping' };

export interface OpenPort {
  readonly port: Port;
  /** Where a browser finds it. */
  readonly url: string;
}

/** On the link, from the kernel: `bind` and `ports` at once when it is served, and again on every change. */
export type KernelToLink =
  /** What the origin at the other end serves; null: nothing. */
  | { readonly type: 'bind'; readonly project: ProjectId; readonly port: Port | null }
  | { readonly type: 'ports'; readonly open: readonly OpenPort[] }
  | { readonly type: 'pong' };

/** From a service worker to its windows; a bridge frame passes it on to the IDE's window that embeds it. */
export interface NeedLink {
  readonly holdfast: 'need-link';
  /** Whose kernel; null where the service worker does not know it (an origin of its own that was never bound). */
  readonly project: ProjectId | null;
}

/** From a window (through the bridge) to the service worker, with the link. */
export interface GiveLink {
  readonly holdfast: 'link';
  readonly project: ProjectId;
  readonly link: MessagePort;
}

/** To the window at the IDE's origin (preview-link.html) that a preview in a tab of its own embeds. */
export interface WantLink {
  readonly holdfast: 'want-link';
  readonly project: ProjectId;
}

/** Its answer where it cannot give one: no kernel of that project is alive. */
export interface NoKernel {
  readonly holdfast: 'no-kernel';
}

/** From a bridge frame or a linking page to whoever embeds it: it listens now. */
export interface BridgeReady {
  readonly holdfast: 'bridge-ready';
}

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

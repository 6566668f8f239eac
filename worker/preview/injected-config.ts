// What the service worker tells the client that it puts into a page, and what the two say to each other afterwards.

import type { ProjectId, Port } from '../protocol/ids.ts';
import { reservedPrefix } from '../protocol/preview-link.ts';

export interface InjectedConfig {
  readonly project: ProjectId;
  readonly port: Port;
  /** The IDE's origin: whom to tell of errors, and whom to ask for a link. */
  readonly ide: string;
  /** Where the server's `/` is: '/' on an origin of its own, else the path prefix. */
  readonly base: string;
  /** document.cookie at first. */
  readonly cookies: string;
}

/** From the page to its service worker. */
export type PageToWorker =
  /** A WebSocket's connection; transfers `end`. */
  | {
      readonly holdfast: 'connect';
      readonly project: ProjectId;
      readonly port: Port;
      readonly end: MessagePort;
    }
  /** An assignment to document.cookie. */
  | {
      readonly holdfast: 'set-cookie';
      readonly project: ProjectId;
      readonly path: string;
      readonly field: string;
    };

/** From the service worker to its pages, after any change of the jar. */
export interface CookiesChanged {
  readonly holdfast: 'cookies';
  /** What document.cookie is now. */
  readonly visible: string;
}

/** The script itself, served by the service worker; its configuration is JSON in its `data-config`. */
export const clientPath = `${reservedPrefix}client.js`;
/** Long poll with `?project=&port=`: 200 when the port is open, 204 after a while. */
export const waitPath = `${reservedPrefix}wait`;
/** Whose machine an origin of its own serves: `{project}`, null where it was never bound. */
export const bindingPath = `${reservedPrefix}binding`;

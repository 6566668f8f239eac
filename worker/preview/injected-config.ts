// What the service worker tells the client that it puts into a page, and what the two say to each other afterwards.

import * as v from 'valibot';
import type { ProjectId, Port } from '../protocol/ids.ts';
import { reservedPrefix } from '../protocol/preview-link.ts';
import { messagePort, port, projectId, text, type Wire } from '../protocol/schema.ts';

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
export const pageToWorker = v.variant('holdfast', [
  /** A WebSocket's connection (outside-connection.ts); transfers both ends. */
  v.object({
    holdfast: v.literal('connect'),
    project: projectId,
    port,
    end: messagePort,
    life: messagePort,
  }),
  /** An assignment to document.cookie. */
  v.object({ holdfast: v.literal('set-cookie'), project: projectId, path: text, field: text }),
]);
export type PageToWorker = Wire<typeof pageToWorker>;

/** From the service worker to its pages, after any change of the jar. */
export interface CookiesChanged {
  readonly holdfast: 'cookies';
  /** What document.cookie is now. */
  readonly visible: string;
}

/** The script itself, served by the service worker; its configuration is JSON in its `data-config`. */
export const clientPath = `${reservedPrefix}client.js`;
/** What `setPreviewScript` set, with `?project=`; as a classic script or a module. */
export const scriptPath = `${reservedPrefix}preview-script.js`;
/** Long poll with `?project=&port=`: 200 when the port is open, 204 after a while. */
export const waitPath = `${reservedPrefix}wait`;
/** Whose machine an origin of its own serves: `{project}`, null where it was never bound. */
export const bindingPath = `${reservedPrefix}binding`;

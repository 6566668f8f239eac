// What the service worker tells the client that it puts into a page, as `self.__HOLDFAST_PREVIEW`, and what the two say to
// each other afterwards.

import type { ProjectId, Port } from '../protocol/ids.ts';

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
  readonly project: ProjectId;
}

/** The path of the service worker's long poll: answered when the port opens, or after a while. */
export const waitPath = 'wait';
/** Answers with document.cookie for `?path=`. */
export const cookiesPath = 'cookies';

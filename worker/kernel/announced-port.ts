// Which of a server's ports is for a browser: the one whose address its output names ("Local: http://localhost:5173/").

import type { Port } from '../protocol/ids.ts';

const localAddress = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d+)/g;

/** The first that is named and open; undefined where none is. */
export function announcedPort(output: string, open: ReadonlyMap<Port, unknown>): Port | undefined {
  for (const [, digits] of output.matchAll(localAddress)) {
    const port = Number(digits) as Port;
    if (open.has(port)) return port;
  }
  return undefined;
}

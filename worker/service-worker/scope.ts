// Which virtual port a request is for: by the path prefix at the IDE's origin, or by what the whole origin is bound to.

import type { Port, ProjectId } from '../protocol/ids.ts';
import { previewPrefix } from '../protocol/preview-link.ts';

export interface PrefixedPath {
  readonly project: ProjectId;
  readonly port: Port;
  /** `/__preview/<project>/<port>/`. */
  readonly base: string;
  /** The server's path. */
  readonly path: string;
}

const pattern = new RegExp(`^${previewPrefix}([\\w-]+)/(\\d{1,5})(/.*)?$`);

/** A path below the preview prefix, or null. */
export function prefixedPath(pathname: string): PrefixedPath | null {
  const match = pattern.exec(pathname);
  const port = Number(match?.[2]);
  if (match === null || port < 1 || port > 65535) return null;
  const base = `${previewPrefix}${match[1]}/${port}/`;
  return { project: match[1] as ProjectId, port: port as Port, base, path: match[3] ?? '/' };
}

/**
 * Where a redirect of the server leads in the browser. Servers name themselves as `localhost:<port>`; such an address is
 * the preview's own, or that of another open port. Anything else is left as it is.
 */
export function rewriteLocation(
  location: string,
  at: { readonly path: string; readonly port: Port; readonly baseUrl: string },
  urlOf: (port: Port) => string | undefined,
): string {
  let target: URL;
  const own = `http://localhost:${at.port}`;
  try {
    target = new URL(location, own + at.path);
  } catch {
    return location;
  }
  const local = /^(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)$/.test(target.hostname);
  if (!local || !/^https?:$/.test(target.protocol)) return location;
  const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80)) as Port;
  const base = port === at.port ? at.baseUrl : urlOf(port);
  if (base === undefined) return location;
  return `${base.replace(/\/$/, '')}${target.pathname}${target.search}${target.hash}`;
}

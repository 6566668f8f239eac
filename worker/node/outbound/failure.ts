// Why a fetch failed. A browser tells a page nothing but `TypeError: Failed to fetch`, for good reasons; what can be found
// out without asking for more than the program did, is said here.

import type { Host } from '../realm.ts';

export type OutboundCode = 'ERR_HOLDFAST_CORS' | 'ERR_HOLDFAST_FETCH_REFUSED' | 'ERR_HOLDFAST_NO_RAW_SOCKETS';

export function outboundError(
  code: OutboundCode,
  message: string,
  cause?: unknown,
): Error & { code: string } {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { code });
}

/** A host that does not answer this soon is taken for unreachable. */
const probeMs = 5_000;

/** The error to report for a fetch of `url` that was rejected with `cause`. */
export async function describeFailure(host: Host, url: string, cause: unknown): Promise<Error> {
  const { origin } = new host.URL(url);
  if (await answers(host, origin)) {
    return outboundError(
      'ERR_HOLDFAST_CORS',
      `The browser's CORS rules refused ${url}: ${origin} answers, but does not allow other sites to read it`,
      cause,
    );
  }
  return outboundError(
    'ERR_HOLDFAST_FETCH_REFUSED',
    `The browser refused to fetch ${url}: either its CORS rules do not let this site read ${origin}, or ${origin} cannot be reached (a page is not told which)`,
    cause,
  );
}

/**
 * Whether a server is there at all: a request whose answer nobody may read succeeds without CORS. Not on a cross-origin
 * isolated page, whose COEP refuses such answers too; then it stays unknown.
 */
async function answers(host: Host, origin: string): Promise<boolean> {
  const abort = new host.AbortController();
  const timer = host.setTimeout(() => abort.abort(), probeMs);
  try {
    const response = await host.fetch(`${origin}/`, {
      method: 'HEAD',
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: abort.signal,
    });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  } finally {
    host.clearTimeout(timer);
  }
}

// One request of curl, to a virtual port or through fetch.

import type { Syscalls } from '../../os/process-context.ts';
import type { Port } from '../../protocol/ids.ts';
import { HttpClient } from '../../preview/http/http-client.ts';

export interface CurlRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | undefined;
}

export interface CurlResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: ReadableStream<Uint8Array> | null;
}

const ownHosts = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0']);

/** Rejects as HttpClient does, or with fetch's TypeError. */
export async function exchange(
  sys: Syscalls,
  request: CurlRequest,
  signal: AbortSignal,
): Promise<CurlResponse> {
  const { url } = request;
  const local = ownHosts.has(url.hostname) || url.hostname.endsWith('.localhost');
  return local ? overSocket(sys, request, signal) : overFetch(request, signal);
}

async function overSocket(sys: Syscalls, request: CurlRequest, signal: AbortSignal): Promise<CurlResponse> {
  const { url, method, body } = request;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80)) as Port;
  const client = new HttpClient((to) => sys.connect(to));
  const given = new Set(request.headers.map(([name]) => name.toLowerCase()));
  const headers: (readonly [string, string])[] = [
    ...(given.has('host') ? [] : [['Host', url.host] as const]),
    ...request.headers,
    // A command ends; its connection should too.
    ...(given.has('connection') ? [] : [['Connection', 'close'] as const]),
    ...(body === undefined || given.has('content-length')
      ? []
      : [['Content-Length', String(body.length)] as const]),
  ];
  return client.request(port, {
    method,
    target: url.pathname + url.search,
    headers,
    signal,
    ...(body === undefined ? {} : { body }),
  });
}

async function overFetch(request: CurlRequest, signal: AbortSignal): Promise<CurlResponse> {
  const { url, method, body } = request;
  // A browser sets these by itself and refuses to be told.
  const headers = request.headers.filter(
    ([name]) => !/^(?:user-agent|host|connection|referer|content-length)$/i.test(name),
  );
  const response = await fetch(url, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    body: body === undefined ? null : (body as Uint8Array<ArrayBuffer>),
    signal,
    credentials: 'omit',
  });
  return {
    status: response.status,
    statusText: response.statusText,
    httpVersion: '1.1',
    headers: [...response.headers],
    body: response.body,
  };
}

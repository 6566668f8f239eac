// Header fields across the border: what of the browser's request the server sees, and what of its answer the page gets.

import { headersOf, type HeaderList, type ResponseHead } from '../preview/http/http-message.ts';
import type { Port } from '../protocol/ids.ts';

/** Belong to one connection (RFC 9110, 7.6.1), or are made here. */
const dropped = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'set-cookie',
  // Frames and resources of a preview are to load inside the isolated IDE, whatever the server says.
  'x-frame-options',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'clear-site-data',
  'service-worker-allowed',
]);

interface RequestContext {
  readonly port: Port;
  /** Origin of the preview as the browser sees it. */
  readonly origin: string;
  /** URL of the preview's root. */
  readonly baseUrl: string;
  readonly cookie: string | null;
}

/** The request's fields as the server would have got them from a browser at `http://localhost:<port>`. */
export function requestHeaders(request: Request, context: RequestContext): [string, string][] {
  const own = `http://localhost:${context.port}`;
  const fields: [string, string][] = [['Host', `localhost:${context.port}`]];
  for (const [name, value] of request.headers)
    if (!dropped.has(name) && name !== 'host') fields.push([name, value]);
  const has = (name: string): boolean => fields.some(([each]) => each.toLowerCase() === name);
  if (!has('user-agent')) fields.push(['User-Agent', navigator.userAgent]);
  if (!has('accept-language')) fields.push(['Accept-Language', navigator.languages.join(',')]);
  if (request.referrer.startsWith(context.baseUrl))
    fields.push(['Referer', `${own}/${request.referrer.slice(context.baseUrl.length)}`]);
  if (!/^(GET|HEAD)$/.test(request.method)) fields.push(['Origin', own]);
  if (request.destination !== '') fields.push(['Sec-Fetch-Dest', request.destination]);
  fields.push(['Sec-Fetch-Mode', request.mode]);
  if (context.cookie !== null) fields.push(['Cookie', context.cookie]);
  return fields;
}

/** The server's fields as a Response can have them. */
export function responseHeaders({ headers }: ResponseHead, options: { bodyChanged: boolean }): Headers {
  const result = new Headers();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (dropped.has(lower)) continue;
    if (options.bodyChanged && (lower === 'content-length' || lower === 'content-encoding')) continue;
    if (lower === 'content-security-policy' || lower === 'content-security-policy-report-only') {
      result.append(name, withoutFrameAncestors(value));
      continue;
    }
    try {
      result.append(name, value);
    } catch {
      // A name or value that the browser does not allow: it would have dropped the field too.
    }
  }
  isolate(result);
  return result;
}

/** What lets a document or resource into a cross-origin isolated page. */
export function isolate(headers: Headers): void {
  headers.set('Cross-Origin-Embedder-Policy', 'credentialless');
  headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
}

/** The encodings that must be undone: a service worker's response is not decoded by the browser. */
export function contentEncodings(headers: HeaderList): string[] {
  return headersOf(headers, 'content-encoding')
    .flatMap((value) => value.split(','))
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '' && each !== 'identity');
}

/** The IDE is the frame's ancestor. */
function withoutFrameAncestors(policy: string): string {
  return policy
    .split(';')
    .filter((directive) => !/^\s*frame-ancestors\b/i.test(directive))
    .join(';');
}

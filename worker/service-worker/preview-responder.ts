// Answers a browser's request with what the virtual server says: request out, response back, both streaming. One a service
// worker life; everything that must survive it is in storage or can be asked for again.

import { SystemError } from '../protocol/errno.ts';
import type { HttpClient } from '../preview/http/http-client.ts';
import { type HttpResponse } from '../preview/http/http-client.ts';
import { HttpError, headerOf, headersOf } from '../preview/http/http-message.ts';
import type { RequestBody } from '../preview/http/request-writer.ts';
import { clientPath, waitPath, type InjectedConfig } from '../preview/injected-config.ts';
import type { Port, ProjectId } from '../protocol/ids.ts';
import type { CookieJars } from './cookies.ts';
import { contentEncodings, isolate, requestHeaders, responseHeaders } from './headers.ts';
import { injectIntoHtml } from './html-injection.ts';
import { NoLink, type KernelLink } from './kernel-link.ts';
import { previewScriptElement } from './preview-script.ts';
import { rewriteLocation } from './scope.ts';
import { waitingPage } from './waiting-page.ts';

/** The virtual server behind a request. */
export interface Target {
  readonly project: ProjectId;
  readonly port: Port;
  /** The server's path, with the query. */
  readonly path: string;
  /** Absolute URL of the server's `/`. */
  readonly baseUrl: string;
  readonly link: KernelLink;
  readonly client: HttpClient;
}

/** A body up to this size is sent with its length, as a browser sends it; some servers know no chunks. */
const wholeBodyBytes = 1024 * 1024;
/** Of a page whose server is away for a moment. */
const maxRetries = 3;
const nullBodyStatus = new Set([204, 205, 304]);

export class PreviewResponder {
  constructor(
    private readonly options: {
      readonly jars: CookieJars;
      readonly ideUrl: string;
      /** Tells the pages of a project that cookies changed. */
      readonly cookiesChanged: (project: ProjectId) => void;
      /** Keeps the service worker alive until then. */
      readonly waitUntil: (work: Promise<unknown>) => void;
    },
  ) {}

  async respond(request: Request, target: Target, retries = maxRetries): Promise<Response> {
    const navigation = request.mode === 'navigate';
    const { version } = target.link;
    const jar = await this.options.jars.of(target.project);
    const [pathname = '/'] = target.path.split('?');
    try {
      const body = await requestBody(request);
      await target.link.ready();
      const response = await target.client.request(target.port, {
        method: request.method,
        target: target.path,
        headers: requestHeaders(request, {
          ...{ port: target.port, origin: new URL(target.baseUrl).origin, baseUrl: target.baseUrl },
          cookie: request.credentials === 'omit' ? null : jar.header(pathname),
        }),
        body,
        signal: request.signal,
      });
      let changed = false;
      for (const field of headersOf(response.headers, 'set-cookie'))
        changed = jar.set(field, pathname, 'http') || changed;
      if (changed) {
        this.options.waitUntil(this.options.jars.save(target.project));
        this.options.cookiesChanged(target.project);
      }
      return this.#answer(request, target, response, jar.visible(pathname));
    } catch (error) {
      if (request.signal.aborted) return Response.error();
      if (navigation && request.method === 'GET' && isAway(error) && retries > 0)
        if (await target.link.comesBack(target.port, version))
          return this.respond(request, target, retries - 1);
      return this.#failure(error, target, navigation);
    }
  }

  /** The page for what cannot be shown now. */
  unavailable(
    project: ProjectId | null,
    port: Port | null,
    reason: 'no-kernel' | 'not-listening' | 'unbound',
  ): Response {
    const { ideUrl } = this.options;
    const pollUrl = `${waitPath}?project=${project ?? ''}&port=${port ?? ''}`;
    const page =
      reason === 'not-listening'
        ? {
            title: `Nothing listens on port ${port}`,
            message: 'The machine is there, but no program on it has opened this port yet.',
            steps: [
              'Press Run, or start a server in the terminal: `npm start`',
              `Make sure that it listens on port \`${port}\``,
            ],
          }
        : {
            title:
              reason === 'unbound' ? 'Nothing is served at this address now' : 'The machine is not running',
            message:
              reason === 'unbound'
                ? 'Addresses of previews are given to ports as they open. This one is free at the moment.'
                : 'This preview is served by a machine in your browser, and no tab has it open.',
            steps: ['Open the project in Holdfast', 'Press Run'],
          };
    return html(
      503,
      waitingPage({ ...page, pollUrl, badge: port === null ? 'preview' : `:${port}`, ideUrl }),
    );
  }

  #failure(error: unknown, target: Target, navigation: boolean): Response {
    if (error instanceof NoLink)
      return navigation ? this.unavailable(target.project, target.port, 'no-kernel') : Response.error();
    if (isRefusal(error) && navigation) return this.unavailable(target.project, target.port, 'not-listening');
    // What a browser does where a connection breaks: a network error. A page says what happened.
    if (!navigation) return Response.error();
    const message = error instanceof Error ? error.message : String(error);
    const page = waitingPage({
      title: 'The server broke off the connection',
      message: `Port ${target.port} accepted the request and ended it without an answer: ${message}.`,
      steps: ['Look for an error in the terminal', 'Reload this page'],
      pollUrl: `${waitPath}?project=${target.project}&port=${target.port}&closed=1`,
      ...{ badge: `:${target.port}`, ideUrl: this.options.ideUrl },
    });
    return html(502, page);
  }

  #answer(request: Request, target: Target, response: HttpResponse, cookies: string): Response {
    const { status } = response;
    if (status < 200 || status > 599) throw new Error(`The server answered with status ${status}`);
    const statusText = /^[\t\x20-\x7e]*$/.test(response.statusText) ? response.statusText : '';
    const location = headerOf(response.headers, 'location');
    if (location !== undefined && [301, 302, 303, 307, 308].includes(status)) {
      void response.body?.cancel().catch(() => {});
      const headers = responseHeaders(response, { bodyChanged: true });
      const { path, port, baseUrl } = target;
      headers.set(
        'Location',
        rewriteLocation(location, { path, port, baseUrl }, (each) => target.link.urlOf(each)),
      );
      return new Response(null, { status, statusText, headers });
    }
    if (response.body === null || nullBodyStatus.has(status)) {
      const headers = responseHeaders(response, { bodyChanged: false });
      return new Response(null, { status, statusText, headers });
    }
    const encodings = contentEncodings(response.headers);
    let body = response.body;
    for (const encoding of [...encodings].reverse()) body = decode(body, encoding);
    const inject =
      request.mode === 'navigate' &&
      /^\s*text\/html\b/i.test(headerOf(response.headers, 'content-type') ?? '');
    if (inject) body = injectIntoHtml(body, this.#script(target, response, cookies));
    const headers = responseHeaders(response, { bodyChanged: inject || encodings.length > 0 });
    return new Response(body, { status, statusText, headers });
  }

  #script({ project, port, baseUrl, link }: Target, response: HttpResponse, cookies: string): string {
    const { origin, pathname } = new URL(baseUrl);
    const config: InjectedConfig = {
      ...{ project, port, cookies, origin, base: pathname },
      ide: new URL(this.options.ideUrl).origin,
    };
    const policies = headersOf(response.headers, 'content-security-policy').join(' ');
    const nonce = /'nonce-([\w+/=-]+)'/.exec(policies)?.[1];
    const json = JSON.stringify(config).replace(
      /[&<>"'\u0080-\uffff]/g,
      (char) => `&#${char.charCodeAt(0)};`,
    );
    const client = `<script src="${clientPath}"${nonce === undefined ? '' : ` nonce="${nonce}"`} data-config="${json}"></script>`;
    return link.script === null ? client : client + previewScriptElement(link.script, project, nonce);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof SystemError && error.code === 'ECONNREFUSED';
}

/** The server ended, before the request or before its answer: a GET may be sent again (RFC 9110, section 9.2.2). */
function isAway(error: unknown): boolean {
  const isReset = (error instanceof SystemError || error instanceof HttpError) && error.code === 'ECONNRESET';
  return isReset || isRefusal(error);
}

async function requestBody(request: Request): Promise<RequestBody> {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  // Firefox does not show the stream.
  const stream = (request as { body?: ReadableStream<Uint8Array> | null }).body;
  if (stream === undefined) return new Uint8Array(await request.arrayBuffer());
  if (stream === null) return null;
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
    chunks.push(value);
    size += value.length;
    if (size > wholeBodyBytes) break;
  }
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const first = chunks.shift();
      if (first !== undefined) {
        controller.enqueue(first);
        return;
      }
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function decode(body: ReadableStream<Uint8Array>, encoding: string): ReadableStream<Uint8Array> {
  const format = encoding === 'x-gzip' ? 'gzip' : encoding === 'br' ? 'brotli' : encoding;
  try {
    const stream = new DecompressionStream(format as CompressionFormat);
    return body.pipeThrough(stream as unknown as TransformStream<Uint8Array, Uint8Array>);
  } catch {
    throw new Error(`This browser cannot decode "Content-Encoding: ${encoding}" here`);
  }
}

function html(status: number, text: string): Response {
  const headers = new Headers({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  isolate(headers);
  return new Response(text, { status, headers });
}

// One connection to another machine's HTTP server: reads the requests that are written to it, makes each with fetch, and
// answers with the response as HTTP/1.1 bytes. It follows what fetch can do, not what TCP can: redirects are followed by
// the browser, bodies arrive decoded, and what CORS hides stays hidden. Lives until the socket closes.

import { registryHost, registryPath } from '../../protocol/registry-host.ts';
import type { Host } from '../realm.ts';
import { describeFailure, outboundError } from './failure.ts';
import type { OutboundChannel } from './outbound.ts';
import { mayNameTarballs, withOwnTarballs } from './registry-answers.ts';
import { RequestReader, type OutboundRequest } from './request-reader.ts';
import { WebSocketBridge } from './websocket-bridge.ts';

export interface BridgeOptions {
  readonly host: Host;
  readonly authority: { readonly name: string; readonly port: number };
  readonly onFailure: (error: Error) => void;
}

/** Headers that belong to the connection, or that a browser sets by itself and lets nobody else set. */
const ownHeaders = new Set(
  (
    'host connection keep-alive proxy-connection transfer-encoding content-length te trailer upgrade expect ' +
    'accept-encoding accept-charset user-agent origin referer cookie date dnt via sec-fetch-mode'
  ).split(' '),
);
/** What describes the bytes on the wire, which the browser has already taken off. */
const wireHeaders = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'connection']);
const bodyless = new Set([204, 205, 304]);
const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

export class HttpBridge implements OutboundChannel {
  readonly readable = true;
  readonly writable = true;
  readonly #options: BridgeOptions;
  readonly #reader: RequestReader;
  readonly #abort: AbortController;
  readonly #queue: OutboundRequest[] = [];
  #busy = false;
  #protocol: 'http:' | 'https:' = 'http:';

  #output: Uint8Array[] = [];
  #ended = false;
  #receiver: { onData: (chunk: Uint8Array) => void; onEnd: () => void } | undefined;
  #resume: (() => void) | undefined;
  #webSocket: WebSocketBridge | undefined;

  constructor(options: BridgeOptions) {
    this.#options = options;
    this.#abort = new options.host.AbortController();
    this.#reader = new RequestReader(options.host, {
      onRequest: (request) => {
        this.#queue.push(request);
        void this.#work();
      },
      onExpectContinue: () => this.#emitText('HTTP/1.1 100 Continue\r\n\r\n'),
      onWebSocket: (request) => this.#openWebSocket(request),
      onRaw: (bytes) => this.#webSocket?.write(bytes),
      onMalformed: () =>
        this.#fail(
          outboundError(
            'ERR_HOLDFAST_NO_RAW_SOCKETS',
            `Cannot speak to ${this.#where()}: a browser has no raw sockets, and only HTTP requests can reach other machines`,
          ),
        ),
    });
  }

  secure(): void {
    this.#protocol = 'https:';
  }
  write(bytes: Uint8Array, done: (error?: Error) => void): void {
    this.#reader.push(bytes);
    done();
  }
  start(onData: (chunk: Uint8Array) => void, onEnd: () => void): void {
    this.#receiver = { onData, onEnd };
    this.#flush();
  }
  stop(): void {
    this.#receiver = undefined;
  }
  /** The client writes no more; what it asked for is still answered. */
  shutdown(): void {
    if (!this.#busy && this.#queue.length === 0) this.#end();
  }
  close(): void {
    this.#abort.abort();
    this.#webSocket?.close();
    this.#receiver = undefined;
    this.#output.length = 0;
    this.#resume?.();
  }

  #openWebSocket(request: OutboundRequest): void {
    const url = this.#urlOf(request).replace(/^http/, 'ws');
    this.#webSocket = new WebSocketBridge(this.#options.host, url, request, {
      emit: (bytes) => this.#emit(bytes),
      end: () => this.#end(),
      fail: (error) => this.#fail(error),
    });
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let request = this.#queue.shift(); request !== undefined; request = this.#queue.shift()) {
      try {
        await this.#exchange(request);
      } catch (error) {
        if (!this.#abort.signal.aborted)
          this.#fail(error instanceof Error ? error : new Error(String(error)));
        break;
      }
      if (!request.keepAlive) this.#end();
    }
    this.#busy = false;
  }

  async #exchange(request: OutboundRequest): Promise<void> {
    const { host } = this.#options;
    const url = this.#urlOf(request);
    if (request.method === 'CONNECT' || request.headers.some(([name]) => name.toLowerCase() === 'upgrade')) {
      throw outboundError(
        'ERR_HOLDFAST_NO_RAW_SOCKETS',
        `${request.method} with an upgrade to ${this.#where()}: a browser gives no raw connection to another machine`,
      );
    }
    const headers = request.headers.filter(([name]) => !ownHeaders.has(name.toLowerCase()));
    const sendsBody = request.method !== 'GET' && request.method !== 'HEAD' && request.body.byteLength > 0;
    let response: Response;
    try {
      response = await host.fetch(url, {
        method: request.method,
        headers: headers.map(([name, value]): [string, string] => [name, value]),
        ...(sendsBody ? { body: request.body } : {}),
        // A program has neither the page's cookies nor its cache.
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'follow',
        signal: this.#abort.signal,
      });
    } catch (error) {
      if (this.#abort.signal.aborted) throw error;
      throw await describeFailure(host, url, error);
    }
    await this.#respond(request, response);
  }

  #urlOf({ target }: OutboundRequest): string {
    if (/^https?:\/\//.test(target)) return target;
    const { name, port } = this.#options.authority;
    if (name === registryHost) return `${registryPath}${target}`;
    const suffix = port === defaultPorts[this.#protocol] ? '' : `:${port}`;
    return `${this.#protocol}//${name}${suffix}${target}`;
  }
  #where(): string {
    const { name, port } = this.#options.authority;
    return `${name}:${port}`;
  }

  async #respond(request: OutboundRequest, response: Response): Promise<void> {
    const lines = [`HTTP/1.1 ${response.status} ${response.statusText}`];
    for (const [name, value] of response.headers) if (!wireHeaders.has(name)) lines.push(`${name}: ${value}`);
    lines.push(`connection: ${request.keepAlive ? 'keep-alive' : 'close'}`);
    const { body } = response;
    const empty = request.method === 'HEAD' || bodyless.has(response.status);
    if (!empty) lines.push('transfer-encoding: chunked');
    this.#emitText(`${lines.join('\r\n')}\r\n\r\n`);
    if (empty) {
      await body?.cancel();
      return;
    }
    if (this.#options.authority.name === registryHost && mayNameTarballs(response)) {
      const bytes = new this.#options.host.TextEncoder().encode(withOwnTarballs(await response.text()));
      this.#emitText(`${bytes.byteLength.toString(16)}\r\n`);
      this.#emit(bytes);
      this.#emitText('\r\n');
    } else if (body !== null) {
      const reader = body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (value.byteLength === 0) continue;
        this.#emitText(`${value.byteLength.toString(16)}\r\n`);
        this.#emit(value);
        this.#emitText('\r\n');
        await this.#room();
        if (this.#abort.signal.aborted) {
          await reader.cancel();
          return;
        }
      }
    }
    this.#emitText('0\r\n\r\n');
  }

  /** Waits while the client is not reading. */
  async #room(): Promise<void> {
    if (this.#receiver !== undefined || this.#abort.signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
    this.#resume = undefined;
  }
  #emitText(text: string): void {
    // Header values are bytes, one a character (RFC 9110 section 5.5).
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    this.#emit(bytes);
  }
  #emit(bytes: Uint8Array): void {
    this.#output.push(bytes);
    this.#flush();
  }
  #end(): void {
    this.#ended = true;
    this.#flush();
  }
  #flush(): void {
    while (this.#receiver !== undefined) {
      const chunk = this.#output.shift();
      if (chunk === undefined) break;
      this.#receiver.onData(chunk);
    }
    if (this.#receiver === undefined) return;
    this.#resume?.();
    if (this.#ended && this.#output.length === 0) this.#receiver.onEnd();
  }
  #fail(error: Error): void {
    this.#options.onFailure(error);
    this.#end();
  }
}

// Reads HTTP/1.1 requests off a byte stream (RFC 9112), as Node's own client writes them: enough of a parser to repeat a
// request through fetch. One per connection; it yields requests in order.

import { concatBytes } from '../../os/concat-bytes.ts';
import type { Host } from '../realm.ts';

export interface OutboundRequest {
  readonly method: string;
  /** As written: a path, or an absolute URL where the client takes us for a proxy. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array<ArrayBuffer>;
  readonly keepAlive: boolean;
}

export interface RequestReaderEvents {
  onRequest(request: OutboundRequest): void;
  /** The client waits for `100 Continue` before it sends the body (RFC 9110 section 10.1.1). */
  onExpectContinue(): void;
  /** The client wants to speak WebSocket; what follows the request is no HTTP any more and goes to `onRaw`. */
  onWebSocket(request: OutboundRequest): void;
  onRaw(bytes: Uint8Array): void;
  /** The bytes are no HTTP/1.1 request. */
  onMalformed(): void;
}

/** A head longer than this is no request that a browser would send either. */
const maxHeadBytes = 256 * 1024;
const CR = 13;
const LF = 10;

type State =
  | { readonly kind: 'head' }
  | { readonly kind: 'body'; readonly head: Head; readonly length: number }
  | { readonly kind: 'chunk-size' | 'trailer'; readonly head: Head }
  | { readonly kind: 'chunk'; readonly head: Head; readonly length: number }
  | { readonly kind: 'raw' }
  | { readonly kind: 'malformed' };

interface Head {
  readonly method: string;
  readonly target: string;
  readonly headers: [string, string][];
  readonly keepAlive: boolean;
  readonly chunks: Uint8Array[];
}

export class RequestReader {
  readonly #events: RequestReaderEvents;
  readonly #decoder: TextDecoder;
  #pending = new Uint8Array(0);
  #state: State = { kind: 'head' };

  constructor(host: Host, events: RequestReaderEvents) {
    this.#events = events;
    this.#decoder = new host.TextDecoder('latin1');
  }

  push(bytes: Uint8Array): void {
    const joined = new Uint8Array(this.#pending.byteLength + bytes.byteLength);
    joined.set(this.#pending);
    joined.set(bytes, this.#pending.byteLength);
    this.#pending = joined;
    while (this.#step());
  }

  /** True where something was consumed and there may be more. */
  #step(): boolean {
    const state = this.#state;
    switch (state.kind) {
      case 'head':
        return this.#readHead();
      case 'body': {
        if (this.#pending.byteLength < state.length) return false;
        state.head.chunks.push(this.#take(state.length));
        this.#finish(state.head);
        return true;
      }
      case 'chunk-size': {
        const line = this.#takeLine();
        if (line === undefined) return false;
        const size = Number.parseInt(line, 16);
        if (Number.isNaN(size)) return this.#malformed();
        this.#state =
          size === 0
            ? { kind: 'trailer', head: state.head }
            : { kind: 'chunk', head: state.head, length: size };
        return true;
      }
      case 'chunk': {
        // The line end after the data belongs to the chunk.
        if (this.#pending.byteLength < state.length + 2) return false;
        state.head.chunks.push(this.#take(state.length));
        this.#take(2);
        this.#state = { kind: 'chunk-size', head: state.head };
        return true;
      }
      case 'trailer': {
        const line = this.#takeLine();
        if (line === undefined) return false;
        if (line === '') this.#finish(state.head);
        return true;
      }
      case 'raw': {
        if (this.#pending.byteLength === 0) return false;
        this.#events.onRaw(this.#take(this.#pending.byteLength));
        return true;
      }
      case 'malformed':
        return false;
      default:
        return state satisfies never;
    }
  }

  #readHead(): boolean {
    const end = endOfHead(this.#pending);
    if (end < 0) return this.#pending.byteLength > maxHeadBytes ? this.#malformed() : false;
    const lines = this.#decoder.decode(this.#take(end)).split('\r\n');
    const start = /^([!#$%&'*+\-.^_`|~\w]+) (\S+) HTTP\/1\.[01]$/.exec(lines[0] ?? '');
    if (start?.[1] === undefined || start[2] === undefined) return this.#malformed();
    const headers: [string, string][] = [];
    for (const line of lines.slice(1)) {
      if (line === '') continue;
      const colon = line.indexOf(':');
      if (colon <= 0) return this.#malformed();
      headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
    }
    const value = (name: string): string =>
      headers.find(([key]) => key.toLowerCase() === name)?.[1].toLowerCase() ?? '';
    const head: Head = {
      method: start[1],
      target: start[2],
      headers,
      keepAlive: value('connection') !== 'close',
      chunks: [],
    };
    if (value('upgrade') === 'websocket') {
      this.#state = { kind: 'raw' };
      const { chunks: _none, ...request } = head;
      this.#events.onWebSocket({ ...request, body: new Uint8Array(0) });
      return true;
    }
    if (value('expect') === '100-continue') this.#events.onExpectContinue();
    if (value('transfer-encoding').includes('chunked')) this.#state = { kind: 'chunk-size', head };
    else this.#state = { kind: 'body', head, length: Number(value('content-length') || 0) };
    return true;
  }

  #finish({ chunks, ...request }: Head): void {
    this.#state = { kind: 'head' };
    this.#events.onRequest({ ...request, body: concatBytes(chunks) });
  }
  #malformed(): false {
    this.#state = { kind: 'malformed' };
    this.#events.onMalformed();
    return false;
  }
  #take(length: number): Uint8Array {
    const taken = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    return taken;
  }
  #takeLine(): string | undefined {
    const end = this.#pending.indexOf(LF);
    if (end < 0) return undefined;
    return this.#decoder.decode(this.#take(end + 1)).trimEnd();
  }
}

/** Index after the empty line, or -1. */
function endOfHead(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] === CR && bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

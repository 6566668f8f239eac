// A push parser for one HTTP/1.1 response on a connection: bytes in, head, body and end out. Interim (1xx) responses are
// skipped but for 101. What follows the response stays in `rest`. One a response.

import { hasToken, headersOf, HttpError, type HeaderList, type ResponseHead } from './http-message.ts';

interface ResponseEvents {
  onHead(head: ResponseHead): void;
  onBody(chunk: Uint8Array): void;
  onEnd(trailers: HeaderList): void;
}

type State = 'head' | 'length' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'until-close' | 'done';

/** As Node's --max-http-header-size of the servers that run here, and room for what they may set. */
const maxHeadBytes = 128 * 1024;

const decoder = new TextDecoder('latin1');
const CR = 13;
const LF = 10;

export class ResponseParser {
  #state: State = 'head';
  #buffer = new Uint8Array(0);
  #left = 0;
  #lines: string[] = [];
  #lineBytes = 0;

  constructor(
    private readonly method: string,
    private readonly events: ResponseEvents,
  ) {}

  get done(): boolean {
    return this.#state === 'done';
  }

  /** Bytes that came behind the end of the response. */
  get rest(): Uint8Array {
    return this.#buffer;
  }

  /** Throws an HttpError where the bytes are no HTTP. */
  push(chunk: Uint8Array): void {
    this.#buffer = this.#buffer.length === 0 ? (chunk as Uint8Array<ArrayBuffer>) : join(this.#buffer, chunk);
    while (this.#state !== 'done' && this.#step());
  }

  /** The peer closed its side. Throws where the response is not complete. */
  end(): void {
    if (this.#state === 'until-close') this.#finish([]);
    else if (this.#state !== 'done') throw new HttpError('ECONNRESET', 'socket hang up');
  }

  /** One step of the state machine; false where more bytes are needed. */
  #step(): boolean {
    switch (this.#state) {
      case 'head': {
        const line = this.#line();
        if (line === null) return false;
        // Tolerated in front of a status line (RFC 9112, 2.2).
        if (line !== '') this.#lines.push(line);
        else if (this.#lines.length > 0) this.#head();
        return true;
      }
      case 'length':
      case 'chunk':
        return this.#bytes();
      case 'until-close': {
        const chunk = this.#take(this.#buffer.length);
        if (chunk.length > 0) this.events.onBody(chunk);
        return false;
      }
      case 'chunk-size': {
        const line = this.#line();
        if (line === null) return false;
        const size = /^([0-9a-f]{1,12})\s*(?:;.*)?$/i.exec(line)?.[1];
        if (size === undefined)
          throw new HttpError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size');
        this.#left = parseInt(size, 16);
        this.#lineBytes = 0;
        this.#state = this.#left === 0 ? 'trailers' : 'chunk';
        return true;
      }
      case 'chunk-end': {
        const line = this.#line();
        if (line === null) return false;
        if (line !== '') throw new HttpError('HPE_INVALID_CHUNK_SIZE', 'Expected LF after chunk data');
        this.#state = 'chunk-size';
        return true;
      }
      case 'trailers': {
        const line = this.#line();
        if (line === null) return false;
        if (line !== '') this.#lines.push(line);
        else this.#finish(parseFields(this.#lines));
        return true;
      }
      case 'done':
        return false;
    }
  }

  #bytes(): boolean {
    const chunk = this.#take(Math.min(this.#left, this.#buffer.length));
    if (chunk.length === 0) return false;
    this.#left -= chunk.length;
    this.events.onBody(chunk);
    if (this.#left > 0) return false;
    if (this.#state === 'length') this.#finish([]);
    else this.#state = 'chunk-end';
    return true;
  }

  #head(): void {
    const [first = '', ...fields] = this.#lines;
    this.#lines = [];
    this.#lineBytes = 0;
    const match = /^HTTP\/(1\.[01]) (\d{3})(?: (.*))?$/.exec(first);
    if (match === null) throw new HttpError('HPE_INVALID_CONSTANT', 'Expected HTTP/');
    const [, httpVersion = '1.1', code = '', statusText = ''] = match;
    const status = Number(code);
    if (status >= 100 && status < 200 && status !== 101) return;
    const headers = parseFields(fields);
    const state = bodyState(this.method, status, headers);
    this.#left = state.length;
    this.#state = state.state;
    this.events.onHead({ status, statusText, httpVersion, headers });
    if (state.state === 'length' && state.length === 0) this.#finish([]);
  }

  #finish(trailers: HeaderList): void {
    this.#state = 'done';
    this.events.onEnd(trailers);
  }

  #take(count: number): Uint8Array {
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }

  /** The next line without its end, or null where it is not complete. */
  #line(): string | null {
    const end = this.#buffer.indexOf(LF);
    if (end === -1) {
      if (this.#buffer.length + this.#lineBytes > maxHeadBytes) throw overflow();
      return null;
    }
    this.#lineBytes += end + 1;
    if (this.#lineBytes > maxHeadBytes) throw overflow();
    const line = this.#take(end + 1);
    return decoder.decode(line.subarray(0, end > 0 && line[end - 1] === CR ? end - 1 : end));
  }
}

/** How the body ends (RFC 9112, 6.3). */
function bodyState(method: string, status: number, headers: HeaderList): { state: State; length: number } {
  if (method === 'HEAD' || status === 204 || status === 304 || status === 101)
    return { state: 'length', length: 0 };
  if (hasToken(headers, 'transfer-encoding', 'chunked')) return { state: 'chunk-size', length: 0 };
  const lengths = new Set(
    headersOf(headers, 'content-length').flatMap((value) => value.split(',').map((each) => each.trim())),
  );
  if (lengths.size === 0 || headersOf(headers, 'transfer-encoding').length > 0)
    return { state: 'until-close', length: 0 };
  const [length = ''] = lengths;
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length))
    throw new HttpError('HPE_INVALID_CONTENT_LENGTH', 'Invalid Content-Length');
  return { state: 'length', length: Number(length) };
}

function parseFields(lines: readonly string[]): HeaderList {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const last = fields[fields.length - 1];
    // Obsolete folding: the line continues the one before.
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] = `${last[1]} ${line.trim()}`;
      continue;
    }
    const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (match?.[1] === undefined) throw new HttpError('HPE_INVALID_HEADER_TOKEN', 'Invalid header token');
    fields.push([match[1], match[2] ?? '']);
  }
  return fields;
}

function overflow(): HttpError {
  return new HttpError('HPE_HEADER_OVERFLOW', 'Header overflow');
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

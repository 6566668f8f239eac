// `internalBinding('http_parser')`: Node's HTTPParser over llhttp. A parser is pooled by Node's lib, initialized for each
// connection, and reads either what JavaScript passes to `execute` or, consumed, a native stream itself.

import type { Binding, Realm } from '../realm.ts';
import { ConnectionsList } from './http-connections-list.ts';
import { HPE_OK, HPE_PAUSED_UPGRADE, HPE_USER, Llhttp, type ParserEvents } from './llhttp.ts';
import { isStreamHandle, type StreamHandle } from './stream-base.ts';
import type { NodeBufferClass } from '../node-buffer.ts';

const REQUEST = 1;
/** Indices of the callbacks that Node's lib sets on a parser. */
const kOnMessageBegin = 0;
const kOnHeaders = 1;
const kOnHeadersComplete = 2;
const kOnBody = 3;
const kOnMessageComplete = 4;
const kOnExecute = 5;
const kLenientHeaderValueRelaxed = 1024;

/** Headers are handed over in parts above this count, as in Node, whose lib then applies `maxHeadersCount`. */
const headersPerFlush = 31;
/** Text is decoded in windows of this size, and names and values are slices of it. */
const textWindow = 4096;

type Callback = (this: unknown, ...args: unknown[]) => unknown;

export function createHttpParserBinding(realm: Realm): Binding {
  const { loop, host } = realm;
  const dumped = realm.meta.bindings['http_parser'] as {
    HTTPParser: { statics: Record<string, number> };
    methods: string[];
    allMethods: string[];
  };
  let instance: Llhttp | undefined;
  const llhttp = (): Llhttp => (instance ??= new Llhttp(realm));
  let bufferClass: NodeBufferClass | undefined;
  const bufferOf = (bytes: Uint8Array): Uint8Array => {
    bufferClass ??= (realm.require('buffer') as { Buffer: NodeBufferClass }).Buffer;
    return bufferClass.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const defaultHeaderSize = (): number =>
    (realm.require('internal/options') as { getOptionValue(name: string): number }).getOptionValue(
      '--max-http-header-size',
    );

  class HTTPParser extends realm.AsyncWrap implements ParserEvents {
    #parser = 0;
    #type = 0;
    #lenientFlags = 0;
    #list: ConnectionsList<HTTPParser> | undefined;
    #stream: StreamHandle | undefined;

    #headers: string[] = [];
    #atValue = false;
    #url = '';
    #status = '';
    #flushed = false;
    #headerBytes = 0;
    #maxHeaderBytes = 0;
    #messageStart = 0;
    #headersCompleted = false;

    #depth = 0;
    #pendingPause = false;
    #thrown: { readonly error: unknown } | undefined;
    /** What a callback stopped the parser for, as Node says it. */
    #userError: { readonly code: string; readonly reason: string } | undefined;
    #chunk: Uint8Array = new Uint8Array(0);
    #text = '';
    #textStart = 0;

    constructor() {
      super('HTTPINCOMINGMESSAGE');
    }
    get messageStart(): number {
      return this.#messageStart;
    }
    get headersCompleted(): boolean {
      return this.#headersCompleted;
    }

    initialize(
      type: number,
      _resource: object,
      maxHeaderSize = 0,
      lenientFlags = 0,
      list?: ConnectionsList<HTTPParser>,
    ): void {
      if ((lenientFlags & kLenientHeaderValueRelaxed) !== 0)
        realm.unavailable('Relaxed validation of HTTP header values');
      realm.initAsync(this, type === REQUEST ? 'HTTPINCOMINGMESSAGE' : 'HTTPCLIENTREQUEST');
      const lib = llhttp();
      if (this.#parser !== 0 && this.#type === type && this.#lenientFlags === lenientFlags) {
        lib.exports.llhttp_reset(this.#parser);
      } else {
        if (this.#parser !== 0) lib.destroy(this.#parser);
        this.#parser = lib.create(type, this);
        this.#type = type;
        this.#lenientFlags = lenientFlags;
        lib.setLenient(this.#parser, lenientFlags);
      }
      this.#maxHeaderBytes = maxHeaderSize > 0 ? maxHeaderSize : defaultHeaderSize();
      this.#reset();
      this.#headerBytes = 0;
      this.#pendingPause = false;
      this.#list = list;
      // A connection that never sends anything must time out too.
      this.#messageStart = list === undefined ? 0 : host.now();
      list?.add(this, true);
    }
    #reset(): void {
      this.#headers = [];
      this.#atValue = false;
      this.#url = '';
      this.#status = '';
      this.#flushed = false;
      this.#headersCompleted = false;
    }

    /** Bytes consumed, or the parse error. Throws what a callback has thrown. */
    execute(chunk: Uint8Array): number | Error {
      return this.#run(chunk) as number | Error;
    }
    /** The end of the stream: an error where it cuts a message off. */
    finish(): Error | undefined {
      return this.#run(undefined) as Error | undefined;
    }
    #run(chunk: Uint8Array | undefined): number | Error | undefined {
      const parser = this.#parser;
      if (parser === 0) return chunk?.byteLength;
      const lib = llhttp();
      const outerChunk = this.#chunk;
      this.#chunk = chunk ?? new Uint8Array(0);
      this.#text = '';
      this.#textStart = 0;
      this.#thrown = undefined;
      this.#userError = undefined;
      this.#depth++;
      let result;
      try {
        result =
          chunk === undefined
            ? { errno: lib.exports.llhttp_finish(parser), consumed: 0 }
            : lib.execute(parser, chunk);
      } finally {
        this.#depth--;
        this.#chunk = outerChunk;
        this.#text = '';
      }
      const { consumed } = result;
      let { errno } = result;
      const upgrade = lib.exports.llhttp_get_upgrade(parser) !== 0;
      if (errno === HPE_PAUSED_UPGRADE) {
        errno = HPE_OK;
        lib.exports.llhttp_resume_after_upgrade(parser);
      }
      if (this.#pendingPause) {
        this.#pendingPause = false;
        lib.exports.llhttp_pause(parser);
      }
      // TypeScript cannot see that the callbacks set it.
      const thrown = this.#thrown as { readonly error: unknown } | undefined;
      if (thrown !== undefined) throw thrown.error;
      if (errno !== HPE_OK && !upgrade) return this.#parseError(errno, consumed);
      return chunk === undefined ? undefined : consumed;
    }
    #parseError(errno: number, bytesParsed: number): Error {
      const user = this.#userError;
      const code = errno === HPE_USER && user !== undefined ? user.code : llhttp().errnoName(errno);
      const reason = user?.reason ?? llhttp().errorReason(this.#parser);
      return Object.assign(new Error('Parse Error'), { bytesParsed, code, reason });
    }

    onMessageBegin(): number {
      this.#list?.remove(this);
      this.#reset();
      this.#messageStart = host.now();
      this.#list?.add(this, true);
      return this.#call(kOnMessageBegin, []);
    }
    onUrl(start: number, length: number): number {
      this.#url += this.#textAt(start, length);
      return this.#countHeaderBytes(length);
    }
    onStatus(start: number, length: number): number {
      this.#status += this.#textAt(start, length);
      return this.#countHeaderBytes(length);
    }
    onHeaderField(start: number, length: number): number {
      const overflow = this.#countHeaderBytes(length);
      if (overflow !== HPE_OK) return overflow;
      const text = this.#textAt(start, length);
      const headers = this.#headers;
      // A field after a value starts the next header; after a part of itself it goes on.
      if (this.#atValue || headers.length === 0) {
        if (headers.length >= headersPerFlush * 2) {
          const stop = this.#flush();
          if (stop !== HPE_OK) return stop;
        }
        this.#headers.push(text, '');
        this.#atValue = false;
      } else headers[headers.length - 2] += text;
      return HPE_OK;
    }
    onHeaderValue(start: number, length: number): number {
      const overflow = this.#countHeaderBytes(length);
      if (overflow !== HPE_OK) return overflow;
      this.#headers[this.#headers.length - 1] += this.#textAt(start, length);
      this.#atValue = true;
      return HPE_OK;
    }
    onHeadersComplete(statusCode: number, upgrade: boolean, keepAlive: boolean): number {
      this.#headersCompleted = true;
      this.#headerBytes = 0;
      const callback = (this as unknown as Record<number, unknown>)[kOnHeadersComplete];
      if (typeof callback !== 'function') return HPE_OK;
      const isRequest = this.#type === REQUEST;
      let headers: string[] | undefined;
      let url: string | undefined;
      if (this.#flushed) {
        const stop = this.#flush();
        if (stop !== HPE_OK) return stop;
      } else {
        headers = this.#takeHeaders();
        url = isRequest ? this.#url : undefined;
      }
      const { exports } = llhttp();
      const args = [
        exports.llhttp_get_http_major(this.#parser),
        exports.llhttp_get_http_minor(this.#parser),
        headers,
        isRequest ? exports.llhttp_get_method(this.#parser) : undefined,
        url,
        isRequest ? undefined : statusCode,
        isRequest ? undefined : this.#status,
        upgrade,
        keepAlive,
      ];
      try {
        return Number((callback as Callback).apply(this, args)) | 0;
      } catch (error) {
        return this.#stop(error);
      }
    }
    onBody(start: number, length: number): number {
      if (length === 0) return HPE_OK;
      return this.#call(kOnBody, [bufferOf(this.#chunk.subarray(start, start + length))]);
    }
    onMessageComplete(): number {
      this.#list?.remove(this);
      this.#messageStart = 0;
      this.#list?.add(this, false);
      // Trailers.
      if (this.#headers.length > 0) {
        const stop = this.#flush();
        if (stop !== HPE_OK) return stop;
      }
      return this.#call(kOnMessageComplete, []);
    }

    #call(index: number, args: unknown[]): number {
      const callback = (this as unknown as Record<number, unknown>)[index];
      if (typeof callback !== 'function') return HPE_OK;
      try {
        (callback as Callback).apply(this, args);
        return HPE_OK;
      } catch (error) {
        return this.#stop(error);
      }
    }
    /** An exception must not unwind WebAssembly: it is thrown when the parser has returned. */
    #stop(error: unknown): number {
      this.#thrown = { error };
      this.#userError = { code: 'HPE_JS_EXCEPTION', reason: 'JS Exception' };
      return HPE_USER;
    }
    #countHeaderBytes(length: number): number {
      this.#headerBytes += length;
      if (this.#headerBytes < this.#maxHeaderBytes) return HPE_OK;
      this.#userError = { code: 'HPE_HEADER_OVERFLOW', reason: 'Header overflow' };
      return HPE_USER;
    }
    #takeHeaders(): string[] {
      const headers = this.#headers;
      this.#headers = [];
      this.#atValue = false;
      for (let i = 1; i < headers.length; i += 2) {
        const value = headers[i] ?? '';
        const last = value.charCodeAt(value.length - 1);
        if (last === 32 || last === 9) headers[i] = value.replace(/[ \t]+$/, '');
      }
      return headers;
    }
    #flush(): number {
      const stop = this.#call(kOnHeaders, [this.#takeHeaders(), this.#url]);
      this.#url = '';
      this.#flushed = true;
      return stop;
    }
    /** Latin-1 text of the chunk: header fields are bytes, one a character. */
    #textAt(start: number, length: number): string {
      let from = start - this.#textStart;
      if (from < 0 || from + length > this.#text.length) {
        const window = this.#chunk.subarray(start, start + Math.max(length, textWindow));
        this.#text = latin1(window);
        this.#textStart = start;
        from = 0;
      }
      return this.#text.slice(from, from + length);
    }

    pause(): void {
      this.#setPaused(true);
    }
    resume(): void {
      this.#setPaused(false);
    }
    #setPaused(paused: boolean): void {
      if (this.#parser === 0) return;
      // In the middle of a chunk the pause waits for its end.
      if (this.#depth > 0) this.#pendingPause = paused;
      else if (paused) llhttp().exports.llhttp_pause(this.#parser);
      else llhttp().exports.llhttp_resume(this.#parser);
    }
    consume(stream: unknown): void {
      if (!isStreamHandle(stream)) return;
      this.#stream = stream;
      stream.setStreamListener({
        onChunk: (chunk) => this.#onStreamChunk(chunk),
        onDetached: () => {
          if (this.#stream === stream) this.#stream = undefined;
        },
      });
    }
    unconsume(): void {
      const stream = this.#stream;
      this.#stream = undefined;
      stream?.setStreamListener(undefined);
    }
    #onStreamChunk(chunk: Uint8Array): void {
      loop.makeCallback(
        this,
        () => {
          const result = this.#run(chunk);
          const callback = (this as unknown as Record<number, unknown>)[kOnExecute];
          if (typeof callback !== 'function') return;
          this.#chunk = chunk;
          (callback as Callback).call(this, result);
          this.#chunk = new Uint8Array(0);
        },
        [],
      );
    }
    /** The chunk that is being parsed, for `err.rawPacket`. */
    getCurrentBuffer(): Uint8Array {
      return bufferOf(this.#chunk.slice());
    }
    /** Out of the server's list: the connection is no longer HTTP, or gone. */
    remove(): void {
      this.#list?.remove(this);
      this.#list = undefined;
    }
    /** Back into Node's pool. */
    free(): void {
      this.remove();
    }
    close(): void {
      if (this.#parser === 0) return;
      llhttp().destroy(this.#parser);
      this.#parser = 0;
    }
  }
  Object.assign(HTTPParser, dumped.HTTPParser.statics);

  return {
    HTTPParser,
    ConnectionsList: class extends ConnectionsList<HTTPParser> {
      constructor() {
        super(() => host.now());
      }
    },
    methods: dumped.methods,
    allMethods: dumped.allMethods,
  };
}

function latin1(bytes: Uint8Array): string {
  // Arguments of one call are limited (65,536 in V8), and a header may be longer.
  const step = 8192;
  let text = '';
  for (let at = 0; at < bytes.byteLength; at += step)
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + step) as unknown as number[]);
  return text;
}

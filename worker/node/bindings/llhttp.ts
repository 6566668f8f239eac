// The llhttp WebAssembly instance behind http_parser: one per realm. It calls back with a parser's address and offsets
// into its own memory; this file turns them into the parser and into positions in the chunk that is being parsed.

import type { Realm } from '../realm.ts';

/** What llhttp reports while it parses. Each returns 0, or an HPE_ code that stops the parser. */
export interface ParserEvents {
  onMessageBegin(): number;
  onUrl(start: number, length: number): number;
  onStatus(start: number, length: number): number;
  onHeaderField(start: number, length: number): number;
  onHeaderValue(start: number, length: number): number;
  onHeadersComplete(statusCode: number, upgrade: boolean, keepAlive: boolean): number;
  onBody(start: number, length: number): number;
  onMessageComplete(): number;
}

export const HPE_OK = 0;
export const HPE_PAUSED_UPGRADE = 22;
/** A callback stopped the parser; its reason starts with a code. */
export const HPE_USER = 24;

type Address = number;

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): Address;
  free(address: Address): void;
  llhttp_alloc(type: number): Address;
  llhttp_free(parser: Address): void;
  llhttp_reset(parser: Address): void;
  llhttp_execute(parser: Address, data: Address, length: number): number;
  llhttp_finish(parser: Address): number;
  llhttp_pause(parser: Address): void;
  llhttp_resume(parser: Address): void;
  llhttp_resume_after_upgrade(parser: Address): void;
  llhttp_get_error_pos(parser: Address): Address;
  llhttp_get_error_reason(parser: Address): Address;
  llhttp_errno_name(errno: number): Address;
  llhttp_get_method(parser: Address): number;
  llhttp_get_upgrade(parser: Address): number;
  llhttp_get_http_major(parser: Address): number;
  llhttp_get_http_minor(parser: Address): number;
}
type LenientSetter = (parser: Address, enabled: number) => void;

/** Bits of `lenientFlags` (HTTPParser.kLenient…) and the setter of each. */
const lenientSetters: readonly (readonly [number, string])[] = [
  [1, 'headers'],
  [2, 'chunked_length'],
  [4, 'keep_alive'],
  [8, 'transfer_encoding'],
  [16, 'version'],
  [32, 'data_after_close'],
  [64, 'optional_lf_after_cr'],
  [128, 'optional_crlf_after_chunk'],
  [256, 'optional_cr_before_lf'],
  [512, 'spaces_after_chunk_size'],
];

/** As much as a socket delivers at once. */
const scratchBytes = 64 * 1024;

export class Llhttp {
  readonly exports: Exports;
  readonly #parsers = new Map<Address, ParserEvents>();
  readonly #scratch: Address;
  #scratchInUse = false;
  /** Where the chunk that is being parsed lies in the instance's memory. */
  #base: Address = 0;

  constructor(realm: Realm) {
    const of = (parser: Address): ParserEvents => {
      const events = this.#parsers.get(parser);
      if (events === undefined) throw new Error('llhttp reported for a parser that was freed');
      return events;
    };
    const env = {
      wasm_on_message_begin: (parser: Address) => of(parser).onMessageBegin(),
      wasm_on_url: (parser: Address, at: Address, length: number) =>
        of(parser).onUrl(at - this.#base, length),
      wasm_on_status: (parser: Address, at: Address, length: number) =>
        of(parser).onStatus(at - this.#base, length),
      wasm_on_header_field: (parser: Address, at: Address, length: number) =>
        of(parser).onHeaderField(at - this.#base, length),
      wasm_on_header_value: (parser: Address, at: Address, length: number) =>
        of(parser).onHeaderValue(at - this.#base, length),
      wasm_on_headers_complete: (parser: Address, status: number, upgrade: number, keepAlive: number) =>
        of(parser).onHeadersComplete(status, upgrade !== 0, keepAlive !== 0),
      wasm_on_body: (parser: Address, at: Address, length: number) =>
        of(parser).onBody(at - this.#base, length),
      wasm_on_message_complete: (parser: Address) => of(parser).onMessageComplete(),
    };
    const instance = new WebAssembly.Instance(realm.llhttp(), { env });
    this.exports = instance.exports as unknown as Exports;
    this.exports._initialize();
    this.#scratch = this.exports.malloc(scratchBytes);
  }

  create(type: number, events: ParserEvents): Address {
    const parser = this.exports.llhttp_alloc(type);
    this.#parsers.set(parser, events);
    return parser;
  }
  destroy(parser: Address): void {
    this.#parsers.delete(parser);
    this.exports.llhttp_free(parser);
  }
  setLenient(parser: Address, flags: number): void {
    const setters = this.exports as unknown as Record<string, LenientSetter>;
    for (const [bit, name] of lenientSetters)
      setters[`llhttp_set_lenient_${name}`]?.(parser, (flags & bit) === 0 ? 0 : 1);
  }

  /** Parses `chunk`: llhttp's error code, and how many bytes were consumed. Callbacks may parse with another parser. */
  execute(parser: Address, chunk: Uint8Array): { errno: number; consumed: number } {
    const { exports } = this;
    const fits = !this.#scratchInUse && chunk.byteLength <= scratchBytes;
    const data = fits ? this.#scratch : exports.malloc(Math.max(1, chunk.byteLength));
    new Uint8Array(exports.memory.buffer, data, chunk.byteLength).set(chunk);
    const outerBase = this.#base;
    this.#base = data;
    if (fits) this.#scratchInUse = true;
    try {
      const errno = exports.llhttp_execute(parser, data, chunk.byteLength);
      const consumed = errno === HPE_OK ? chunk.byteLength : exports.llhttp_get_error_pos(parser) - data;
      return { errno, consumed };
    } finally {
      this.#base = outerBase;
      if (fits) this.#scratchInUse = false;
      else exports.free(data);
    }
  }

  errnoName(errno: number): string {
    return this.#text(this.exports.llhttp_errno_name(errno));
  }
  errorReason(parser: Address): string {
    return this.#text(this.exports.llhttp_get_error_reason(parser));
  }
  /** A NUL-terminated string; empty at NULL. */
  #text(address: Address): string {
    if (address === 0) return '';
    const bytes = new Uint8Array(this.exports.memory.buffer, address);
    let text = '';
    for (let i = 0; bytes[i] !== 0; i++) text += String.fromCharCode(bytes[i] ?? 0);
    return text;
  }
}

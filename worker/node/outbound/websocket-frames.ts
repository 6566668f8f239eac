// The frames of the WebSocket protocol (RFC 6455 section 5), as far as its server side needs them: reading a client's masked
// frames, writing unmasked ones. One reader per connection.

import { concatBytes } from '../../os/concat-bytes.ts';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Message {
  /** Of the first frame; the payloads of a fragmented message are joined. */
  readonly opcode: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

export class FrameReader {
  readonly #onMessage: (message: Message) => void;
  #pending = new Uint8Array(0);
  #fragments: { readonly opcode: number; readonly parts: Uint8Array[] } | undefined;

  constructor(onMessage: (message: Message) => void) {
    this.#onMessage = onMessage;
  }

  push(bytes: Uint8Array): void {
    this.#pending = concatBytes([this.#pending, bytes]);
    while (this.#readFrame());
  }

  #readFrame(): boolean {
    const bytes = this.#pending;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.byteLength < 2) return false;
    const [first, second] = [view.getUint8(0), view.getUint8(1)];
    let length = second & 0x7f;
    let at = 2;
    if (length === 126) {
      if (bytes.byteLength < 4) return false;
      length = view.getUint16(2);
      at = 4;
    } else if (length === 127) {
      if (bytes.byteLength < 10) return false;
      length = Number(view.getBigUint64(2));
      at = 10;
    }
    const masked = (second & 0x80) !== 0;
    const start = masked ? at + 4 : at;
    if (bytes.byteLength < start + length) return false;
    const payload = bytes.slice(start, start + length);
    if (masked) for (let i = 0; i < length; i++) payload[i] = (payload[i] ?? 0) ^ (bytes[at + (i & 3)] ?? 0);
    this.#pending = bytes.slice(start + length);
    this.#frame(first & 0x0f, (first & 0x80) !== 0, payload);
    return true;
  }

  #frame(opcode: number, final: boolean, payload: Uint8Array<ArrayBuffer>): void {
    // Control frames may come between the fragments of a message.
    if (opcode >= opcodes.close) {
      this.#onMessage({ opcode, payload });
      return;
    }
    const fragments = opcode === opcodes.continuation ? this.#fragments : { opcode, parts: [] };
    if (fragments === undefined) return;
    fragments.parts.push(payload);
    this.#fragments = final ? undefined : fragments;
    if (final) this.#onMessage({ opcode: fragments.opcode, payload: concatBytes(fragments.parts) });
  }
}

/** One whole, unmasked frame. */
export function frame(opcode: number, payload: Uint8Array): Uint8Array {
  const { byteLength } = payload;
  const head = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10;
  const bytes = new Uint8Array(head + byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80 | opcode);
  if (head === 2) view.setUint8(1, byteLength);
  else if (head === 4) {
    view.setUint8(1, 126);
    view.setUint16(2, byteLength);
  } else {
    view.setUint8(1, 127);
    view.setBigUint64(2, BigInt(byteLength));
  }
  bytes.set(payload, head);
  return bytes;
}

export function closePayload(code: number, text: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 + text.byteLength);
  new DataView(bytes.buffer).setUint16(0, code);
  bytes.set(text, 2);
  return bytes;
}

// RFC 6455 framing, the client's side: masks what it sends, joins fragments of what it reads. No I/O.

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
type Opcode = (typeof opcodes)[keyof typeof opcodes];

/** One frame to the server; `mask` is four random bytes. */
export function encodeFrame(opcode: Opcode, payload: Uint8Array, mask: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const frame = new Uint8Array(2 + extended + 4 + length);
  const view = new DataView(frame.buffer);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) view.setUint16(2, length);
  else if (extended === 8) view.setBigUint64(2, BigInt(length));
  frame.set(mask, 2 + extended);
  const start = 6 + extended;
  for (let index = 0; index < length; index++)
    frame[start + index] = (payload[index] ?? 0) ^ (mask[index & 3] ?? 0);
  return frame;
}

export function closePayload(code: number | null, reason: string): Uint8Array {
  if (code === null) return new Uint8Array(0);
  const text = new TextEncoder().encode(reason);
  const payload = new Uint8Array(2 + text.length);
  new DataView(payload.buffer).setUint16(0, code);
  payload.set(text, 2);
  return payload;
}

interface FrameEvents {
  onMessage(kind: 'text' | 'binary', data: Uint8Array): void;
  onPing(payload: Uint8Array): void;
  /** Code 1005 where the frame had none. */
  onClose(code: number, reason: string): void;
}

/** The server broke the protocol; `code` is the close code to answer with. */
export class FrameError extends Error {
  constructor(
    readonly code: 1002 | 1007 | 1009,
    message: string,
  ) {
    super(message);
  }
}

/** Browsers take more, but no test of memory is meant here. */
const maxMessage = 512 * 1024 * 1024;

export class FrameReader {
  #buffer = new Uint8Array(0);
  #fragments: Uint8Array[] = [];
  #kind: 'text' | 'binary' | null = null;
  #size = 0;

  constructor(private readonly events: FrameEvents) {}

  /** Throws a FrameError. */
  push(chunk: Uint8Array): void {
    if (this.#buffer.length === 0) {
      this.#buffer = chunk as Uint8Array<ArrayBuffer>;
    } else {
      const joined = new Uint8Array(this.#buffer.length + chunk.length);
      joined.set(this.#buffer);
      joined.set(chunk, this.#buffer.length);
      this.#buffer = joined;
    }
    while (this.#frame());
  }

  #frame(): boolean {
    const bytes = this.#buffer;
    const [first, second] = bytes;
    if (first === undefined || second === undefined) return false;
    if ((first & 0x70) !== 0) throw new FrameError(1002, 'One or more reserved bits are on');
    if ((second & 0x80) !== 0) throw new FrameError(1002, 'A server must not mask any frames that it sends');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let length = second & 0x7f;
    let start = 2;
    if (length === 126) {
      if (bytes.length < 4) return false;
      length = view.getUint16(2);
      start = 4;
    } else if (length === 127) {
      if (bytes.length < 10) return false;
      length = Number(view.getBigUint64(2));
      start = 10;
    }
    const opcode = first & 0x0f;
    const final = (first & 0x80) !== 0;
    if (opcode >= 8 && (length > 125 || !final)) throw new FrameError(1002, 'Invalid control frame');
    if (this.#size + length > maxMessage) throw new FrameError(1009, 'Message too big');
    if (bytes.length < start + length) return false;
    const payload = bytes.subarray(start, start + length);
    this.#buffer = bytes.subarray(start + length);
    this.#take(opcode, payload, final);
    return true;
  }

  #take(opcode: number, payload: Uint8Array, final: boolean): void {
    switch (opcode) {
      case opcodes.text:
      case opcodes.binary:
        if (this.#kind !== null) throw new FrameError(1002, 'A message began within another');
        this.#kind = opcode === opcodes.text ? 'text' : 'binary';
        break;
      case opcodes.continuation:
        if (this.#kind === null) throw new FrameError(1002, 'A continuation of no message');
        break;
      case opcodes.ping:
        this.events.onPing(payload);
        return;
      case opcodes.pong:
        return;
      case opcodes.close: {
        if (payload.length === 1) throw new FrameError(1002, 'Invalid close frame');
        const code =
          payload.length === 0 ? 1005 : new DataView(payload.buffer, payload.byteOffset).getUint16(0);
        this.events.onClose(code, new TextDecoder().decode(payload.subarray(2)));
        return;
      }
      default:
        throw new FrameError(1002, `Unrecognized frame opcode: ${opcode}`);
    }
    this.#fragments.push(payload);
    this.#size += payload.length;
    if (!final) return;
    const [only] = this.#fragments;
    let data = only ?? new Uint8Array(0);
    if (this.#fragments.length > 1) {
      data = new Uint8Array(this.#size);
      let offset = 0;
      for (const fragment of this.#fragments) {
        data.set(fragment, offset);
        offset += fragment.length;
      }
    }
    const kind = this.#kind ?? 'binary';
    this.#fragments = [];
    this.#size = 0;
    this.#kind = null;
    this.events.onMessage(kind, data);
  }
}

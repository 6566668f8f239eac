// The browser's coders take views of plain memory alone: of memory that is shared between threads, or that may change its
// size, they get a copy.

function isPlain(buffer: ArrayBufferLike): boolean {
  return 'resizable' in buffer && !buffer.resizable;
}

export function plainBytes(bytes: Uint8Array, start = 0, end = bytes.length): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  // Not bytes.subarray: on a Buffer that would make a Buffer, at several times the cost.
  if (isPlain(buffer)) return new Uint8Array(buffer as ArrayBuffer, bytes.byteOffset + start, end - start);
  const copy = new Uint8Array(end - start);
  copy.set(new Uint8Array(buffer, bytes.byteOffset + start, end - start));
  return copy;
}

/** `room` bytes at `offset` at most; whole characters. */
export function encodeInto(
  encoder: TextEncoder,
  text: string,
  target: Uint8Array,
  offset = 0,
  room = target.length - offset,
): TextEncoderEncodeIntoResult {
  const place = new Uint8Array(target.buffer, target.byteOffset + offset, room);
  if (isPlain(target.buffer)) return encoder.encodeInto(text, place);
  // A code unit takes three bytes at most.
  const copy = new Uint8Array(Math.min(room, text.length * 3));
  const result = encoder.encodeInto(text, copy);
  place.set(copy.subarray(0, result.written));
  return result;
}

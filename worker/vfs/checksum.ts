// Adler-32 (RFC 1950): tells a record that was cut or overwritten from a whole one. Not against malice.

/** As many sums as fit into 32 bits before they must be reduced. */
const block = 3800;
const modulus = 65521;

export function adler32(bytes: Uint8Array, seed = 1): number {
  let a = seed & 0xffff;
  let b = seed >>> 16;
  for (let start = 0; start < bytes.length; start += block) {
    const end = Math.min(bytes.length, start + block);
    for (let index = start; index < end; index++) {
      a += bytes[index] ?? 0;
      b += a;
    }
    a %= modulus;
    b %= modulus;
  }
  return ((b << 16) | a) >>> 0;
}

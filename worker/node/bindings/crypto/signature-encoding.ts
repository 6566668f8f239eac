// The two forms of an ECDSA signature: r and s one after the other (IEEE P1363, as crypto.subtle has it), and DER.
import { childrenOf, der, derUnsigned, readDer, tag, unsignedOf } from './der.ts';

export function fromP1363(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  return der(tag.SEQUENCE, derUnsigned(signature.subarray(0, half)), derUnsigned(signature.subarray(half)));
}

/** Undefined where the bytes are no signature; `size` is that of a number of the curve. */
export function toP1363(signature: Uint8Array, size: number): Uint8Array | undefined {
  try {
    const numbers = childrenOf(readDer(signature)[0], tag.SEQUENCE).map(unsignedOf);
    const plain = new Uint8Array(2 * size);
    for (const [i, number] of numbers.slice(0, 2).entries()) {
      if (number.length > size) return undefined;
      plain.set(number, (i + 1) * size - number.length);
    }
    return plain;
  } catch {
    return undefined;
  }
}

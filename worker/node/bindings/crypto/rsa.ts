// RSA on big integers (RFC 8017), for callers that cannot wait for crypto.subtle: signatures with PKCS#1 v1.5 and PSS padding. Not
// in constant time: the keys of a program in a browser's worker are its own.
import type { AsymmetricKey } from './asymmetric-key.ts';
import { der, derOid, tag } from './der.ts';
import { bitLength, bytesToInteger, integerToBytes, powerModulo } from './primes.ts';

export type RsaKey = AsymmetricKey & { readonly type: 'rsa' };
export type Hash = (data: Uint8Array) => Uint8Array;
type Bytes = Uint8Array<ArrayBuffer>;

export const integer = (bytes: Uint8Array | undefined): bigint => bytesToInteger(bytes ?? new Uint8Array(0));

/** With the private key, by the Chinese remainder theorem: four times as fast. */
export function privateOperation(key: RsaKey, message: bigint): bigint {
  const [p, q] = [integer(key.p), integer(key.q)];
  if (p === 0n || q === 0n) return powerModulo(message, integer(key.d), integer(key.n));
  const m1 = powerModulo(message % p, integer(key.dp), p);
  const m2 = powerModulo(message % q, integer(key.dq), q);
  const h = (integer(key.qi) * (((m1 - m2) % p) + p)) % p;
  return m2 + h * q;
}

export const sizeOf = (key: RsaKey): number => key.n.length;
const bitsOf = (key: RsaKey): number => bitLength(integer(key.n));

export const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** EMSA-PKCS1-v1_5; undefined where the key is too short for the digest. */
function encodePkcs1(oid: string, digest: Uint8Array, size: number): Bytes | undefined {
  const info = der(
    tag.SEQUENCE,
    der(tag.SEQUENCE, derOid(oid), der(tag.NULL)),
    der(tag.OCTET_STRING, digest),
  );
  if (size < info.length + 11) return undefined;
  const encoded = new Uint8Array(size).fill(0xff);
  encoded.set([0, 1]);
  encoded[size - info.length - 1] = 0;
  encoded.set(info, size - info.length);
  return encoded;
}

export function signPkcs1(key: RsaKey, oid: string, digest: Uint8Array): Bytes | undefined {
  const encoded = encodePkcs1(oid, digest, sizeOf(key));
  return encoded && integerToBytes(privateOperation(key, bytesToInteger(encoded)), sizeOf(key));
}

export function verifyPkcs1(key: RsaKey, oid: string, digest: Uint8Array, signature: Uint8Array): boolean {
  const encoded = encodePkcs1(oid, digest, sizeOf(key));
  const opened = open(key, signature);
  return encoded !== undefined && opened !== undefined && equal(opened, encoded);
}

/** The public operation; undefined where the signature cannot be one of this key. */
function open(key: RsaKey, signature: Uint8Array): Bytes | undefined {
  const value = bytesToInteger(signature);
  if (signature.length !== sizeOf(key) || value >= integer(key.n)) return undefined;
  return integerToBytes(powerModulo(value, integer(key.e), integer(key.n)), sizeOf(key));
}

/** MGF1. */
export function mask(hash: Hash, seed: Uint8Array, size: number): Bytes {
  const result = new Uint8Array(size);
  const block = new Uint8Array(seed.length + 4);
  block.set(seed);
  for (let at = 0, counter = 0; at < size; counter++) {
    new DataView(block.buffer).setUint32(seed.length, counter);
    const part = hash(block).subarray(0, size - at);
    result.set(part, at);
    at += part.length;
  }
  return result;
}

export const xor = (a: Uint8Array, b: Uint8Array): Bytes =>
  Uint8Array.from(a, (byte, i) => byte ^ (b[i] ?? 0));

/** Hash of eight zeros, the digest and the salt. */
function saltedHash(hash: Hash, digest: Uint8Array, salt: Uint8Array): Uint8Array {
  const text = new Uint8Array(8 + digest.length + salt.length);
  text.set(digest, 8);
  text.set(salt, 8 + digest.length);
  return hash(text);
}

export function signPss(key: RsaKey, hash: Hash, digest: Uint8Array, salt: Uint8Array): Bytes | undefined {
  const bits = bitsOf(key) - 1;
  const size = Math.ceil(bits / 8);
  if (size < digest.length + salt.length + 2) return undefined;
  const salted = saltedHash(hash, digest, salt);
  const block = new Uint8Array(size - digest.length - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const masked = xor(block, mask(hash, salted, block.length));
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * size - bits));
  const encoded = new Uint8Array(size);
  encoded.set(masked);
  encoded.set(salted, masked.length);
  encoded[size - 1] = 0xbc;
  return integerToBytes(privateOperation(key, bytesToInteger(encoded)), sizeOf(key));
}

/** `saltLength` undefined: whatever it is. */
export function verifyPss(
  key: RsaKey,
  hash: Hash,
  digest: Uint8Array,
  signature: Uint8Array,
  saltLength: number | undefined,
): boolean {
  const bits = bitsOf(key) - 1;
  const size = Math.ceil(bits / 8);
  const encoded = open(key, signature)?.slice(-size);
  if (encoded?.at(-1) !== 0xbc || size < digest.length + 2) return false;
  const masked = encoded.subarray(0, size - digest.length - 1);
  const salted = encoded.subarray(masked.length, size - 1);
  const block = xor(masked, mask(hash, salted, masked.length));
  block[0] = (block[0] ?? 0) & (0xff >> (8 * size - bits));
  const one = block.findIndex((byte) => byte !== 0);
  if (block[one] !== 1) return false;
  const salt = block.subarray(one + 1);
  if (saltLength !== undefined && salt.length !== saltLength) return false;
  return equal(saltedHash(hash, digest, salt), salted);
}

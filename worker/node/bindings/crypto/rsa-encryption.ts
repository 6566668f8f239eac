// RSA encryption (RFC 8017, section 7; src/crypto/crypto_cipher.cc) for crypto.publicEncrypt and its like, which are synchronous.
import { concatBytes } from '../../../os/concat-bytes.ts';
import type { Binding, Realm } from '../../realm.ts';
import { nativeError } from '../native-error.ts';
import { nodeBuffer } from '../node-buffer-of.ts';
import type { AsymmetricKey } from './asymmetric-key.ts';
import { ownBytes } from './bytes.ts';
import { findDigest } from './digests.ts';
import { createHmacState, oneShot, requireDigest } from './hash.ts';
import { opensslError, unsupportedKeyType } from './openssl-error.ts';
import { bytesToInteger, integerToBytes, powerModulo, type RandomBytes } from './primes.ts';
import { equal, integer, mask, privateOperation, sizeOf, xor, type Hash, type RsaKey } from './rsa.ts';
import type { ReadKey } from './sign-classes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const padding = { pkcs1: 1, none: 3, oaep: 4, pss: 6 } as const;
/** What PKCS#1 v1.5 puts around a message: 0, its type, eight bytes or more that are not 0, 0. */
const shortestPadding = 11;

const rsaError = (number: string, reason: string, stack?: readonly string[]) =>
  opensslError(number, 'rsa routines', 'RSA', reason, stack);
const tooLarge = (stack?: readonly string[]) => rsaError('0200006E', 'data too large for key size', stack);
const tooSmall = (stack?: readonly string[]) => rsaError('0200007A', 'data too small for key size', stack);
const tooLong = (stack?: readonly string[]) => rsaError('0200006C', 'data greater than mod len', stack);
const aboveModulus = (stack?: readonly string[]) => rsaError('02000084', 'data too large for modulus', stack);
const badOaep = () => rsaError('02000079', 'oaep decoding error');

/** Errors of what is a signature's operation to OpenSSL come with those of the layers above. */
const signing = [
  'error:030000EA:digital envelope routines::provider signature failure',
  'error:1C880004:Provider routines::RSA lib',
];
const decrypting = ['error:1C8000A2:Provider routines::failed to decrypt'];

/** EME-PKCS1-v1_5: of type 2 with random bytes, of type 1 with 0xff. */
function padPkcs1(message: Uint8Array, size: number, random: RandomBytes | null): Bytes {
  const length = size - message.length - 3;
  const filling = random?.(length) ?? new Uint8Array(length).fill(0xff);
  for (let zero = filling.indexOf(0); zero !== -1; zero = filling.indexOf(0, zero))
    filling[zero] = random?.(1)[0] ?? 0xff;
  return concatBytes([Uint8Array.of(0, random === null ? 1 : 2), filling, Uint8Array.of(0), message]);
}

/** The message; undefined where it is not of that type. */
function unpadPkcs1(block: Uint8Array, type: 1 | 2): Uint8Array | undefined {
  const end = block.indexOf(0, 2);
  const isPadded = block[0] === 0 && block[1] === type && end >= shortestPadding - 1;
  if (!isPadded || (type === 1 && block.subarray(2, end).some((byte) => byte !== 0xff))) return undefined;
  return block.subarray(end + 1);
}

function padOaep(
  message: Uint8Array,
  size: number,
  hash: Hash,
  label: Uint8Array,
  random: RandomBytes,
): Bytes {
  const labelHash = hash(label);
  const zeros = new Uint8Array(size - message.length - 2 * labelHash.length - 2);
  const block = concatBytes([labelHash, zeros, Uint8Array.of(1), message]);
  const seed = random(labelHash.length);
  const maskedBlock = xor(block, mask(hash, seed, block.length));
  const maskedSeed = xor(seed, mask(hash, maskedBlock, seed.length));
  return concatBytes([Uint8Array.of(0), maskedSeed, maskedBlock]);
}

function unpadOaep(encoded: Uint8Array, hash: Hash, label: Uint8Array): Uint8Array | undefined {
  const labelHash = hash(label);
  if (encoded.length < 2 * labelHash.length + 2 || encoded[0] !== 0) return undefined;
  const maskedSeed = encoded.subarray(1, 1 + labelHash.length);
  const maskedBlock = encoded.subarray(1 + labelHash.length);
  const seed = xor(maskedSeed, mask(hash, maskedBlock, maskedSeed.length));
  const block = xor(maskedBlock, mask(hash, seed, maskedBlock.length));
  const one = block.findIndex((byte, at) => at >= labelHash.length && byte !== 0);
  if (!equal(block.subarray(0, labelHash.length), labelHash) || block[one] !== 1) return undefined;
  return block.subarray(one + 1);
}

/**
 * What a text decrypts to whose padding is wrong: bytes that depend on the key and the text alone, so that nobody learns from an
 * error that it was wrong (draft-irtf-cfrg-rsa-guidance, section 7; OpenSSL since 3.2).
 */
function implicitRejection(key: RsaKey, text: Uint8Array): Uint8Array {
  const size = sizeOf(key);
  const sha256 = requireDigest('sha256');
  const hmac = (secret: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array => {
    const state = createHmacState(sha256, secret);
    state.update(concatBytes(parts));
    return state.digest();
  };
  const secret = hmac(
    oneShot(sha256, integerToBytes(integer(key.d), size)),
    new Uint8Array(size - text.length),
    text,
  );
  const stream = (label: string, length: number): Uint8Array => {
    const bits = length * 8;
    const name = Uint8Array.from(label, (letter) => letter.charCodeAt(0));
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
      hmac(secret, Uint8Array.of(at >> 8, at), name, Uint8Array.of(bits >> 8, bits)),
    );
    return concatBytes(blocks).subarray(0, length);
  };
  const longest = size - shortestPadding + 1;
  const candidates = stream('length', 256);
  let bitMask = longest;
  for (const shift of [1, 2, 4, 8]) bitMask |= bitMask >> shift;
  let length = 0;
  for (let at = 0; at < candidates.length; at += 2) {
    const candidate = (((candidates[at] ?? 0) << 8) | (candidates[at + 1] ?? 0)) & bitMask;
    if (candidate < longest) length = candidate;
  }
  return stream('message', size).subarray(size - length);
}

export function createRsaEncryption(realm: Realm, readKey: ReadKey, random: RandomBytes): Binding {
  interface Call {
    readonly key: RsaKey;
    readonly data: Uint8Array;
    readonly mode: number;
    readonly hash: Hash;
    readonly label: Uint8Array;
  }
  /** OpenSSL reads a public key, too, where it needs a private one, and fails when it comes to use it. */
  function readEither(given: readonly unknown[]): AsymmetricKey {
    try {
      return readKey(true, given);
    } catch (error) {
      try {
        return readKey(false, given);
      } catch {
        throw error;
      }
    }
  }

  /** [data, format, type, passphrase, curve] of the key, then the data, the padding, OAEP's hash and its label. */
  function read(isPrivate: boolean, args: readonly unknown[]): Call {
    const key = isPrivate ? readEither(args.slice(0, 5)) : readKey(false, args.slice(0, 5));
    const [data, mode, hashName, label] = args.slice(5);
    if (key.type !== 'rsa') {
      throw unsupportedKeyType();
    }
    if (mode === padding.pss) throw new Error('error:00000000:lib(0)::reason(0)');
    if (!Object.values(padding).includes(mode as 1)) throw rsaError('02000076', 'unknown padding type');
    const digest = findDigest((hashName as string | undefined) ?? 'sha1');
    if (digest === undefined) throw nativeError(Error, 'ERR_OSSL_EVP_INVALID_DIGEST', 'Invalid digest used');
    return {
      key,
      data: ownBytes(data),
      mode: mode as number,
      hash: (bytes) => oneShot(digest, bytes),
      label: label === undefined ? new Uint8Array(0) : ownBytes(label),
    };
  }

  const noOaep = () =>
    opensslError('1C8000A5', 'Provider routines', null, 'illegal or unsupported padding mode');

  /** Neither padded nor unpadded. */
  function wholeBlock(data: Uint8Array, key: RsaKey, stack?: readonly string[]): Uint8Array {
    if (data.length > sizeOf(key)) throw tooLarge(stack);
    if (data.length < sizeOf(key)) throw tooSmall(stack);
    return data;
  }

  function below(data: Uint8Array, key: RsaKey, stack?: readonly string[]): bigint {
    const value = bytesToInteger(data);
    if (value >= integer(key.n)) throw aboveModulus(stack);
    return value;
  }

  const withPublic = (value: bigint, key: RsaKey): Bytes =>
    integerToBytes(powerModulo(value, integer(key.e), integer(key.n)), sizeOf(key));
  function withPrivate(value: bigint, key: RsaKey, stack?: readonly string[]): Bytes {
    if (key.d === undefined) throw rsaError('020000B3', 'missing private key', stack);
    return integerToBytes(privateOperation(key, value), sizeOf(key));
  }

  function paddedToEncrypt({ key, data, mode, hash, label }: Call): Uint8Array {
    const size = sizeOf(key);
    if (mode === padding.none) return wholeBlock(data, key);
    const around = mode === padding.pkcs1 ? shortestPadding : 2 * hash(label).length + 2;
    if (data.length > size - around) throw tooLarge();
    return mode === padding.pkcs1 ? padPkcs1(data, size, random) : padOaep(data, size, hash, label, random);
  }

  return {
    publicEncrypt(...args: unknown[]) {
      const call = read(false, args);
      return nodeBuffer(realm, withPublic(below(paddedToEncrypt(call), call.key), call.key));
    },

    privateDecrypt(...args: unknown[]) {
      const { key, data, mode, hash, label } = read(true, args);
      const stack = mode === padding.oaep ? decrypting : undefined;
      if (data.length > sizeOf(key)) throw tooLong(stack);
      const block = withPrivate(below(data, key, stack), key, stack);
      if (mode === padding.none) return nodeBuffer(realm, block);
      if (mode === padding.pkcs1)
        return nodeBuffer(realm, new Uint8Array(unpadPkcs1(block, 2) ?? implicitRejection(key, data)));
      const message = unpadOaep(block, hash, label);
      if (message === undefined) throw badOaep();
      return nodeBuffer(realm, new Uint8Array(message));
    },

    privateEncrypt(...args: unknown[]) {
      const { key, data, mode } = read(true, args);
      if (mode === padding.oaep) throw noOaep();
      if (mode === padding.pkcs1 && data.length > sizeOf(key) - shortestPadding) throw tooLarge(signing);
      const block =
        mode === padding.none ? wholeBlock(data, key, signing) : padPkcs1(data, sizeOf(key), null);
      return nodeBuffer(realm, withPrivate(below(block, key, signing), key, signing));
    },

    publicDecrypt(...args: unknown[]) {
      const { key, data, mode } = read(false, args);
      if (mode === padding.oaep) throw noOaep();
      if (data.length > sizeOf(key)) throw tooLong(signing);
      const block = withPublic(below(data, key, signing), key);
      if (mode === padding.none) return nodeBuffer(realm, block);
      const message = unpadPkcs1(block, 1);
      if (message === undefined) {
        const stack = [...signing, 'error:02000072:rsa routines::padding check failed'];
        throw rsaError('0200008A', 'invalid padding', stack);
      }
      return nodeBuffer(realm, new Uint8Array(message));
    },
  };
}

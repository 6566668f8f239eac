// Hash, Hmac and their one-shot forms (src/crypto/crypto_hash.cc, crypto_hmac.cc).
import { hmac } from '@noble/hashes/hmac.js';
import type { Binding, Realm } from '../../realm.ts';
import { bytesOf } from '../bytes-of.ts';
import { encodingNames, parseEncoding, type TextCodec } from '../codec/text-codec.ts';
import { nativeError } from '../native-error.ts';
import { nodeBuffer } from '../node-buffer-of.ts';
import { ownBytes, sourceBytes } from './bytes.ts';
import { findDigest, hashNames, isLegacyDigest, type Digest, type HashState } from './digests.ts';
import type { DefineJob } from './job.ts';
import { legacyDigest, notXofOrInvalidLength } from './openssl-error.ts';

export function invalidDigest(name?: string): Error {
  const message = name === undefined ? 'Invalid digest' : `Invalid digest: ${name}`;
  return nativeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', message);
}

/** The digest of a key derivation, an HMAC or a signature. The errors of Sign and Verify do not name it. */
export function requireDigest(name: string, isNamed = true): Digest {
  const digest = findDigest(name);
  if (digest !== undefined) return digest;
  throw isLegacyDigest(name) ? legacyDigest(false) : invalidDigest(isNamed ? name : undefined);
}

export function createHmacState(digest: Digest, key: Uint8Array): HashState {
  if (digest.noble === undefined) {
    if (digest.extendable) throw new Error('error:00000000:lib(0)::reason(0)');
    return composedHmac(digest, key);
  }
  return hmac.create(digest.noble, key) as HashState;
}

/** RFC 2104 over any hash, for those that @noble/hashes has no constructor of. */
function composedHmac(digest: Digest, key: Uint8Array): HashState {
  const pad = new Uint8Array(digest.blockSize);
  pad.set(key.length > digest.blockSize ? oneShot(digest, key) : key);
  const inner = digest.create();
  inner.update(pad.map((byte) => byte ^ 0x36));
  const outer = digest.create();
  outer.update(pad.map((byte) => byte ^ 0x5c));
  return {
    update: (bytes) => inner.update(bytes),
    digest() {
      outer.update(inner.digest());
      return outer.digest();
    },
    clone() {
      throw new Error('an HMAC is not copied');
    },
  };
}

export function oneShot(digest: Digest, bytes: Uint8Array, size?: number): Uint8Array {
  const state = digest.create(size);
  state.update(bytes);
  return state.digest();
}

export function createHashMembers(realm: Realm, codec: TextCodec, defineJob: DefineJob): Binding {
  const input = (data: unknown, encoding: unknown): Uint8Array =>
    typeof data === 'string' ? codec.encode(data, parseEncoding(encoding, 'utf8')) : bytesOf(data);

  function output(bytes: Uint8Array, encoding: unknown): unknown {
    const name = parseEncoding(encoding, 'buffer');
    return name === 'buffer' ? nodeBuffer(realm, bytes.slice()) : codec.decode(bytes, 0, bytes.length, name);
  }

  class Hash {
    readonly #digest: Digest;
    readonly #state: HashState;
    #result: Uint8Array | undefined;

    /** `source` is a name, or the hash to copy. */
    constructor(source: string | Hash, size: number | undefined) {
      const digest = typeof source === 'string' ? findDigest(source) : source.#digest;
      if (digest === undefined) {
        throw isLegacyDigest(source as string)
          ? legacyDigest(true)
          : new Error('Digest method not supported');
      }
      if (size !== undefined && size !== digest.size && !digest.extendable) throw notXofOrInvalidLength();
      this.#digest = digest;
      this.#state = typeof source === 'string' ? digest.create(size) : source.#copy(size);
    }

    #copy(size: number | undefined): HashState {
      if (size === undefined || size === this.#digest.size) return this.#state.clone();
      // @noble/hashes fixes the length of the output at the start, and takes another one with the copy of the state.
      const sized = this.#digest.create(size) as HashState & { outputLen: number };
      const clone = this.#state.clone() as HashState & { outputLen: number };
      clone.outputLen = sized.outputLen;
      return size === 0 ? sized : clone;
    }

    update(data: unknown, encoding: unknown): boolean {
      this.#state.update(input(data, encoding));
      return true;
    }

    digest(encoding?: unknown): unknown {
      this.#result ??= this.#state.digest();
      return output(this.#result, encoding);
    }
  }

  class Hmac {
    #state: HashState | undefined;
    #result: Uint8Array | undefined;

    init(name: string, key: unknown): void {
      this.#state = createHmacState(requireDigest(name), sourceBytes(key));
    }

    update(data: unknown, encoding: unknown): boolean {
      this.#state?.update(input(data, encoding));
      return this.#state !== undefined;
    }

    digest(encoding?: unknown): unknown {
      this.#result ??= this.#state?.digest() ?? new Uint8Array(0);
      return output(this.#result, encoding);
    }
  }

  return {
    Hash,
    Hmac,
    getHashes: () => [...hashNames],
    /** Node looks digests up by a cached number; here the name is as fast. */
    getCachedAliases: () => ({}),
    oneShotDigest(
      name: string,
      _id: number,
      _cache: unknown,
      data: unknown,
      _encodingName: string,
      encoding: number,
      size: number | undefined,
    ): unknown {
      const digest = findDigest(name);
      if (digest === undefined) {
        throw isLegacyDigest(name)
          ? legacyDigest(false)
          : new Error(`Digest method ${name} is not supported`);
      }
      if (size !== undefined && size !== digest.size && !digest.extendable) {
        throw new Error(`Output length ${size} is invalid for ${name}, which does not support XOF`);
      }
      return output(oneShot(digest, input(data, 'utf8'), size), encodingNames[encoding] ?? 'buffer');
    },
    /** `bits` is the length of an extendable output. */
    HashJob: defineJob((_mode, name: string, data: unknown, bits?: number) => {
      const digest = requireDigest(name);
      const bytes = ownBytes(data);
      const { webName } = digest;
      const now = () => oneShot(digest, bytes, bits === undefined ? undefined : bits / 8).slice().buffer;
      if (webName === undefined) return { now };
      return { now, later: () => realm.host.crypto.subtle.digest(webName, bytes) };
    }),
    HmacJob: defineJob(
      (_mode, signMode: number, name: string, key: unknown, data: unknown, signature?: unknown) => {
        const state = createHmacState(requireDigest(name), sourceBytes(key));
        const bytes = ownBytes(data);
        const expected = signature === undefined ? undefined : ownBytes(signature);
        return {
          now() {
            state.update(bytes);
            const result = state.digest();
            if (signMode === 0) return result.slice().buffer;
            return expected !== undefined && equalInConstantTime(expected, result);
          },
        };
      },
    ),
    timingSafeEqual(a: unknown, b: unknown): boolean {
      const [x, y] = [argument('buf1', a), argument('buf2', b)];
      if (x.length !== y.length) {
        throw nativeError(
          RangeError,
          'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
          'Input buffers must have the same byte length',
        );
      }
      return equalInConstantTime(x, y);
    },
  };
}

function argument(name: string, value: unknown): Uint8Array {
  try {
    return bytesOf(value);
  } catch {
    const kinds = 'ArrayBuffer, Buffer, TypedArray, or DataView';
    throw nativeError(
      TypeError,
      'ERR_INVALID_ARG_TYPE',
      `The "${name}" argument must be an instance of ${kinds}.`,
    );
  }
}

/** Looks at every byte, wherever the first difference is. */
function equalInConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    difference |= (a[i] as number) ^ (b[i] as number);
  }
  return difference === 0;
}

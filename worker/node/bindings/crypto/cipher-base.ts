// CipherBase: what createCipheriv and createDecipheriv drive (src/crypto/crypto_cipher.cc). One class a realm; each object is
// owned by its Cipher.
import type { Binding, Realm } from '../../realm.ts';
import type { TextCodec } from '../codec/text-codec.ts';
import { compareBytes } from '../codec/compare.ts';
import { nativeError } from '../native-error.ts';
import { nodeBuffer } from '../node-buffer-of.ts';
import { ownBytes } from './bytes.ts';
import {
  BlockStream,
  chachaPolyStream,
  CipherFailure,
  counterStream,
  gcmStream,
  type AuthenticatedStream,
  type CipherStream,
} from './cipher-streams.ts';
import { cipherNames, findCipher, type Cipher } from './cipher-table.ts';
import { opensslError } from './openssl-error.ts';

const failures = {
  'bad decrypt': '1C800064',
  'wrong final block length': '1C80006B',
} as const;
const FULL_TAG = 16;
/** NIST SP 800-38D. */
const gcmTagLengths = [4, 8, 12, 13, 14, 15, 16];

export function createCipherMembers(realm: Realm, codec: TextCodec): Binding {
  class CipherBase {
    readonly #encrypts: boolean;
    readonly #cipher: Cipher;
    #stream: CipherStream | undefined;
    readonly #tagLength: number | undefined;
    #expectedTag: Uint8Array | undefined;
    #madeTag: Uint8Array | undefined;

    constructor(encrypts: boolean, name: string, credential: unknown, iv: unknown, authTagLength: number) {
      const cipher = findCipher(name);
      if (cipher === undefined) throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
      const given = iv === null ? undefined : ownBytes(iv);
      const fits =
        given === undefined
          ? cipher.ivLength === 0
          : cipher.mode === 'gcm'
            ? given.length > 0
            : cipher.authenticated
              ? given.length <= cipher.ivLength
              : given.length === cipher.ivLength;
      if (!fits) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
      const key = ownBytes(credential);
      if (key.length !== cipher.keyLength) {
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
      }
      if (cipher.mode === 'gcm' && authTagLength >= 0 && !gcmTagLengths.includes(authTagLength)) {
        throw this.#badTag(authTagLength);
      }
      this.#encrypts = encrypts;
      this.#cipher = cipher;
      this.#tagLength = authTagLength < 0 ? undefined : authTagLength;
      this.#stream = open(cipher, key, given ?? new Uint8Array(0), encrypts);
    }

    #badTag(length: number): Error {
      return nativeError(
        TypeError,
        'ERR_CRYPTO_INVALID_AUTH_TAG',
        `Invalid authentication tag length: ${length}`,
      );
    }

    update(data: unknown, encoding?: string): unknown {
      if (this.#stream === undefined) throw new Error('Trying to add data in unsupported state');
      const bytes =
        typeof data === 'string' ? codec.encode(data, (encoding ?? 'utf8') as 'utf8') : ownBytes(data);
      return nodeBuffer(realm, this.#stream.update(bytes).slice());
    }

    final(): unknown {
      const stream = this.#stream;
      if (stream === undefined) throw nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
      this.#stream = undefined;
      let rest: Uint8Array;
      try {
        rest = stream.final();
      } catch (error) {
        if (!(error instanceof CipherFailure)) throw error;
        const code = failures[error.reason];
        throw opensslError(code, 'Provider routines', null, error.reason);
      }
      if (this.#cipher.authenticated) this.#authenticate((stream as AuthenticatedStream).tag());
      return nodeBuffer(realm, rest.slice());
    }

    #authenticate(tag: Uint8Array): void {
      if (this.#encrypts) {
        this.#madeTag = tag.slice(0, this.#tagLength ?? FULL_TAG);
        return;
      }
      const expected = this.#expectedTag;
      if (expected === undefined || compareBytes(tag.subarray(0, expected.length), expected) !== 0) {
        throw new Error('Unsupported state or unable to authenticate data');
      }
    }

    setAutoPadding(on: boolean): boolean {
      if (this.#stream === undefined) return false;
      if (this.#stream instanceof BlockStream) this.#stream.padding = on;
      return true;
    }

    getAuthTag(): unknown {
      return this.#madeTag && nodeBuffer(realm, this.#madeTag.slice());
    }

    setAuthTag(tag: unknown): boolean {
      if (!this.#cipher.authenticated || this.#encrypts || this.#stream === undefined) return false;
      if (this.#expectedTag !== undefined) return false;
      const bytes = ownBytes(tag);
      const wanted = this.#tagLength;
      const fits =
        this.#cipher.mode === 'gcm'
          ? gcmTagLengths.includes(bytes.length) && (wanted === undefined || wanted === bytes.length)
          : bytes.length <= FULL_TAG && bytes.length === (wanted ?? FULL_TAG);
      if (!fits) throw this.#badTag(bytes.length);
      this.#expectedTag = bytes;
      return true;
    }

    setAAD(data: unknown): boolean {
      if (!this.#cipher.authenticated || this.#stream === undefined) return false;
      (this.#stream as AuthenticatedStream).setAAD(ownBytes(data));
      return true;
    }
  }

  function open(
    cipher: Cipher,
    key: Uint8Array<ArrayBuffer>,
    iv: Uint8Array<ArrayBuffer>,
    encrypts: boolean,
  ): CipherStream {
    const library = realm.library('crypto');
    switch (cipher.mode) {
      case 'cbc':
        return new BlockStream(library, key, iv, encrypts);
      case 'ecb':
        return new BlockStream(library, key, undefined, encrypts);
      case 'ctr':
        return counterStream(library, key, iv);
      case 'gcm':
        return gcmStream(library, key, iv, encrypts);
      case 'stream':
        return chachaPolyStream(library, key, iv, encrypts);
    }
  }

  return {
    CipherBase,
    getCiphers: () => [...cipherNames],
    /** Fills and returns `info`; undefined where there is no such cipher, or the lengths do not fit it. */
    getCipherInfo(
      info: Record<string, unknown>,
      nameOrNid: string | number,
      keyLength?: number,
      ivLength?: number,
    ) {
      const cipher = findCipher(nameOrNid);
      if (cipher === undefined) return undefined;
      if (keyLength !== undefined && keyLength !== cipher.keyLength) return undefined;
      const anyIv = cipher.mode === 'gcm' || (cipher.authenticated && (ivLength ?? 0) <= cipher.ivLength);
      if (ivLength !== undefined && ivLength !== cipher.ivLength && !(anyIv && ivLength > 0))
        return undefined;
      info['mode'] = cipher.mode;
      info['name'] = cipher.name;
      info['nid'] = cipher.nid;
      // What works as a stream has blocks of one byte; a stream cipher by itself has none.
      const blocks = cipher.mode === 'cbc' || cipher.mode === 'ecb';
      if (cipher.mode !== 'stream') info['blockSize'] = blocks ? 16 : 1;
      if (cipher.ivLength > 0) info['ivLength'] = ivLength ?? cipher.ivLength;
      info['keyLength'] = cipher.keyLength;
      return info;
    },
  };
}

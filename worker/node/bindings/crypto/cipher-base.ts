// CipherBase: what createCipheriv and createDecipheriv drive (src/crypto/crypto_cipher.cc). One class a realm; each object is
// owned by its Cipher.
import type { Binding, Realm } from '../../realm.ts';
import type { TextCodec } from '../codec/text-codec.ts';
import { compareBytes } from '../codec/compare.ts';
import { nativeError } from '../native-error.ts';
import { nodeBuffer } from '../node-buffer-of.ts';
import { ownBytes } from './bytes.ts';
import { ccmIvLengths, ccmTagLengths, longestCcmMessage } from './ccm-stream.ts';
import { BlockStream, CipherFailure, type AuthenticatedStream, type CipherStream } from './cipher-streams.ts';
import { cipherNames, findCipher, type Cipher } from './cipher-table.ts';
import { openCipher } from './open-cipher.ts';
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
    readonly #ivLength: number;
    /** Of CCM: its message has come, and what it says of its length. */
    #whole = false;
    #announced: number | undefined;
    #isForged = false;
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
            : cipher.mode === 'ccm'
              ? ccmIvLengths.includes(given.length)
              : cipher.authenticated
                ? given.length <= cipher.ivLength
                : given.length === cipher.ivLength;
      if (!fits) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
      const key = ownBytes(credential);
      if (key.length !== cipher.keyLength) {
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
      }
      if (cipher.mode === 'ccm' && authTagLength < 0) {
        const message = `authTagLength required for ${name}`;
        throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', message);
      }
      const lengths =
        cipher.mode === 'gcm' ? gcmTagLengths : cipher.mode === 'ccm' ? ccmTagLengths : undefined;
      if (lengths !== undefined && authTagLength >= 0 && !lengths.includes(authTagLength)) {
        throw this.#badTag(authTagLength);
      }
      this.#encrypts = encrypts;
      this.#cipher = cipher;
      this.#tagLength = authTagLength < 0 ? undefined : authTagLength;
      this.#ivLength = given?.length ?? 0;
      this.#stream = openCipher(realm.library('crypto'), cipher, {
        ...{ key, iv: given ?? new Uint8Array(0), encrypts },
        ...(authTagLength >= 0 && { tagLength: authTagLength }),
      });
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
      if (this.#cipher.mode === 'ccm') return this.#updateWhole(bytes);
      return nodeBuffer(realm, this.#stream.update(bytes).slice());
    }

    /** CCM checks as it decrypts: what is not authentic is told by `final`, and nothing of it before. */
    #updateWhole(bytes: Uint8Array): unknown {
      const stream = this.#stream as AuthenticatedStream;
      const expected = this.#expectedTag;
      if (bytes.length > longestCcmMessage(this.#ivLength))
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_MESSAGELEN', 'Invalid message length');
      const announced = this.#announced ?? bytes.length;
      if (this.#whole || announced !== bytes.length || (!this.#encrypts && expected === undefined))
        throw new Error('Trying to add data in unsupported state');
      this.#whole = true;
      const result = stream.update(bytes);
      if (expected !== undefined) {
        this.#isForged = compareBytes(stream.tag().subarray(0, expected.length), expected) !== 0;
        if (this.#isForged) return nodeBuffer(realm, new Uint8Array(0));
      }
      return nodeBuffer(realm, result.slice());
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
      if (
        this.#isForged ||
        expected === undefined ||
        compareBytes(tag.subarray(0, expected.length), expected) !== 0
      ) {
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

    setAAD(data: unknown, plaintextLength = -1): boolean {
      if (!this.#cipher.authenticated || this.#stream === undefined) return false;
      if (this.#cipher.mode === 'ccm') {
        if (plaintextLength < 0) {
          const message = 'options.plaintextLength required for CCM mode with AAD';
          throw nativeError(TypeError, 'ERR_MISSING_ARGS', message);
        }
        this.#announced = plaintextLength;
      }
      (this.#stream as AuthenticatedStream).setAAD(ownBytes(data));
      return true;
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
      const anyIv =
        cipher.mode === 'gcm' ||
        (cipher.mode === 'ccm'
          ? ccmIvLengths.includes(ivLength ?? 0)
          : cipher.authenticated && (ivLength ?? 0) <= cipher.ivLength);
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

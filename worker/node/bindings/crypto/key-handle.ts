// KeyObjectHandle: the key material behind KeyObject and CryptoKey (src/crypto/crypto_keys.cc).
import type { Realm } from '../../realm.ts';
import { bytesOf } from '../bytes-of.ts';
import { compareBytes } from '../codec/compare.ts';
import type { TextCodec } from '../codec/text-codec.ts';
import { nativeError } from '../native-error.ts';
import { nodeBuffer } from '../node-buffer-of.ts';
import {
  curves,
  findCurve,
  fromPkcs1,
  fromPkcs8,
  fromSec1,
  fromSpki,
  isPrivate,
  toPkcs1,
  toPkcs8,
  toSec1,
  toSpki,
  type AsymmetricKey,
  type OkpType,
} from './asymmetric-key.ts';
import { DerError } from './der.ts';
import { createKeyEncryption, isEncryptedPkcs8, usablePassphrase } from './encrypted-keys.ts';
import { fromJwk, fromPem, toPem, writeJwk, type Jwk } from './key-formats.ts';
import { opensslError } from './openssl-error.ts';
import { derivePublicHalf } from './public-half.ts';

/** Of internalBinding('crypto'); see PKEncodingType, PKFormatType and KeyType. */
export const keyType = { secret: 0, public: 1, private: 2 } as const;
const encoding = { PKCS1: 0, PKCS8: 1, SPKI: 2, SEC1: 3 } as const;
const format = { DER: 0, PEM: 1, JWK: 2, RAW_PUBLIC: 3, RAW_PRIVATE: 4, RAW_SEED: 5 } as const;
const POINT_CONVERSION_COMPRESSED = 2;

export interface KeyObjectHandle {
  init(
    type: number,
    data: unknown,
    format?: number | null,
    encoding?: unknown,
    passphrase?: unknown,
    curve?: unknown,
  ): void;
  secret(): Uint8Array;
  asymmetric(): AsymmetricKey;
  getKeyType(): number;
  /** A private key is encrypted where a cipher is named. */
  export(format?: number, encoding?: number, cipher?: unknown, passphrase?: unknown): unknown;
  exportJwk(target: Jwk, handleRsaPss: boolean): Jwk;
}
export interface KeyObjectHandleClass {
  new (): KeyObjectHandle;
  /** A handle over a key that was made here. */
  of(key: AsymmetricKey | Uint8Array): KeyObjectHandle;
}

const handles = new WeakSet<object>();
export function isKeyObjectHandle(value: unknown): value is KeyObjectHandle {
  return typeof value === 'object' && value !== null && handles.has(value);
}

/** Not `slice`: on a Buffer, which is what mostly comes, that makes no copy. */
const copyOf = (data: unknown) => new Uint8Array(bytesOf(data));

const unsupported = () =>
  opensslError('1E08010C', 'DECODER routines', null, 'unsupported', [
    'error:1E08010C:DECODER routines::unsupported',
  ]);

const passphraseOf = (given: unknown): Uint8Array<ArrayBuffer> | undefined =>
  given === null || given === undefined ? undefined : copyOf(given);

export function createKeyObjectHandle(realm: Realm, codec: TextCodec): KeyObjectHandleClass {
  const encryption = createKeyEncryption(realm);

  function read(
    type: number,
    data: unknown,
    given: number | null | undefined,
    how: unknown,
    passphrase: unknown,
    curve: unknown,
  ): AsymmetricKey {
    switch (given) {
      case format.JWK:
        return fromJwk(data as Jwk, codec);
      case format.RAW_PUBLIC:
      case format.RAW_PRIVATE:
        return readRaw(given, copyOf(data), how as string, curve as string);
      case format.DER:
        return readDerKey(type, copyOf(data), how, passphraseOf(passphrase));
      case format.PEM: {
        const bytes = copyOf(data);
        const secret = passphraseOf(passphrase);
        return fromPem(codec.decode(bytes, 0, bytes.length, 'latin1'), codec, {
          pkcs8: (encrypted) => encryption.decryptPkcs8(encrypted, usablePassphrase(secret, true), true),
          block: (headers, encrypted) =>
            encryption.decryptPem(headers, encrypted, usablePassphrase(secret, false)),
        });
      }
      default:
        return realm.unavailable('a key of this format');
    }
  }

  function readRaw(given: number, bytes: Uint8Array, name: string, curveName: string): AsymmetricKey {
    const type = name.toLowerCase();
    if (type === 'ec') {
      const curve = findCurve(curveName);
      if (curve === undefined) throw new DerError('unknown curve');
      if (given === format.RAW_PRIVATE) return { type, curve, d: bytes.slice() };
      if (bytes[0] !== 4 || bytes.length !== 1 + 2 * curves[curve].size) throw new DerError('point');
      return { type, curve, point: bytes.slice() };
    }
    const okp = type as OkpType;
    return given === format.RAW_PRIVATE ? { type: okp, d: bytes.slice() } : { type: okp, x: bytes.slice() };
  }

  function readDerKey(
    type: number,
    bytes: Uint8Array,
    how: unknown,
    passphrase: Uint8Array<ArrayBuffer> | undefined,
  ): AsymmetricKey {
    switch (how) {
      case encoding.PKCS1:
        return fromPkcs1(bytes, type === keyType.private);
      case encoding.SEC1:
        return fromSec1(bytes);
      case encoding.PKCS8: {
        if (!isEncryptedPkcs8(bytes)) return fromPkcs8(bytes);
        if (passphrase === undefined)
          throw nativeError(TypeError, 'ERR_MISSING_PASSPHRASE', 'Passphrase required for encrypted key');
        return fromPkcs8(encryption.decryptPkcs8(bytes, usablePassphrase(passphrase, true), false));
      }
      default:
        return fromSpki(bytes);
    }
  }

  class Handle implements KeyObjectHandle {
    #type: number = keyType.secret;
    #secret = new Uint8Array(0);
    #key: AsymmetricKey | undefined;

    constructor() {
      handles.add(this);
    }

    static of(key: AsymmetricKey | Uint8Array): Handle {
      const handle = new Handle();
      if (key instanceof Uint8Array) {
        handle.#secret = new Uint8Array(key);
      } else {
        handle.#key = key;
        handle.#type = isPrivate(key) ? keyType.private : keyType.public;
      }
      return handle;
    }

    init(
      type: number,
      data: unknown,
      given?: number | null,
      how?: unknown,
      passphrase?: unknown,
      curve?: unknown,
    ): void {
      this.#type = type;
      if (type === keyType.secret) {
        const secret =
          given === format.JWK ? codec.encode((data as Jwk)['k'] ?? '', 'base64url') : bytesOf(data);
        this.#secret = new Uint8Array(secret);
        return;
      }
      let key: AsymmetricKey;
      try {
        key = isKeyObjectHandle(data) ? data.asymmetric() : read(type, data, given, how, passphrase, curve);
      } catch (error) {
        if (!(error instanceof DerError)) throw error;
        throw given === format.JWK
          ? nativeError(Error, 'ERR_CRYPTO_INVALID_JWK', 'Invalid JWK data')
          : unsupported();
      }
      if (type === keyType.public) this.#key = derivePublicHalf(realm, key);
      else if (isPrivate(key)) this.#key = key;
      else throw unsupported();
    }

    secret(): Uint8Array {
      return this.#secret;
    }
    asymmetric(): AsymmetricKey {
      if (this.#key === undefined) throw new Error('a secret key has no halves');
      return this.#key;
    }
    getKeyType(): number {
      return this.#type;
    }
    getSymmetricKeySize(): number {
      return this.#secret.length;
    }
    getAsymmetricKeyType(): string {
      return this.asymmetric().type;
    }
    /** Whether the point lies on the curve is told by crypto.subtle, when the key is used. */
    checkEcKeyData(): boolean {
      return this.#key?.type === 'ec';
    }

    keyDetail(target: Record<string, unknown>): Record<string, unknown> {
      const key = this.asymmetric();
      if (key.type === 'rsa') {
        const [first = 0] = key.n;
        target['modulusLength'] = key.n.length * 8 - Math.clz32(first) + 24;
        target['publicExponent'] = key.e.slice().buffer;
      } else if (key.type === 'ec') {
        target['namedCurve'] = key.curve;
      }
      return target;
    }

    export(given?: number, how?: number, cipher?: unknown, passphrase?: unknown): unknown {
      if (this.#type === keyType.secret) return nodeBuffer(realm, this.#secret.slice());
      let [label, bytes] = this.#encode(how);
      let headers = '';
      if (cipher !== undefined && cipher !== null) {
        const secret = passphraseOf(passphrase) ?? new Uint8Array(0);
        if (label === 'PRIVATE KEY') {
          label = 'ENCRYPTED PRIVATE KEY';
          bytes = encryption.encryptPkcs8(cipher as string, secret, bytes);
        } else {
          ({ headers, bytes } = encryption.encryptPem(cipher as string, secret, bytes));
        }
      }
      return given === format.PEM ? toPem(label, bytes, codec.base64, headers) : nodeBuffer(realm, bytes);
    }

    #encode(how: number | undefined): readonly [label: string, bytes: Uint8Array] {
      const key = this.asymmetric();
      if (how === encoding.PKCS1 && key.type === 'rsa') {
        return [this.#type === keyType.public ? 'RSA PUBLIC KEY' : 'RSA PRIVATE KEY', toPkcs1(key)];
      }
      if (how === encoding.SEC1 && key.type === 'ec') return ['EC PRIVATE KEY', toSec1(key, true)];
      return this.#type === keyType.public ? ['PUBLIC KEY', toSpki(key)] : ['PRIVATE KEY', toPkcs8(key)];
    }

    exportJwk(target: Jwk, _handleRsaPss: boolean): Jwk {
      if (this.#type === keyType.secret) {
        target['kty'] = 'oct';
        target['k'] = codec.base64.decode(this.#secret, 0, this.#secret.length, 'base64url');
        return target;
      }
      const key = this.asymmetric();
      return writeJwk({ ...derivePublicHalf(realm, key), ...key }, target, codec.base64);
    }

    #publicBytes(): Uint8Array {
      const key = derivePublicHalf(realm, this.asymmetric());
      const bytes = key.type === 'rsa' ? undefined : key.type === 'ec' ? key.point : key.x;
      return bytes ?? realm.unavailable('a raw RSA key');
    }
    rawPublicKey(): unknown {
      return nodeBuffer(realm, this.#publicBytes().slice());
    }
    rawPrivateKey(): unknown {
      return nodeBuffer(realm, (this.asymmetric().d ?? realm.unavailable('a raw private key')).slice());
    }
    rawSeed(): never {
      return realm.unavailable('keys with a seed');
    }
    exportECPrivateRaw(): unknown {
      return this.rawPrivateKey();
    }
    exportECPublicRaw(form: number): unknown {
      const point = this.#publicBytes();
      if (form !== POINT_CONVERSION_COMPRESSED) return nodeBuffer(realm, point.slice());
      const compressed = point.slice(0, (point.length + 1) / 2);
      compressed[0] = 2 + ((point.at(-1) ?? 0) & 1);
      return nodeBuffer(realm, compressed);
    }

    equals(other: Handle): boolean {
      if (this.#type !== other.#type) return false;
      const [a, b] = [this, other].map((handle) =>
        handle.#type === keyType.secret ? handle.#secret : handle.#encode(undefined)[1],
      );
      return a !== undefined && b !== undefined && compareBytes(a, b) === 0;
    }
  }
  // Node shows the class by this name.
  Object.defineProperty(Handle, 'name', { value: 'KeyObjectHandle' });
  return Handle;
}

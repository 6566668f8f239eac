// Encryption behind Web Crypto, done by the browser's own: AES and RSA-OAEP (src/crypto/crypto_aes.cc, crypto_rsa.cc), and the
// generation of secret keys.
import type { Binding, Realm } from '../../realm.ts';
import { ownBytes } from './bytes.ts';
import { findDigest } from './digests.ts';
import type { DefineJob } from './job.ts';
import { importForSubtle } from './subtle-keys.ts';
import type { KeyClasses } from './key-classes.ts';
import type { KeyObjectHandle, KeyObjectHandleClass } from './key-handle.ts';

const kWebCryptoCipherEncrypt = 0;

type Parameters = readonly unknown[];

/** The browser's algorithm of each kKeyVariantAES_… and what Node passes for it. */
const aes: readonly ((parameters: Parameters) => AesParams)[] = [
  ([counter, length]) => ({ name: 'AES-CTR', counter: ownBytes(counter), length: length as number }),
  ([iv]) => ({ name: 'AES-CBC', iv: ownBytes(iv) }),
  ([iv, tagBytes, additionalData]) => ({
    name: 'AES-GCM',
    iv: ownBytes(iv),
    tagLength: (tagBytes as number) * 8,
    ...(additionalData !== undefined && { additionalData: ownBytes(additionalData) }),
  }),
];
const KEY_WRAP = 3;

type AesParams = (AesCtrParams | AesCbcParams | AesGcmParams) & { name: string };

export function createCipherJobs(
  realm: Realm,
  defineJob: DefineJob,
  handles: KeyObjectHandleClass,
  classes: KeyClasses,
): Binding {
  const { crypto } = realm.host;
  const { subtle } = crypto;

  /** AES-KW wraps keys alone: what is wrapped goes in, and comes out, as an HMAC key of those bytes. */
  async function keyWrap(encrypt: boolean, secret: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>) {
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const wrapping = await subtle.importKey('raw', secret, 'AES-KW', false, ['wrapKey', 'unwrapKey']);
    if (encrypt) {
      const key = await subtle.importKey('raw', data, hmac, true, ['sign']);
      return subtle.wrapKey('raw', key, wrapping, 'AES-KW');
    }
    const key = await subtle.unwrapKey('raw', data, wrapping, 'AES-KW', hmac, true, ['sign']);
    return subtle.exportKey('raw', key);
  }

  return {
    AESCipherJob: defineJob(
      (
        _mode,
        cipherMode: number,
        key: KeyObjectHandle,
        data: unknown,
        variant: number,
        ...rest: unknown[]
      ) => {
        const kind = Math.floor(variant / 3);
        const encrypt = cipherMode === kWebCryptoCipherEncrypt;
        const [secret, bytes] = [ownBytes(key), ownBytes(data)];
        if (kind === KEY_WRAP) return { later: () => keyWrap(encrypt, secret, bytes) };
        const algorithm = aes[kind]?.(rest);
        if (algorithm === undefined) return realm.unavailable('AES-OCB');
        return {
          async later() {
            const usage = encrypt ? 'encrypt' : 'decrypt';
            const imported = await subtle.importKey('raw', secret, algorithm.name, false, [usage]);
            return subtle[usage](algorithm, imported, bytes);
          },
        };
      },
    ),

    RSACipherJob: defineJob(
      (
        _mode,
        cipherMode: number,
        key: KeyObjectHandle,
        data: unknown,
        _variant: number,
        hashName: string,
        label?: unknown,
      ) => {
        const usage = cipherMode === kWebCryptoCipherEncrypt ? 'encrypt' : 'decrypt';
        const bytes = ownBytes(data);
        const hash = findDigest(hashName)?.webName ?? realm.unavailable(`RSA-OAEP with ${hashName}`);
        const options = { name: 'RSA-OAEP', ...(label !== undefined && { label: ownBytes(label) }) };
        return {
          async later() {
            const algorithm = { name: 'RSA-OAEP', hash };
            const imported = await importForSubtle(subtle, key.asymmetric(), algorithm, [usage]);
            return subtle[usage](options, imported, bytes);
          },
        };
      },
    ),

    /** `length` is in bits. Web Crypto's callers get a CryptoKey, the others a handle. */
    SecretKeyGenJob: defineJob(
      (_mode, length: number, algorithm?: object, usages?: number, extractable?: boolean) => ({
        now() {
          if (algorithm === undefined) {
            return handles.of(crypto.getRandomValues(new Uint8Array(Math.floor(length / 8))));
          }
          const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(length / 8)));
          const spare = bytes.length * 8 - length;
          if (spare > 0) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) & (0xff << spare);
          const CryptoKey = classes.cryptoKey();
          return new CryptoKey(handles.of(bytes), algorithm, usages ?? 0, extractable === true);
        },
      }),
    ),
  };
}

// Signatures for callers that cannot wait: RSA by rsa.ts, ECDSA and EdDSA by the noble curves (src/crypto/crypto_sig.cc).
import type { Realm } from '../../realm.ts';
import { curves, type AsymmetricKey } from './asymmetric-key.ts';
import type { Digest } from './digests.ts';
import { requireDigest } from './hash.ts';
import { opensslError, unsupportedKeyType } from './openssl-error.ts';
import { libraryCurves, paddedSecret } from './public-half.ts';
import { signPkcs1, signPss, verifyPkcs1, verifyPss } from './rsa.ts';
import { fromP1363, toP1363 } from './signature-encoding.ts';

const RSA_PKCS1_PSS_PADDING = 6;
const RSA_PSS_SALTLEN_DIGEST = -1;
const RSA_PSS_SALTLEN_MAX_SIGN = -2;
const kSigEncP1363 = 1;

/** Of the digests that a PKCS#1 v1.5 signature names. */
const oids: Readonly<Record<string, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha512-224': '2.16.840.1.101.3.4.2.5',
  'sha512-256': '2.16.840.1.101.3.4.2.6',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
  'sha3-384': '2.16.840.1.101.3.4.2.9',
  'sha3-512': '2.16.840.1.101.3.4.2.10',
};

export interface SignatureOptions {
  readonly digest: string | undefined;
  readonly padding?: number | undefined;
  readonly saltLength?: number | undefined;
  /** kSigEncDER or kSigEncP1363. */
  readonly encoding?: number | undefined;
}

export interface Signatures {
  sign(key: AsymmetricKey, data: Uint8Array, options: SignatureOptions): Uint8Array<ArrayBuffer>;
  verify(key: AsymmetricKey, data: Uint8Array, signature: Uint8Array, options: SignatureOptions): boolean;
}

export function createSignatures(realm: Realm): Signatures {
  const hashOf = (digest: Digest) => (data: Uint8Array) => {
    const state = digest.create();
    state.update(data);
    return state.digest();
  };
  /** Without a name, OpenSSL's default for the key. */
  const digestOf = (name: string | undefined): Digest => requireDigest(name ?? 'sha256');
  const oidOf = ({ name }: Digest): string =>
    oids[name.toLowerCase().replace('/', '-')] ?? realm.unavailable(`an RSA signature with ${name}`);
  const tooSmall = () => opensslError('0200009D', 'rsa routines', 'RSA', 'digest too big for rsa key');

  function edwards(key: AsymmetricKey) {
    const library = realm.library('crypto');
    if (key.type === 'ed25519') return library.ed25519;
    if (key.type === 'ed448') return library.ed448;
    throw unsupportedKeyType();
  }

  return {
    sign(key, data, { digest: name, padding, saltLength, encoding }) {
      if (key.type === 'rsa') {
        const digest = digestOf(name);
        const hash = hashOf(digest);
        if (padding !== RSA_PKCS1_PSS_PADDING) {
          const signature = signPkcs1(key, oidOf(digest), hash(data));
          if (signature === undefined) throw tooSmall();
          return signature;
        }
        const longest = key.n.length - digest.size - 2;
        const length =
          saltLength === RSA_PSS_SALTLEN_DIGEST
            ? digest.size
            : saltLength === undefined || saltLength === RSA_PSS_SALTLEN_MAX_SIGN
              ? longest
              : saltLength;
        const salt = realm.host.crypto.getRandomValues(new Uint8Array(Math.max(0, length)));
        const signature = signPss(key, hash, hash(data), salt);
        if (signature === undefined) throw tooSmall();
        return signature;
      }
      if (key.type === 'ec') {
        const curve = realm.library('crypto')[libraryCurves[key.curve]];
        const hashed = hashOf(digestOf(name))(data);
        const made = curve.sign(hashed, paddedSecret(key), {
          prehash: false,
          lowS: false,
        });
        return new Uint8Array(encoding === kSigEncP1363 ? made : fromP1363(made));
      }
      return new Uint8Array(edwards(key).sign(data, key.d ?? new Uint8Array(0)));
    },

    verify(key, data, signature, { digest: name, padding, saltLength, encoding }) {
      if (key.type === 'rsa') {
        const digest = digestOf(name);
        const hash = hashOf(digest);
        if (padding !== RSA_PKCS1_PSS_PADDING) return verifyPkcs1(key, oidOf(digest), hash(data), signature);
        const length =
          saltLength === RSA_PSS_SALTLEN_DIGEST
            ? digest.size
            : saltLength === undefined || saltLength === RSA_PSS_SALTLEN_MAX_SIGN
              ? undefined
              : saltLength;
        return verifyPss(key, hash, hash(data), signature, length);
      }
      if (key.type === 'ec') {
        const curve = realm.library('crypto')[libraryCurves[key.curve]];
        const plain = encoding === kSigEncP1363 ? signature : toP1363(signature, curves[key.curve].size);
        const { point } = key;
        if (point === undefined || plain?.length !== 2 * curves[key.curve].size) return false;
        const hashed = hashOf(digestOf(name))(data);
        return quietly(() => curve.verify(plain, hashed, point, { prehash: false, lowS: false }));
      }
      const { x } = key;
      const curve = edwards(key);
      return x !== undefined && quietly(() => curve.verify(signature, data, x));
    },
  };
}

/** The library throws where a signature or a point is none; for OpenSSL it does not verify. */
function quietly(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}

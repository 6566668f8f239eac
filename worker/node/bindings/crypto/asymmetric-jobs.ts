// Key pairs, signatures and key agreement, done by the browser's crypto.subtle: later, with a callback or a promise. Who asks
// synchronously, or for a curve that browsers do not have, gets those of our own (src/crypto/crypto_keygen.cc, crypto_sig.cc,
// crypto_dh.cc).
import type { Binding, Realm } from '../../realm.ts';
import type { TextCodec } from '../codec/text-codec.ts';
import { curves, findCurve, invalidCurve, type AsymmetricKey, type CurveName } from './asymmetric-key.ts';
import { ownBytes } from './bytes.ts';
import { agree } from './key-agreement.ts';
import { findDigest } from './digests.ts';
import type { DefineJob, Work } from './job.ts';
import type { KeyClasses } from './key-classes.ts';
import { isKeyObjectHandle, keyType, type KeyObjectHandle, type KeyObjectHandleClass } from './key-handle.ts';
import { newEcPair, newOkpPair, newRsaPair, type Pair } from './new-pairs.ts';
import { randomBytesOf } from './random.ts';
import { createRsaEncryption } from './rsa-encryption.ts';
import { createSignClasses } from './sign-classes.ts';
import { fromP1363, toP1363 } from './signature-encoding.ts';
import { createSignatures, type SignatureOptions } from './signatures.ts';
import { generatePair, importForSubtle } from './subtle-keys.ts';

const kCryptoJobWebCrypto = 2;
const kSignJobModeSign = 0;
const kSigEncP1363 = 1;
const RSA_PKCS1_PSS_PADDING = 6;
const RSA_PSS_SALTLEN_DIGEST = -1;
const RSA_PSS_SALTLEN_MAX_SIGN = -2;
const kKeyFormatJWK = 2;

export function createAsymmetricJobs(
  realm: Realm,
  defineJob: DefineJob,
  handles: KeyObjectHandleClass,
  classes: KeyClasses,
  codec: TextCodec,
): Binding {
  const signatures = createSignatures(realm);
  const { subtle } = realm.host.crypto;
  const random = randomBytesOf(realm.host.crypto);
  const numbers = realm.meta.bindings['crypto'] as Record<string, number>;

  /** `rest` is [algorithm, public usages, private usages, extractable] for Web Crypto, and the encodings otherwise. */
  function pairWork(
    mode: number,
    generate: () => Promise<Pair>,
    generateNow: () => Pair,
    rest: readonly unknown[],
  ): Work {
    if (mode === kCryptoJobWebCrypto) {
      const [algorithm, publicUsages, privateUsages, extractable] = rest as [object, number, number, boolean];
      return {
        async later() {
          const { publicKey, privateKey } = await generate();
          const CryptoKey = classes.cryptoKey();
          return {
            publicKey: new CryptoKey(handles.of(publicKey), algorithm, publicUsages, true),
            privateKey: new CryptoKey(handles.of(privateKey), algorithm, privateUsages, extractable),
          };
        },
      };
    }
    const [publicFormat, publicType, privateFormat, privateType] = rest as (number | undefined)[];
    const encoded = ({ publicKey, privateKey }: Pair) => [
      encode(handles.of(publicKey), publicFormat, publicType),
      encode(handles.of(privateKey), privateFormat, privateType, rest.slice(4)),
    ];
    return { now: () => encoded(generateNow()), later: async () => encoded(await generate()) };
  }

  function encode(
    handle: KeyObjectHandle,
    format?: number,
    type?: number,
    [cipher, passphrase]: readonly unknown[] = [],
  ): unknown {
    if (format === undefined) return handle;
    return format === kKeyFormatJWK
      ? handle.exportJwk({}, false)
      : handle.export(format, type, cipher, passphrase);
  }

  /** The key that a job is given: a handle, or data with its format. */
  function handleOf(
    isPrivate: boolean,
    [data, format, type, passphrase, curve]: readonly unknown[],
  ): AsymmetricKey {
    if (isKeyObjectHandle(data)) return data.asymmetric();
    const handle = new handles();
    const kind = isPrivate ? keyType.private : keyType.public;
    handle.init(kind, data, format as number, type ?? null, passphrase ?? null, curve ?? null);
    return handle.asymmetric();
  }

  function webHash(name: unknown): string {
    const shown = typeof name === 'string' ? name : 'no digest';
    return findDigest(shown)?.webName ?? realm.unavailable(`a signature with ${shown}`);
  }

  /** crypto.subtle's two algorithms: to import the key for, and to sign with. */
  function signatureAlgorithms(key: AsymmetricKey, digest: unknown, padding: unknown, saltLength: unknown) {
    switch (key.type) {
      case 'rsa': {
        const hash = webHash(digest);
        if (padding !== RSA_PKCS1_PSS_PADDING) {
          const name = 'RSASSA-PKCS1-v1_5';
          return [{ name, hash }, { name }] as const;
        }
        const name = 'RSA-PSS';
        return [
          { name, hash },
          { name, saltLength: saltOf(key, digest as string, saltLength) },
        ] as const;
      }
      case 'ec':
        return [
          { name: 'ECDSA', namedCurve: curves[key.curve].web },
          { name: 'ECDSA', hash: webHash(digest) },
        ] as const;
      case 'ed25519':
        return [{ name: 'Ed25519' }, { name: 'Ed25519' }] as const;
      default:
        return realm.unavailable(`a signature with a key of type ${key.type}`);
    }
  }

  function saltOf(key: AsymmetricKey & { type: 'rsa' }, digest: string, given: unknown): number {
    const size = findDigest(digest)?.size ?? 0;
    if (given === RSA_PSS_SALTLEN_DIGEST) return size;
    // Node's default: as long as fits.
    if (given === undefined || given === RSA_PSS_SALTLEN_MAX_SIGN) return key.n.length - size - 2;
    return given as number;
  }

  return {
    ...createSignClasses(realm, codec, signatures, handleOf),
    ...createRsaEncryption(realm, handleOf, random),

    RsaKeyPairGenJob: defineJob(
      (mode, variant: number, modulusLength: number, exponent: number, ...rest: unknown[]) => {
        if (variant !== 0) return realm.unavailable('RSA-PSS keys with parameters');
        const publicExponent = Uint8Array.from([24, 16, 8, 0], (shift) => exponent >>> shift).filter(
          (byte, i, all) => byte !== 0 || all.slice(0, i).some((before) => before !== 0),
        );
        // The digest belongs to the use of the key, and not to the key: any will do here.
        const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent, hash: 'SHA-256' };
        return pairWork(
          mode,
          () => generatePair(subtle, algorithm, ['sign', 'verify']),
          () => newRsaPair(modulusLength, exponent, random),
          rest,
        );
      },
    ),

    EcKeyPairGenJob: defineJob((mode, name: string, _encoding: unknown, ...rest: unknown[]) => {
      const curve: CurveName | undefined = findCurve(name);
      if (curve === undefined) {
        throw invalidCurve();
      }
      const algorithm = { name: 'ECDSA', namedCurve: curves[curve].web };
      const generateNow = () => newEcPair(realm, curve);
      const generate = async () =>
        curve === 'secp256k1' ? generateNow() : generatePair(subtle, algorithm, ['sign', 'verify']);
      return pairWork(mode, generate, generateNow, rest);
    }),

    NidKeyPairGenJob: defineJob((mode, nid: number, ...rest: unknown[]) => {
      if (nid === numbers['EVP_PKEY_ED25519']) {
        const generate = () => generatePair(subtle, { name: 'Ed25519' }, ['sign', 'verify']);
        return pairWork(mode, generate, () => newOkpPair(realm, 'ed25519'), rest);
      }
      if (nid === numbers['EVP_PKEY_X25519']) {
        const generate = () => generatePair(subtle, { name: 'X25519' }, ['deriveBits']);
        return pairWork(mode, generate, () => newOkpPair(realm, 'x25519'), rest);
      }
      const type =
        nid === numbers['EVP_PKEY_ED448'] ? 'ed448' : nid === numbers['EVP_PKEY_X448'] ? 'x448' : undefined;
      if (type === undefined) return realm.unavailable('key pairs of this type');
      const generateNow = () => newOkpPair(realm, type);
      return pairWork(mode, async () => generateNow(), generateNow, rest);
    }),

    SignJob: defineJob((_mode, signMode: number, ...args: unknown[]) => {
      const [data, digest, saltLength, padding, encoding, , signature] = args.slice(5);
      const signs = signMode === kSignJobModeSign;
      const key = handleOf(signs, args.slice(0, 5));
      const bytes = ownBytes(data);
      const size = key.type === 'ec' && encoding !== kSigEncP1363 ? curves[key.curve].size : undefined;
      const given = signature === undefined ? undefined : ownBytes(signature);
      const options = { digest, padding, saltLength, encoding } as SignatureOptions;
      const now = () =>
        signs || given === undefined
          ? signatures.sign(key, bytes, options).buffer
          : signatures.verify(key, bytes, given, options);
      // Curves that no browser has.
      if (key.type === 'ed448' || (key.type === 'ec' && key.curve === 'secp256k1')) return { now };
      const [forImport, forUse] = signatureAlgorithms(key, digest, padding, saltLength);
      return {
        now,
        async later() {
          const imported = await importForSubtle(subtle, key, forImport, [signs ? 'sign' : 'verify']);
          if (signs || given === undefined) {
            const made = await subtle.sign(forUse, imported, bytes);
            return size === undefined ? made : fromP1363(new Uint8Array(made)).slice().buffer;
          }
          const plain = size === undefined ? given : toP1363(given, size);
          return plain !== undefined && subtle.verify(forUse, imported, new Uint8Array(plain), bytes);
        },
      };
    }),

    DHBitsJob: defineJob((_mode, ...args: unknown[]) => {
      const publicKey = handleOf(false, args.slice(0, 5));
      const privateKey = handleOf(true, args.slice(5, 10));
      const now = () => agree(realm, privateKey, publicKey).buffer;
      const algorithm =
        privateKey.type === 'ec' && privateKey.curve !== 'secp256k1'
          ? { name: 'ECDH', namedCurve: curves[privateKey.curve].web }
          : privateKey.type === 'x25519'
            ? { name: 'X25519' }
            : undefined;
      if (algorithm === undefined) return { now };
      const bits = privateKey.type === 'ec' ? curves[privateKey.curve].size * 8 : 256;
      return {
        now,
        async later() {
          const ours = await importForSubtle(subtle, privateKey, algorithm, ['deriveBits']);
          const theirs = await importForSubtle(subtle, publicKey, algorithm, []);
          return subtle.deriveBits({ name: algorithm.name, public: theirs }, ours, bits);
        },
      };
    }),
  };
}

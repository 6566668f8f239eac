// PBKDF2, scrypt, HKDF and Argon2 (src/crypto/crypto_pbkdf2.cc, crypto_scrypt.cc, crypto_hkdf.cc, crypto_argon2.cc).
import { expand, extract } from '@noble/hashes/hkdf.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import type { Binding, Realm } from '../../realm.ts';
import { nativeError } from '../native-error.ts';
import { ownBytes } from './bytes.ts';
import type { Digest } from './digests.ts';
import { requireDigest } from './hash.ts';
import type { DefineJob } from './job.ts';

type NobleHash = Parameters<typeof pbkdf2>[0];

/** By kTypeArgon2d and its like. */
const argon2Names = ['argon2d', 'argon2i', 'argon2id'] as const;

/** OpenSSL's bound on r * p. */
const SCRYPT_PR_MAX = 2 ** 30 - 1;

export function createKeyDerivationMembers(realm: Realm, defineJob: DefineJob): Binding {
  const { subtle } = realm.host.crypto;

  function nobleOf(digest: Digest): NobleHash {
    return (
      (digest.noble as NobleHash | undefined) ?? realm.unavailable(`a key derivation with ${digest.name}`)
    );
  }

  return {
    PBKDF2Job: defineJob(
      (_mode, password: unknown, salt: unknown, iterations: number, size: number, name: string) => {
        const digest = requireDigest(name);
        const [key, salted] = [ownBytes(password), ownBytes(salt)];
        const now = () => pbkdf2(nobleOf(digest), key, salted, { c: iterations, dkLen: size }).slice().buffer;
        const { webName } = digest;
        if (size === 0) return { now: nothingDerived };
        if (webName === undefined) return { now };
        // The browser derives natively, and on a thread of its own.
        return {
          now,
          async later() {
            const base = await subtle.importKey('raw', key, 'PBKDF2', false, ['deriveBits']);
            const algorithm = { name: 'PBKDF2', hash: webName, salt: salted, iterations };
            return subtle.deriveBits(algorithm, base, size * 8);
          },
        };
      },
    ),

    ScryptJob: defineJob(
      (
        _mode,
        password: unknown,
        salt: unknown,
        N: number,
        r: number,
        p: number,
        maxmem: number,
        size: number,
      ) => {
        checkScrypt(N, r, p, maxmem);
        const [key, salted] = [ownBytes(password), ownBytes(salt)];
        return {
          now: () =>
            size === 0
              ? new ArrayBuffer(0)
              : scrypt(key, salted, { N, r, p, dkLen: size, maxmem: Number.MAX_SAFE_INTEGER }).slice().buffer,
        };
      },
    ),

    Argon2Job: defineJob(
      (
        _mode,
        message: unknown,
        nonce: unknown,
        parallelism: number,
        tagLength: number,
        memory: number,
        passes: number,
        secret: unknown,
        associatedData: unknown,
        type: number,
      ) => {
        const [password, salt] = [ownBytes(message), ownBytes(nonce)];
        const key = secret === undefined ? undefined : ownBytes(secret);
        const personalization = associatedData === undefined ? undefined : ownBytes(associatedData);
        return {
          now: () =>
            realm
              .library('crypto')
              .argon2[argon2Names[type] ?? 'argon2id'](password, salt, {
                ...{ t: passes, m: memory, p: parallelism, dkLen: tagLength },
                ...(key && { key }),
                ...(personalization && { personalization }),
                maxmem: 2 ** 32 - 1,
              })
              .slice().buffer,
        };
      },
    ),

    HKDFJob: defineJob((_mode, name: string, key: unknown, salt: unknown, info: unknown, size: number) => {
      const digest = requireDigest(name);
      if (size > digest.size * 255) {
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
      }
      const [material, salted, context] = [ownBytes(key), ownBytes(salt), ownBytes(info)];
      return {
        now() {
          if (size === 0) nothingDerived();
          const hash = nobleOf(digest);
          return expand(hash, extract(hash, material, salted), context, size).slice().buffer;
        },
      };
    }),
  };
}

/** OpenSSL derives at least one byte. */
function nothingDerived(): never {
  throw new Error('Deriving bits failed');
}

/** OpenSSL's checks of EVP_PBE_scrypt, and the errors that Node makes of them. */
function checkScrypt(N: number, r: number, p: number, maxmem: number): void {
  const invalid = (detail = '') =>
    nativeError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', `Invalid scrypt params${detail}`);
  const exceeded = () => invalid(': error:030000AC:digital envelope routines::memory limit exceeded');
  if (r < 1 || p < 1 || N < 2 || (N & (N - 1)) !== 0) throw invalid();
  if (p > SCRYPT_PR_MAX / r) throw exceeded();
  if (16 * r <= 63 && N >= 2 ** (16 * r)) throw exceeded();
  if (p * 128 * r + 32 * r * (N + 2) * 4 > maxmem) throw exceeded();
}

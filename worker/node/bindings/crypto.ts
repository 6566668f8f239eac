// internalBinding('crypto') (src/node_crypto.cc and src/crypto): hashes by @noble/hashes, everything that Web Crypto has by the
// browser's crypto.subtle, and clear errors for the rest. Owned by the realm, as long as the process.
import { tlsCryptoMembers } from '../outbound/secure-context.ts';
import type { Binding, Realm } from '../realm.ts';
import { createTextCodec } from './codec/text-codec.ts';
import { createAsymmetricJobs } from './crypto/asymmetric-jobs.ts';
import { createCipherMembers } from './crypto/cipher-base.ts';
import { createCipherJobs } from './crypto/cipher-jobs.ts';
import { curves } from './crypto/asymmetric-key.ts';
import { createDiffieHellmanMembers } from './crypto/diffie-hellman.ts';
import { createEcdhMembers } from './crypto/ecdh.ts';
import { createHashMembers } from './crypto/hash.ts';
import { createJobs } from './crypto/job.ts';
import { createKeyClasses } from './crypto/key-classes.ts';
import { createKeyDerivationMembers } from './crypto/key-derivation.ts';
import { createKeyObjectHandle } from './crypto/key-handle.ts';
import { createRandomMembers } from './crypto/random.ts';
import { createUnavailableMembers } from './crypto/unavailable.ts';

export function createCryptoBinding(realm: Realm): Binding {
  const codec = createTextCodec(realm.host);
  const defineJob = createJobs(realm);
  const KeyObjectHandle = createKeyObjectHandle(realm, codec);
  const classes = createKeyClasses(realm, KeyObjectHandle);
  const dumped = Object.entries(realm.meta.bindings['crypto'] as Record<string, unknown>);

  return {
    // kCryptoJobAsync, EVP_PKEY_ED25519 and their like.
    ...Object.fromEntries(dumped.filter(([, value]) => typeof value === 'number')),
    ...createUnavailableMembers(realm),
    ...tlsCryptoMembers(realm),
    ...createHashMembers(realm, codec, defineJob),
    ...createRandomMembers(realm, defineJob),
    ...createKeyDerivationMembers(realm, defineJob),
    ...createCipherMembers(realm, codec),
    ...createCipherJobs(realm, defineJob, KeyObjectHandle, classes),
    ...createAsymmetricJobs(realm, defineJob, KeyObjectHandle, classes, codec),
    ...createDiffieHellmanMembers(realm),
    ...createEcdhMembers(realm),
    ...classes.members,
    KeyObjectHandle,
    getSSLCiphers: () => [],
    // None is bundled: the browser trusts by its own store. An ES module that imports tls reads this list.
    getBundledRootCertificates: () => [],
    getCurves: () => Object.keys(curves),
    getCertificateCompressionAlgorithms: () => [],
    getOpenSSLSecLevelCrypto: () => 2,
    getFipsCrypto: () => 0,
    setFipsCrypto: () => realm.unavailable('FIPS mode'),
    testFipsCrypto: () => false,
  };
}

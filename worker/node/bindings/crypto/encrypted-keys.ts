// Private keys under a passphrase: EncryptedPrivateKeyInfo (RFC 5958) by PBES2 (RFC 8018), which OpenSSL writes for PKCS#8, and the
// older encryption in the headers of a PEM block (RFC 1421; EVP_BytesToKey of OpenSSL), for PKCS#1 and SEC 1.
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { concatBytes } from '../../../os/concat-bytes.ts';
import type { Realm } from '../../realm.ts';
import { decodeHex, writeHex } from '../codec/hex.ts';
import { nativeError } from '../native-error.ts';
import { CipherFailure } from './cipher-streams.ts';
import { findCipher, type Cipher } from './cipher-table.ts';
import { childrenOf, contentOf, der, DerError, derOid, derUnsigned, oidOf, readDer, tag } from './der.ts';
import { findDigest } from './digests.ts';
import { requireDigest } from './hash.ts';
import { cryptWhole } from './open-cipher.ts';
import { opensslError } from './openssl-error.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
/** As OpenSSL writes. */
const ITERATIONS = 2048;
const SALT = 16;
/** Longer ones do not fit the buffer that OpenSSL reads a passphrase into. */
const LONGEST_PASSPHRASE = 1024;

const macOids: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const SHA256_MAC = '1.2.840.113549.2.9';

/** By the last arc under NIST's AES. */
const AES_ARC = '2.16.840.1.101.3.4.1.';
const arcs: Readonly<Record<string, number>> = { ecb: 1, cbc: 2, ofb: 3, cfb: 4 };
const firstArcs: Readonly<Record<number, number>> = { 16: 0, 24: 20, 32: 40 };

function cipherOid(cipher: Cipher): string {
  if (cipher.authenticated)
    throw opensslError('0300007A', 'digital envelope routines', 'EVP', 'cipher parameter error');
  const arc = cipher.name.endsWith(`-${cipher.mode}`) ? arcs[cipher.mode] : undefined;
  if (arc === undefined)
    throw opensslError('0680006C', 'asn1 encoding routines', 'ASN1', 'cipher has no object identifier');
  return `${AES_ARC}${(firstArcs[cipher.keyLength] ?? 0) + arc}`;
}

function cipherOfOid(oid: string): Cipher {
  const arc = oid.startsWith(AES_ARC) ? Number(oid.slice(AES_ARC.length)) : NaN;
  const mode = Object.keys(arcs).find((name) => arcs[name] === arc % 20);
  const cipher = mode && findCipher(`aes-${128 + 64 * Math.floor(arc / 20)}-${mode}`);
  if (!cipher) throw new DerError('unknown cipher');
  return cipher;
}

export interface KeyEncryption {
  encryptPkcs8(cipherName: string, passphrase: Bytes, plain: Uint8Array): Uint8Array;
  /** Throws DerError for what is not such a key, and OpenSSL's error where the passphrase is wrong. */
  decryptPkcs8(bytes: Uint8Array, passphrase: Bytes, inPem: boolean): Uint8Array;
  /** The lines between a PEM block's label and its text, and that text as bytes. */
  encryptPem(
    cipherName: string,
    passphrase: Bytes,
    plain: Uint8Array,
  ): { headers: string; bytes: Uint8Array };
  decryptPem(headers: string, bytes: Uint8Array, passphrase: Bytes): Uint8Array;
}

export function createKeyEncryption(realm: Realm): KeyEncryption {
  const random = (size: number): Bytes => realm.host.crypto.getRandomValues(new Uint8Array(size));

  function crypt(
    cipher: Cipher,
    use: { key: Bytes; iv: Bytes; encrypts: boolean },
    data: Uint8Array,
  ): Uint8Array {
    return cryptWhole(realm.library('crypto'), cipher, use, data);
  }

  function cipherOf(name: string): Cipher {
    const cipher = findCipher(name);
    if (cipher === undefined) throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
    return cipher;
  }

  function derive(passphrase: Bytes, salt: Uint8Array, rounds: number, mac: string, size: number): Bytes {
    const { noble } = findDigest(mac) ?? {};
    if (noble === undefined) throw new DerError('unknown MAC');
    return new Uint8Array(pbkdf2(noble, passphrase, salt, { c: rounds, dkLen: size }));
  }

  return {
    encryptPkcs8(cipherName, passphrase, plain) {
      const cipher = cipherOf(cipherName);
      const oid = cipherOid(cipher);
      const [salt, iv] = [random(SALT), random(cipher.ivLength)];
      const key = derive(passphrase, salt, ITERATIONS, 'sha256', cipher.keyLength);
      const derivation = der(
        tag.SEQUENCE,
        der(tag.OCTET_STRING, salt),
        derUnsigned(Uint8Array.of(ITERATIONS >> 8, ITERATIONS & 0xff)),
        der(tag.SEQUENCE, derOid(SHA256_MAC), der(tag.NULL)),
      );
      const parameters = der(
        tag.SEQUENCE,
        der(tag.SEQUENCE, derOid(PBKDF2), derivation),
        der(tag.SEQUENCE, derOid(oid), cipher.ivLength > 0 ? der(tag.OCTET_STRING, iv) : der(tag.NULL)),
      );
      return der(
        tag.SEQUENCE,
        der(tag.SEQUENCE, derOid(PBES2), parameters),
        der(tag.OCTET_STRING, crypt(cipher, { key, iv, encrypts: true }, plain)),
      );
    },

    decryptPkcs8(bytes, passphrase, inPem) {
      const [algorithm, data] = childrenOf(readDer(bytes)[0], tag.SEQUENCE);
      const [scheme, parameters] = childrenOf(algorithm, tag.SEQUENCE);
      if (oidOf(scheme) !== PBES2) throw new DerError('unknown encryption');
      const [derivation, encryption] = childrenOf(parameters, tag.SEQUENCE);
      const [kind, settings] = childrenOf(derivation, tag.SEQUENCE);
      if (oidOf(kind) !== PBKDF2) throw new DerError('unknown derivation');
      const [salt, rounds, ...optional] = childrenOf(settings, tag.SEQUENCE);
      const mac = optional.find((node) => node.tag === tag.SEQUENCE);
      const macName = mac ? (macOids[oidOf(childrenOf(mac, tag.SEQUENCE)[0])] ?? '') : 'sha1';
      const [oid, ivNode] = childrenOf(encryption, tag.SEQUENCE);
      const cipher = cipherOfOid(oidOf(oid));
      const iv = cipher.ivLength > 0 ? contentOf(ivNode, tag.OCTET_STRING).slice() : new Uint8Array(0);
      const count = contentOf(rounds, tag.INTEGER).reduce((value, byte) => value * 256 + byte, 0);
      const key = derive(passphrase, contentOf(salt, tag.OCTET_STRING), count, macName, cipher.keyLength);
      return orBadDecrypt(
        () => crypt(cipher, { key, iv, encrypts: false }, contentOf(data, tag.OCTET_STRING)),
        Array.from({ length: inPem ? 2 : 1 }, () => [
          'error:11800074:PKCS12 routines::pkcs12 cipherfinal error',
          'error:1C800064:Provider routines::bad decrypt',
        ]).flat(),
      );
    },

    encryptPem(cipherName, passphrase, plain) {
      const cipher = cipherOf(cipherName);
      const iv = random(cipher.ivLength);
      const key = bytesToKey(passphrase, iv, cipher.keyLength);
      const shown = decodeHex(iv, 0, iv.length).toUpperCase();
      return {
        headers: `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${cipher.name.toUpperCase()},${shown}\n\n`,
        bytes: crypt(cipher, { key, iv, encrypts: true }, plain),
      };
    },

    decryptPem(headers, bytes, passphrase) {
      const [, name = '', hex = ''] = /DEK-Info:\s*([\w-]+),([0-9A-Fa-f]*)/.exec(headers) ?? [];
      const cipher = findCipher(name);
      const iv = new Uint8Array(hex.length >> 1);
      writeHex(iv, hex, 0, iv.length);
      if (cipher === undefined || iv.length !== cipher.ivLength) throw new DerError('unknown PEM encryption');
      const key = bytesToKey(passphrase, iv, cipher.keyLength);
      return orBadDecrypt(
        () => crypt(cipher, { key, iv, encrypts: false }, bytes),
        ['error:04800065:PEM routines::bad decrypt', 'error:1C800064:Provider routines::bad decrypt'],
      );
    },
  };
}

function orBadDecrypt<T>(decrypt: () => T, stack: readonly string[]): T {
  try {
    return decrypt();
  } catch (error) {
    if (!(error instanceof CipherFailure)) throw error;
    throw opensslError('1C800064', 'Provider routines', null, 'bad decrypt', stack);
  }
}

/** EVP_BytesToKey with MD5 and one round, salted with the first half of the IV. */
function bytesToKey(passphrase: Bytes, iv: Uint8Array, size: number): Bytes {
  const md5 = requireDigest('md5');
  let block: Uint8Array = new Uint8Array(0);
  let key: Bytes = new Uint8Array(0);
  while (key.length < size) {
    const state = md5.create();
    for (const part of [block, passphrase, iv.subarray(0, 8)]) state.update(part);
    block = state.digest();
    key = concatBytes([key, block]);
  }
  return key.slice(0, size);
}

/** Whether it is an EncryptedPrivateKeyInfo: a PrivateKeyInfo begins with its version. */
export function isEncryptedPkcs8(bytes: Uint8Array): boolean {
  const [first] = childrenOf(readDer(bytes)[0], tag.SEQUENCE);
  return first?.tag === tag.SEQUENCE;
}

/** The passphrase as OpenSSL's callback takes it, or its error. `forPkcs8` tells which routine asks. */
export function usablePassphrase(passphrase: Bytes | undefined, forPkcs8: boolean): Bytes {
  if (passphrase !== undefined && passphrase.length <= LONGEST_PASSPHRASE) return passphrase;
  const interrupted = 'error:07880109:common libcrypto routines::interrupted or cancelled';
  throw opensslError('07880109', 'common libcrypto routines', 'CRYPTO', 'interrupted or cancelled', [
    'error:04800068:PEM routines::bad password read',
    interrupted,
    ...(forPkcs8 ? ['error:1C80009F:Provider routines::unable to get passphrase', interrupted] : []),
    interrupted,
  ]);
}

// The hash algorithms by OpenSSL's names for them, over @noble/hashes.
import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';

/** An incremental hash. `digest` may be called once. */
export interface HashState {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): HashState;
}

export interface Digest {
  readonly name: string;
  readonly size: number;
  readonly blockSize: number;
  /** Whether the output can have any length. */
  readonly extendable: boolean;
  create(size?: number): HashState;
  /** As @noble/hashes' own key derivations take it; absent for what is composed here. */
  readonly noble?: NobleHash;
  /** The name that crypto.subtle knows it by. */
  readonly webName?: string;
}

type NobleHash = typeof sha256 | typeof sha512 | typeof sha3_256 | typeof blake2b;

function plain(name: string, noble: NobleHash, webName?: string): Digest {
  const { outputLen: size, blockLen: blockSize } = noble;
  const create = () => noble.create() as HashState;
  return {
    name,
    size,
    blockSize,
    extendable: false,
    create,
    noble,
    ...(webName !== undefined && { webName }),
  };
}

function xof(name: string, noble: typeof shake128): Digest {
  const { outputLen, blockLen: blockSize } = noble;
  const create = (size = outputLen): HashState => (size === 0 ? emptyState : noble.create({ dkLen: size }));
  return { name, size: outputLen, blockSize, extendable: true, create };
}

/** A hash with no output. */
const emptyState: HashState = { update() {}, digest: () => new Uint8Array(0), clone: () => emptyState };

/** SSL 3's hash: MD5 and SHA-1 one after the other. */
class Md5Sha1 implements HashState {
  readonly #parts: readonly [HashState, HashState];
  constructor(parts: readonly [HashState, HashState]) {
    this.#parts = parts;
  }
  update(bytes: Uint8Array): void {
    for (const part of this.#parts) part.update(bytes);
  }
  digest(): Uint8Array {
    const [a, b] = this.#parts;
    const whole = new Uint8Array(36);
    whole.set(a.digest());
    whole.set(b.digest(), 16);
    return whole;
  }
  clone(): HashState {
    const [a, b] = this.#parts;
    return new Md5Sha1([a.clone(), b.clone()]);
  }
}

const md5Sha1: Digest = {
  name: 'md5-sha1',
  size: 36,
  blockSize: 64,
  extendable: false,
  create: () => new Md5Sha1([md5.create(), sha1.create()]),
};

/** Each algorithm with its names, as crypto.getHashes() lists them and as OpenSSL's default provider has them besides. */
const table: readonly (readonly [digest: Digest, listed: string, others: string])[] = [
  [plain('md5', md5), 'RSA-MD5 md5 md5WithRSAEncryption ssl3-md5', '1.2.840.113549.2.5'],
  [
    plain('ripemd160', ripemd160),
    'RSA-RIPEMD160 ripemd ripemd160 ripemd160WithRSA rmd160',
    'ripemd-160 1.3.36.3.2.1',
  ],
  [
    plain('sha1', sha1, 'SHA-1'),
    'RSA-SHA1 RSA-SHA1-2 sha1 sha1WithRSAEncryption ssl3-sha1',
    'sha-1 1.3.14.3.2.26',
  ],
  [
    plain('sha224', sha224),
    'RSA-SHA224 sha224 sha224WithRSAEncryption',
    'sha-224 sha2-224 2.16.840.1.101.3.4.2.4',
  ],
  [
    plain('sha256', sha256, 'SHA-256'),
    'RSA-SHA256 sha256 sha256WithRSAEncryption',
    'sha-256 sha2-256 2.16.840.1.101.3.4.2.1',
  ],
  [
    plain('sha384', sha384, 'SHA-384'),
    'RSA-SHA384 sha384 sha384WithRSAEncryption',
    'sha-384 sha2-384 2.16.840.1.101.3.4.2.2',
  ],
  [
    plain('sha512', sha512, 'SHA-512'),
    'RSA-SHA512 sha512 sha512WithRSAEncryption',
    'sha-512 sha2-512 2.16.840.1.101.3.4.2.3',
  ],
  [
    plain('sha512-224', sha512_224),
    'RSA-SHA512/224 sha512-224 sha512-224WithRSAEncryption',
    'sha-512/224 sha2-512/224 2.16.840.1.101.3.4.2.5',
  ],
  [
    plain('sha512-256', sha512_256),
    'RSA-SHA512/256 sha512-256 sha512-256WithRSAEncryption',
    'sha-512/256 sha2-512/256 2.16.840.1.101.3.4.2.6',
  ],
  [
    plain('sha3-224', sha3_224),
    'RSA-SHA3-224 id-rsassa-pkcs1-v1_5-with-sha3-224 sha3-224',
    '2.16.840.1.101.3.4.2.7',
  ],
  [
    plain('sha3-256', sha3_256),
    'RSA-SHA3-256 id-rsassa-pkcs1-v1_5-with-sha3-256 sha3-256',
    '2.16.840.1.101.3.4.2.8',
  ],
  [
    plain('sha3-384', sha3_384),
    'RSA-SHA3-384 id-rsassa-pkcs1-v1_5-with-sha3-384 sha3-384',
    '2.16.840.1.101.3.4.2.9',
  ],
  [
    plain('sha3-512', sha3_512),
    'RSA-SHA3-512 id-rsassa-pkcs1-v1_5-with-sha3-512 sha3-512',
    '2.16.840.1.101.3.4.2.10',
  ],
  [plain('blake2b512', blake2b), 'blake2b512', 'blake2b-512 1.3.6.1.4.1.1722.12.2.1.16'],
  [plain('blake2s256', blake2s), 'blake2s256', 'blake2s-256 1.3.6.1.4.1.1722.12.2.2.8'],
  [md5Sha1, 'md5-sha1', ''],
  [xof('shake128', shake128), 'shake128', 'shake-128 2.16.840.1.101.3.4.2.11'],
  [xof('shake256', shake256), 'shake256', 'shake-256 2.16.840.1.101.3.4.2.12'],
];

const byName = new Map<string, Digest>();
for (const [digest, listed, others] of table) {
  for (const name of `${listed} ${others}`.trim().split(' ')) byName.set(name.toLowerCase(), digest);
}

/** As crypto.getHashes(): sorted, capitals first. */
export const hashNames: readonly string[] = table.flatMap(([, listed]) => listed.split(' ')).sort();

/** Known to OpenSSL, but of its legacy provider. */
export const isLegacyDigest = (name: string) => /^(?:rsa-)?(?:md4|mdc2)$|^whirlpool$/i.test(name);

/** OpenSSL's names have no case. */
export function findDigest(name: string): Digest | undefined {
  return byName.get(name.toLowerCase());
}

// The crypto binding held against the real node:crypto.
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import * as real from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCryptoBinding } from './crypto.ts';
import { callRealBinding, fakeRealm, seededRandom } from './testing/fake-realm.ts';

interface Job {
  run(): unknown;
  ondone?: (error: unknown, result: unknown) => void;
}
type JobClass = new (...args: unknown[]) => Job;
interface HashLike {
  update(data: unknown, encoding?: unknown): boolean;
  digest(encoding?: unknown): unknown;
}
interface HandleLike {
  init(...args: unknown[]): void;
  export(...args: unknown[]): Buffer | string;
  exportJwk(target: object, pss: boolean): object;
  keyDetail(target: object): Record<string, unknown>;
  getAsymmetricKeyType(): string;
  equals(other: HandleLike): boolean;
}
type Members = Record<string, JobClass> & {
  Hash: new (name: unknown, size?: number) => HashLike;
  Hmac: new () => HashLike & { init(name: string, key: Uint8Array): void };
  KeyObjectHandle: new () => HandleLike;
  getHashes: () => string[];
  oneShotDigest: (...args: unknown[]) => unknown;
  timingSafeEqual: (a: unknown, b: unknown) => boolean;
};
const numbers =
  'Object.fromEntries(Object.entries(binding).filter(([, value]) => typeof value === "number"))';
const [constants] = callRealBinding('crypto', [numbers]) as [{ returned: object }];
const realm = fakeRealm({
  library: () => ({ ed25519, x25519, p256, p384, p521, secp256k1 }) as never,
  meta: { bindings: { crypto: constants.returned } } as never,
  require: (id: string): unknown =>
    id === 'internal/util'
      ? {
          lazyDOMException: (message: string, { name, cause }: { name: string; cause: unknown }) =>
            Object.assign(new DOMException(message, name), { cause }),
        }
      : process.getBuiltinModule(id as 'buffer'),
});
const ours = createCryptoBinding(realm) as unknown as Members;
const random = seededRandom(42);
const below = (n: number) => Math.floor(random() * n);
const noise = (length: number) => Uint8Array.from({ length }, () => below(256));

const attempt = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return { ...(error as object), name: (error as Error).name, message: (error as Error).message };
  }
};
/** Absent from @noble/hashes. */
const notHere = /sm3/i;
const SYNC = 1;
const PROMISE = 2;

describe('hashes', () => {
  const names = real.getHashes().filter((name) => !notHere.test(name));
  it('lists what the real one lists', () => {
    expect([...ours.getHashes()].sort()).toEqual([...names].sort());
  });

  it.each([...names, 'SHA-256', 'sha2-512/256', 'BLAKE2b512', 'nope', 'md4', 'RSA-MD4'])('%s', (name) => {
    for (const length of [0, 1, 63, 64, 65, 200, 3000]) {
      const data = noise(length);
      const ourHash = () => {
        const hash = new ours.Hash(name);
        for (let at = 0; at < length; at += 700) hash.update(data.subarray(at, at + 700));
        return hash.digest('hex');
      };
      expect(attempt(ourHash)).toEqual(attempt(() => real.createHash(name).update(data).digest('hex')));
      const hmac = () => {
        const state = new ours.Hmac();
        state.init(name, data.subarray(0, 150));
        state.update(data);
        return state.digest('base64');
      };
      const theirs = () => real.createHmac(name, data.subarray(0, 150)).update(data).digest('base64');
      expect(attempt(hmac), name).toEqual(attempt(theirs));
    }
  });

  it('outputs of a given length, copies, encodings', () => {
    const options = (size?: number) => (size === undefined ? undefined : { outputLength: size });
    for (const name of ['sha256', 'md5', 'shake128', 'shake256']) {
      for (const size of [undefined, 0, 1, 16, 20, 32, 64, 300]) {
        const hash = () => {
          const state = new ours.Hash(name, size);
          state.update('a', 'utf8');
          return state.digest('hex');
        };
        const theirs = () => real.createHash(name, options(size)).update('a').digest('hex');
        expect(attempt(hash), `${name} ${size}`).toEqual(attempt(theirs));
        const copied = () => {
          const state = new ours.Hash(name);
          state.update('ab');
          return new ours.Hash(state, size).digest('hex');
        };
        const copiedTheirs = () => real.createHash(name).update('ab').copy(options(size)).digest('hex');
        expect(attempt(copied), `copy ${name} ${size}`).toEqual(attempt(copiedTheirs));
      }
    }
    for (const encoding of ['hex', 'base64', 'base64url', 'latin1', 'utf8', 'ucs2', undefined, 'nope']) {
      const state = new ours.Hash('sha1');
      state.update('zz é', 'latin1');
      const theirs = real.createHash('sha1').update('zz é', 'latin1');
      expect(state.digest(encoding)).toEqual(theirs.digest(encoding as 'hex'));
    }
  });

  it('one-shot', () => {
    const encodings = ['ascii', 'utf8', 'base64', 'utf16le', 'latin1', 'hex', 'buffer', 'base64url'];
    for (const name of ['sha256', 'shake128', 'nope']) {
      for (const size of [undefined, 3, 32]) {
        const hash = () => ours.oneShotDigest(name, -1, {}, 'é', 'hex', encodings.indexOf('hex'), size);
        const theirs = () =>
          (real.hash as (...args: unknown[]) => unknown)(name, 'é', { outputLength: size });
        expect(attempt(hash)).toEqual(attempt(theirs));
      }
    }
  });

  it('timingSafeEqual', () => {
    const pairs: [unknown, unknown][] = [
      [noise(4), noise(4)],
      [Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
      [noise(1), noise(2)],
      ['a', noise(1)],
      [noise(1), undefined],
      [new Uint16Array([1]), new ArrayBuffer(2)],
    ];
    for (const [a, b] of pairs) {
      expect(attempt(() => ours.timingSafeEqual(a, b))).toEqual(
        attempt(() => real.timingSafeEqual(a as Buffer, b as Buffer)),
      );
    }
  });
});

const result = (job: Job): unknown => {
  const [error, value] = job.run() as [unknown, unknown];
  if (error !== undefined) throw error as Error;
  return value instanceof ArrayBuffer ? Buffer.from(value).toString('hex') : value;
};

describe('key derivation', () => {
  it('PBKDF2, now and later', async () => {
    for (const name of ['sha1', 'sha512', 'md5', 'sha3-256', 'nope']) {
      for (const size of [0, 5, 70]) {
        const theirs = attempt(() => real.pbkdf2Sync('pässword', 'salt', 7, size, name).toString('hex'));
        const args = [Buffer.from('pässword'), Buffer.from('salt'), 7, size, name];
        expect(attempt(() => result(new ours['PBKDF2Job']!(SYNC, ...args)))).toEqual(theirs);
        if (typeof theirs !== 'string') continue;
        const later = (await new ours['PBKDF2Job']!(PROMISE, ...args).run()) as ArrayBuffer;
        expect(Buffer.from(later).toString('hex')).toBe(theirs);
      }
    }
  });

  it('HKDF', () => {
    for (const name of ['sha256', 'md5', 'nope']) {
      for (const size of [0, 1, 100, 256 * 32]) {
        const args = [Buffer.from('key'), Buffer.from('salt'), Buffer.from('info'), size] as const;
        expect(attempt(() => result(new ours['HKDFJob']!(SYNC, name, ...args)))).toEqual(
          attempt(() => Buffer.from(real.hkdfSync(name, 'key', 'salt', 'info', size)).toString('hex')),
        );
      }
    }
  });

  it('scrypt', () => {
    const cases: [number, number, number, number][] = [
      [16, 8, 1, 64],
      [2, 1, 1, 0],
      [1024, 8, 2, 20],
      [3, 8, 1, 10],
      [1, 8, 1, 10],
      [2 ** 20, 8, 1, 10],
      [16384, 8, 2 ** 30, 3],
    ];
    for (const [N, r, p, size] of cases) {
      const args = [Buffer.from('pass'), Buffer.from('salt'), N, r, p, 32 * 1024 * 1024, size];
      expect(attempt(() => result(new ours['ScryptJob']!(SYNC, ...args)))).toEqual(
        attempt(() => real.scryptSync('pass', 'salt', size, { N, r, p }).toString('hex')),
      );
    }
  });
});

describe('random', () => {
  it('fills the range it is given, whatever its size', () => {
    const target = new Uint8Array(200_000);
    expect(new ours['RandomBytesJob']!(SYNC, target, 10, 150_000).run()).toEqual([undefined, undefined]);
    expect(target.subarray(0, 10).every((byte) => byte === 0)).toBe(true);
    expect(target.subarray(150_010).every((byte) => byte === 0)).toBe(true);
    expect(new Set(target.subarray(10, 150_010)).size).toBe(256);
  });

  it('makes primes that the real one takes for primes', () => {
    for (const bits of [2, 3, 8, 16, 64, 128]) {
      const [, made] = new ours['RandomPrimeJob']!(SYNC, bits, false).run() as [unknown, ArrayBuffer];
      expect(real.checkPrimeSync(Buffer.from(made))).toBe(true);
      expect(BigInt(`0x${Buffer.from(made).toString('hex')}`).toString(2).length).toBe(bits);
    }
    const [, safe] = new ours['RandomPrimeJob']!(SYNC, 32, true).run() as [unknown, ArrayBuffer];
    expect(real.checkPrimeSync(BigInt(`0x${Buffer.from(safe).toString('hex')}`) >> 1n)).toBe(true);
    const [, stepped] = new ours['RandomPrimeJob']!(
      SYNC,
      32,
      false,
      Uint8Array.of(12),
      Uint8Array.of(5),
    ).run() as [unknown, ArrayBuffer];
    expect(BigInt(`0x${Buffer.from(stepped).toString('hex')}`) % 12n).toBe(5n);
    for (const n of [0n, 1n, 2n, 3n, 4n, 561n, 7919n, 7921n, 2n ** 61n - 1n, 2n ** 67n - 1n]) {
      const bytes = Buffer.from(n.toString(16).padStart(18, '0'), 'hex');
      expect(new ours['CheckPrimeJob']!(SYNC, bytes, 0).run()).toEqual([undefined, real.checkPrimeSync(n)]);
    }
  });
});

describe('keys', () => {
  const PUBLIC = 1;
  const PRIVATE = 2;
  const handle = (...args: unknown[]): HandleLike => {
    const made = new ours.KeyObjectHandle();
    made.init(...args);
    return made;
  };
  const kinds: [string, object][] = [
    ['rsa', { modulusLength: 1024 }],
    ['ec', { namedCurve: 'P-256' }],
    ['ec', { namedCurve: 'secp521r1' }],
    ['ec', { namedCurve: 'secp256k1' }],
  ];

  it.each(kinds)('%s %j: every format reads back to the same key', (type, options) => {
    const { publicKey, privateKey } = real.generateKeyPairSync(
      type as 'rsa',
      options as { modulusLength: number },
    );
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    const ownForm = type === 'rsa' ? ('pkcs1' as const) : ('sec1' as 'pkcs1');
    const own = type === 'rsa' ? 0 : 3;
    const privateForms: unknown[][] = [
      [pkcs8, 0, 1],
      [Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })), 1],
      [Buffer.from(privateKey.export({ format: 'pem', type: ownForm })), 1],
      [privateKey.export({ format: 'der', type: ownForm }), 0, own],
      [privateKey.export({ format: 'jwk' }), 2],
    ];
    for (const form of privateForms) {
      const key = handle(PRIVATE, ...form);
      expect(key.export(0, 1)).toEqual(pkcs8);
      expect(key.export(1, 1)).toEqual(privateKey.export({ format: 'pem', type: 'pkcs8' }));
      expect(key.export(1, own)).toEqual(privateKey.export({ format: 'pem', type: ownForm }));
      expect(JSON.stringify(key.exportJwk({}, false))).toBe(
        JSON.stringify(privateKey.export({ format: 'jwk' })),
      );
      expect(handle(PUBLIC, key).export(0, 2)).toEqual(spki);
    }
    const publicForms: unknown[][] = [
      [spki, 0, 2],
      [Buffer.from(publicKey.export({ format: 'pem', type: 'spki' })), 1],
      [Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })), 1],
      [publicKey.export({ format: 'jwk' }), 2],
    ];
    for (const form of publicForms) {
      const key = handle(PUBLIC, ...form);
      expect(key.export(0, 2)).toEqual(spki);
      expect(key.export(1, 2)).toEqual(publicKey.export({ format: 'pem', type: 'spki' }));
      expect(JSON.stringify(key.exportJwk({}, false))).toBe(
        JSON.stringify(publicKey.export({ format: 'jwk' })),
      );
      expect(key.equals(handle(PUBLIC, spki, 0, 2))).toBe(true);
    }
    const details = handle(PUBLIC, spki, 0, 2).keyDetail({});
    if (details['publicExponent']) {
      details['publicExponent'] = BigInt(
        `0x${Buffer.from(details['publicExponent'] as ArrayBuffer).toString('hex')}`,
      );
    }
    expect(details).toEqual(publicKey.asymmetricKeyDetails);
  });

  it('what is no key', () => {
    expect(() => handle(PUBLIC, Buffer.from('x'), 1)).toThrow('error:1E08010C:DECODER routines::unsupported');
    expect(attempt(() => handle(PUBLIC, Buffer.from('x'), 1))).toMatchObject({
      code: 'ERR_OSSL_UNSUPPORTED',
    });
  });

  it('signs what the real one verifies, and the other way round', async () => {
    const data = Buffer.from('some data');
    const pairs: [string, object, string | undefined, object][] = [
      ['rsa', { modulusLength: 1024 }, 'sha256', {}],
      ['rsa', { modulusLength: 1024 }, 'sha512', { padding: 6, saltLength: 20 }],
      ['ec', { namedCurve: 'P-256' }, 'sha256', {}],
      ['ec', { namedCurve: 'P-521' }, 'sha512', { dsaEncoding: 'ieee-p1363' }],
      ['ed25519', {}, undefined, {}],
    ];
    for (const [type, options, digest, how] of pairs) {
      const { publicKey, privateKey } = real.generateKeyPairSync(
        type as 'rsa',
        options as { modulusLength: number },
      );
      const ourPrivate = handle(PRIVATE, privateKey.export({ format: 'der', type: 'pkcs8' }), 0, 1);
      const ourPublic = handle(PUBLIC, publicKey.export({ format: 'der', type: 'spki' }), 0, 2);
      const { padding, saltLength, dsaEncoding } = how as Record<string, unknown>;
      const none = [undefined, undefined, undefined, undefined];
      const rest = [data, digest, saltLength, padding, dsaEncoding ? 1 : 0, undefined];
      const signature = (await new ours['SignJob']!(
        PROMISE,
        0,
        ourPrivate,
        ...none,
        ...rest,
        undefined,
      ).run()) as ArrayBuffer;
      expect(real.verify(digest, data, { key: publicKey, ...how }, Buffer.from(signature))).toBe(true);
      const theirs = real.sign(digest, data, { key: privateKey, ...how });
      expect(await new ours['SignJob']!(PROMISE, 1, ourPublic, ...none, ...rest, theirs).run()).toBe(true);
      theirs[8]! ^= 1;
      expect(await new ours['SignJob']!(PROMISE, 1, ourPublic, ...none, ...rest, theirs).run()).toBe(false);
    }
  });

  it('synchronous signatures', () => {
    const { privateKey } = real.generateKeyPairSync('rsa', { modulusLength: 1024 });
    const key = handle(PRIVATE, privateKey.export({ format: 'der', type: 'pkcs8' }), 0, 1);
    const none = [undefined, undefined, undefined, undefined];
    const job = new ours['SignJob']!(SYNC, 0, key, ...none, Buffer.from('x'), 'sha256');
    const [error, signature] = job.run() as [unknown, ArrayBuffer];
    expect(error).toBeUndefined();
    expect(signature.byteLength).toBeGreaterThan(60);
  });
});

describe('key pairs, at once', () => {
  const PEM = 1;
  const [PKCS8, SPKI] = [1, 2];
  const encodings = [PEM, SPKI, PEM, PKCS8];
  const make = (name: string, ...args: unknown[]): [string, string] => {
    const [error, pair] = new (ours[name] as JobClass)(SYNC, ...args, ...encodings).run() as [
      unknown,
      [string, string],
    ];
    if (error !== undefined) throw error as Error;
    return pair;
  };
  const { EVP_PKEY_ED25519, EVP_PKEY_X25519, OPENSSL_EC_NAMED_CURVE } = constants.returned as Record<
    string,
    number
  >;
  const text = Buffer.from('holdfast');

  it.each([512, 1024, 1031])('RSA, %i bits: the real Node signs and verifies with it', (bits) => {
    const [publicKey, privateKey] = make('RsaKeyPairGenJob', 0, bits, 65_537);
    expect(real.createPublicKey(publicKey).asymmetricKeyDetails).toEqual({
      modulusLength: bits,
      publicExponent: 65_537n,
    });
    const signature = real.sign('sha1', text, privateKey);
    expect(real.verify('sha1', text, publicKey, signature)).toBe(true);
    expect(real.createPublicKey(privateKey).equals(real.createPublicKey(publicKey))).toBe(true);
  });

  it.each([
    { modulusLength: 511 },
    { modulusLength: 0 },
    { modulusLength: 512, publicExponent: 0 },
    { modulusLength: 512, publicExponent: 1 },
    { modulusLength: 512, publicExponent: 2 },
    { modulusLength: 512, publicExponent: 4 },
  ])('RSA, %o: refused in the words of the real one', ({ modulusLength, publicExponent = 65_537 }) => {
    const make_ = () => make('RsaKeyPairGenJob', 0, modulusLength, publicExponent);
    const theirs = () => real.generateKeyPairSync('rsa', { modulusLength, publicExponent });
    expect((attempt(make_) as Error).message).toBe((attempt(theirs) as Error).message);
  });

  it.each(['P-256', 'secp384r1', 'P-521', 'secp256k1'])('EC %s', (curve) => {
    const [publicKey, privateKey] = make('EcKeyPairGenJob', curve, OPENSSL_EC_NAMED_CURVE);
    expect(real.verify('sha256', text, publicKey, real.sign('sha256', text, privateKey))).toBe(true);
  });

  it('Ed25519 and X25519', () => {
    const [publicKey, privateKey] = make('NidKeyPairGenJob', EVP_PKEY_ED25519);
    expect(real.verify(null, text, publicKey, real.sign(null, text, privateKey))).toBe(true);
    const [a, b] = [make('NidKeyPairGenJob', EVP_PKEY_X25519), make('NidKeyPairGenJob', EVP_PKEY_X25519)];
    const secret = ([ours_]: [string, string], [, theirs]: [string, string]) =>
      real.diffieHellman({
        publicKey: real.createPublicKey(ours_),
        privateKey: real.createPrivateKey(theirs),
      });
    expect(secret(a, b)).toEqual(secret(b, a));
  });
});

// The crypto binding’s keys held against the real node:crypto.
import * as real from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  attempt,
  constants,
  type HandleLike,
  type JobClass,
  ours,
  PROMISE,
  SYNC,
} from './testing/crypto-binding.ts';

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
  const { EVP_PKEY_ED25519, EVP_PKEY_X25519, OPENSSL_EC_NAMED_CURVE } = constants;
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

// The crypto binding held against the real node:crypto: hashes, derived keys, random numbers.
import * as real from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attempt, type Job, ours, PROMISE, SYNC } from './testing/crypto-binding.ts';
import { seededRandom } from './testing/fake-realm.ts';

const random = seededRandom(42);
const below = (n: number) => Math.floor(random() * n);
const noise = (length: number) => Uint8Array.from({ length }, () => below(256));

/** Absent from @noble/hashes. */
const notHere = /sm3/i;

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

// Random bytes and primes (src/crypto/crypto_random.cc).
import type { Binding, Realm } from '../../realm.ts';
import { bytesOf } from '../bytes-of.ts';
import { nativeError } from '../native-error.ts';
import { ownBytes } from './bytes.ts';
import type { DefineJob } from './job.ts';
import {
  bitLength,
  bytesToInteger,
  integerToBytes,
  isProbablePrime,
  randomPrime,
  type RandomBytes,
} from './primes.ts';

/** What crypto.getRandomValues fills at most at once. */
const QUOTA = 65536;

export function fillRandom(crypto: Crypto, bytes: Uint8Array): void {
  const { buffer } = bytes;
  // It refuses shared and resizable memory, which is filled from a buffer of its own.
  const direct = buffer instanceof ArrayBuffer && !buffer.resizable;
  for (let at = 0; at < bytes.length; at += QUOTA) {
    const size = Math.min(QUOTA, bytes.length - at);
    if (direct) crypto.getRandomValues(new Uint8Array(buffer, bytes.byteOffset + at, size));
    else bytes.set(crypto.getRandomValues(new Uint8Array(size)), at);
  }
}

/** For what asks for less than that. */
export const randomBytesOf =
  (crypto: Crypto): RandomBytes =>
  (size) =>
    crypto.getRandomValues(new Uint8Array(size));

export function createRandomMembers(realm: Realm, defineJob: DefineJob): Binding {
  const { crypto } = realm.host;
  const random = randomBytesOf(crypto);
  const outOfRange = (message: string) => nativeError(RangeError, 'ERR_OUT_OF_RANGE', message);

  return {
    RandomBytesJob: defineJob((_mode, target: unknown, offset: number, size: number) => ({
      now() {
        const bytes = bytesOf(target);
        fillRandom(crypto, new Uint8Array(bytes.buffer, bytes.byteOffset + offset, size));
      },
    })),

    RandomPrimeJob: defineJob((_mode, bits: number, safe: boolean, add?: unknown, rem?: unknown) => {
      const step = add === undefined ? undefined : bytesToInteger(bytesOf(add));
      const remainder = rem === undefined ? undefined : bytesToInteger(bytesOf(rem));
      if (step !== undefined) {
        if (bitLength(step) > bits) throw outOfRange('invalid options.add');
        // Otherwise no number would do.
        if (remainder !== undefined && step <= remainder) throw outOfRange('invalid options.rem');
      }
      return {
        now() {
          if (bits < 2) throw new Error('error:01800076:bignum routines::bits too small');
          const prime = randomPrime({ bits, safe, step, remainder }, random);
          return integerToBytes(prime, Math.ceil(bits / 8)).buffer;
        },
      };
    }),

    CheckPrimeJob: defineJob((_mode, candidate: unknown, checks: number) => {
      const value = bytesToInteger(ownBytes(candidate));
      return { now: () => isProbablePrime(value, checks, random) };
    }),

    /** OpenSSL's secure heap is off by default, and then this is plain memory. */
    secureBuffer: (size: number) => new Uint8Array(size),
    secureHeapUsed: () => 0n,
  };
}

// New key pairs for callers that cannot wait for crypto.subtle: elliptic ones by the noble curves, RSA's on big integers (RFC 8017;
// FIPS 186-5, A.1.3, for the distance of the primes).
import type { Realm } from '../../realm.ts';
import type { AsymmetricKey, CurveName, OkpType } from './asymmetric-key.ts';
import {
  greatestCommonDivisor,
  integerToBytes,
  inverseModulo,
  randomPrime,
  type RandomBytes,
} from './primes.ts';
import { derivePublicHalf, libraryCurves } from './public-half.ts';

/** Bits. */
const smallestRsa = 512;

export interface Pair {
  readonly publicKey: AsymmetricKey;
  readonly privateKey: AsymmetricKey;
}

function pairOf(realm: Realm, privateKey: AsymmetricKey): Pair {
  const publicKey = derivePublicHalf(realm, privateKey);
  return { publicKey, privateKey: { ...publicKey, ...privateKey } };
}

export function newEcPair(realm: Realm, curve: CurveName): Pair {
  const d = realm.library('crypto')[libraryCurves[curve]].utils.randomSecretKey();
  return pairOf(realm, { type: 'ec', curve, d });
}

export function newOkpPair(realm: Realm, type: OkpType): Pair {
  return pairOf(realm, { type, d: realm.library('crypto')[type].utils.randomSecretKey() });
}

/** What OpenSSL refuses, in its words: with such an exponent there is no key, and the search for one would not end. */
function checkRsa(bits: number, exponent: number): void {
  if (bits < smallestRsa) throw new Error('error:1C8000AB:Provider routines::key size too small');
  if (exponent === 0) throw new Error('Key generation job failed');
  if (exponent < 3 || exponent % 2 === 0)
    throw new Error('error:020000B2:rsa routines::pub exponent out of range');
}

/** Some 2048 bits take about a second. */
export function newRsaPair(bits: number, exponent: number, random: RandomBytes): Pair {
  checkRsa(bits, exponent);
  const e = BigInt(exponent);
  const prime = (size: number): bigint => {
    for (;;) {
      const candidate = randomPrime(
        { bits: size, safe: false, step: undefined, remainder: undefined },
        random,
      );
      if (greatestCommonDivisor(candidate - 1n, e) === 1n) return candidate;
    }
  };
  const pBits = (bits + 1) >> 1;
  for (;;) {
    const [p, q] = [prime(pBits), prime(bits - pBits)].sort((a, b) => (a > b ? -1 : 1)) as [bigint, bigint];
    const n = p * q;
    if (n >> BigInt(bits - 1) !== 1n || p - q < 1n << BigInt(Math.max(1, (bits >> 1) - 100))) continue;
    const lambda = ((p - 1n) * (q - 1n)) / greatestCommonDivisor(p - 1n, q - 1n);
    const d = inverseModulo(e, lambda);
    const size = (bits + 7) >> 3;
    const publicKey = { type: 'rsa', n: integerToBytes(n, size), e: integerToBytes(e) } as const;
    return {
      publicKey,
      privateKey: {
        ...publicKey,
        d: integerToBytes(d),
        p: integerToBytes(p),
        q: integerToBytes(q),
        dp: integerToBytes(d % (p - 1n)),
        dq: integerToBytes(d % (q - 1n)),
        qi: integerToBytes(inverseModulo(q, p)),
      },
    };
  }
}

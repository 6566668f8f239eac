// Prime numbers: Miller-Rabin and the search for random ones.

export function bytesToInteger(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

export const bitLength = (value: bigint): number => value.toString(2).length;
/** At least 1. */
const byteLength = (value: bigint): number => Math.ceil(value.toString(16).length / 2);

/** Big-endian, padded to `size` bytes; without one, no longer than it is. */
export function integerToBytes(value: bigint, size = byteLength(value)): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = size - 1, rest = value; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}

export type RandomBytes = (size: number) => Uint8Array;

const smallPrimes = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n];
/** FIPS 186-5's number of rounds for the largest numbers: a composite passes with a chance below 2^-128. */
const DEFAULT_ROUNDS = 64;

export function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let factor = base % modulus, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

/** `rounds` 0 takes as many as are needed. */
export function isProbablePrime(candidate: bigint, rounds: number, random: RandomBytes): boolean {
  if (candidate < 2n) return false;
  for (const prime of smallPrimes) if (candidate % prime === 0n) return candidate === prime;
  let odd = candidate - 1n;
  let twos = 0;
  for (; (odd & 1n) === 0n; odd >>= 1n) twos++;
  const size = byteLength(candidate);
  for (let round = 0; round < (rounds || DEFAULT_ROUNDS); round++) {
    const base = 2n + (bytesToInteger(random(size)) % (candidate - 3n));
    if (isWitness(candidate, base, odd, twos)) return false;
  }
  return true;
}

/** Whether the base shows that the candidate is composite. */
function isWitness(candidate: bigint, base: bigint, odd: bigint, twos: number): boolean {
  let power = powerModulo(base, odd, candidate);
  if (power === 1n || power === candidate - 1n) return false;
  for (let i = 1; i < twos; i++) {
    power = (power * power) % candidate;
    if (power === candidate - 1n) return false;
  }
  return true;
}

export interface PrimeRequest {
  readonly bits: number;
  /** (p - 1) / 2 is prime too. */
  readonly safe: boolean;
  /** p % step === remainder, 1 where none is given (and 3 for a safe prime with an even step). */
  readonly step: bigint | undefined;
  readonly remainder: bigint | undefined;
}

/** As BN_generate_prime_ex: with `bits` bits of which the two highest are set, unless a step is asked for. */
export function randomPrime({ bits, safe, step, remainder }: PrimeRequest, random: RandomBytes): bigint {
  const size = Math.ceil(bits / 8);
  const mask = (1n << BigInt(bits)) - 1n;
  const top = 1n << BigInt(bits - 1);
  const next = bits > 2 ? 1n << BigInt(bits - 2) : 0n;
  for (;;) {
    let candidate = (bytesToInteger(random(size)) & mask) | top;
    if (step === undefined) {
      candidate |= next | (bits > 2 ? 1n : 0n);
    } else {
      candidate += (remainder ?? (safe ? 3n : 1n)) - (candidate % step);
      if (candidate > mask || candidate < top) continue;
    }
    if (!isProbablePrime(candidate, 0, random)) continue;
    if (safe && bits > 3 && !isProbablePrime(candidate >> 1n, 0, random)) continue;
    return candidate;
  }
}

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** x with value * x % modulus === 1, for a value that has no divisor in common with the modulus (extended Euclid). */
export function inverseModulo(value: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, value % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

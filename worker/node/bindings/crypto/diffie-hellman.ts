// The native halves of crypto.createDiffieHellman and getDiffieHellman (src/crypto/crypto_dh.cc), on big integers.
import type { Binding, Realm } from '../../realm.ts';
import { nativeError } from '../native-error.ts';
import { nodeBuffer } from '../node-buffer-of.ts';
import { sourceBytes } from './bytes.ts';
import { opensslError } from './openssl-error.ts';
import {
  bitLength,
  bytesToInteger,
  integerToBytes,
  isProbablePrime,
  powerModulo,
  randomPrime,
} from './primes.ts';
import { randomBytesOf } from './random.ts';

/** By name: the size in bits and the number that makes the formula's value a safe prime (RFC 2409, RFC 3526). */
const groups: Readonly<Record<string, readonly [bits: number, offset: number]>> = {
  modp1: [768, 149_686],
  modp2: [1024, 129_093],
  modp5: [1536, 741_804],
  modp14: [2048, 124_476],
  modp15: [3072, 1_690_314],
  modp16: [4096, 240_904],
  modp17: [6144, 929_484],
  modp18: [8192, 4_743_158],
};
const smallestBits = 512;
const defaultGenerator = 2n;

/** Of Miller and Rabin's test for a prime that was given: at 2048 bits each takes some 20 ms, and OpenSSL's number some seconds. */
const checkRounds = 12;
/** Bits of DH_check's answer. */
const notPrime = 1;
const notSafePrime = 2;
const modulusTooSmall = 0x80;

/** 2^`bits` times pi, rounded down, by Machin's formula. */
function scaledPi(bits: number): bigint {
  const guard = 64n;
  const one = 1n << (BigInt(bits) + guard);
  const arctanOfInverse = (x: bigint): bigint => {
    let sum = 0n;
    for (let power = one / x, odd = 1n, sign = 1n; power > 0n; power /= x * x, odd += 2n, sign = -sign)
      sum += (sign * power) / odd;
    return sum;
  };
  return (16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n)) >> guard;
}

/** 2^n - 2^(n-64) - 1 + 2^64 * (floor(2^(n-130) pi) + offset), as the RFCs define their primes. */
function groupPrime(bits: number, offset: number): bigint {
  const n = BigInt(bits);
  return (1n << n) - (1n << (n - 64n)) - 1n + ((scaledPi(bits - 130) + BigInt(offset)) << 64n);
}

const badGenerator = () => opensslError('02800065', 'Diffie-Hellman routines', 'DH', 'bad generator');
const badState = (message: string) => nativeError(Error, 'ERR_CRYPTO_INVALID_STATE', message);
const badLength = (message: string) => nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', message);

export function createDiffieHellmanMembers(realm: Realm): Binding {
  const random = randomBytesOf(realm.host.crypto);
  const buffer = (value: bigint, size?: number) => nodeBuffer(realm, integerToBytes(value, size));

  class Exchange {
    readonly verifyError: number;
    #private: bigint | undefined;
    #public: bigint | undefined;

    constructor(
      private readonly prime: bigint,
      private readonly generator: bigint,
      verifyError: number,
    ) {
      this.verifyError = verifyError;
    }

    /** With the private key that there is, if one was set. */
    generateKeys(): unknown {
      if (this.verifyError & modulusTooSmall)
        throw nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Key generation failed');
      this.#private ??= 1n + (bytesToInteger(random(this.#size())) % (this.prime - 2n));
      this.#public = powerModulo(this.generator, this.#private, this.prime);
      return this.getPublicKey();
    }

    computeSecret(key: unknown): unknown {
      const other = bytesToInteger(sourceBytes(key));
      if (this.#private === undefined)
        throw nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to compute shared secret');
      if (other <= 1n) throw badLength('Supplied key is too small');
      if (other >= this.prime - 1n) throw badLength('Supplied key is too large');
      return buffer(powerModulo(other, this.#private, this.prime), this.#size());
    }

    getPrime(): unknown {
      if (this.prime === 0n) throw badState('p is null');
      return buffer(this.prime);
    }

    getGenerator(): unknown {
      return buffer(this.generator);
    }

    getPublicKey(): unknown {
      if (this.#public === undefined) throw badState('No public key - did you forget to generate one?');
      return buffer(this.#public);
    }

    getPrivateKey(): unknown {
      if (this.#private === undefined) throw badState('No private key - did you forget to generate one?');
      return buffer(this.#private);
    }

    setPublicKey(key: unknown): void {
      this.#public = bytesToInteger(sourceBytes(key));
    }

    setPrivateKey(key: unknown): void {
      this.#private = bytesToInteger(sourceBytes(key));
    }

    #size(): number {
      return Math.ceil(bitLength(this.prime) / 8);
    }
  }

  function check(prime: bigint): number {
    const bits = bitLength(prime);
    const known = Object.values(groups).find(([size]) => size === bits);
    if (known !== undefined && groupPrime(...known) === prime) return 0;
    const small = bits < smallestBits ? modulusTooSmall : 0;
    if (!isProbablePrime(prime, checkRounds, random)) return small | notPrime;
    return isProbablePrime(prime >> 1n, checkRounds, random) ? small : small | notSafePrime;
  }

  function generatorOf(given: unknown): bigint {
    const generator =
      typeof given === 'number'
        ? BigInt(given)
        : given === undefined
          ? defaultGenerator
          : bytesToInteger(sourceBytes(given));
    if (generator <= 1n) throw badGenerator();
    return generator;
  }

  /** So that the generator's subgroup is the large one, as DH_generate_parameters has it for 2 and 5; else any safe prime. */
  function newPrime(bits: number, generator: bigint): bigint {
    if (bits < 2) throw opensslError('0280007E', 'Diffie-Hellman routines', 'DH', 'modulus too small');
    if (bits < smallestBits) throw nativeError(TypeError, 'ERR_INVALID_ARG_VALUE', 'Invalid DH parameters');
    const [step, remainder] = generator === 2n ? [24n, 23n] : generator === 5n ? [60n, 59n] : [12n, 11n];
    return randomPrime({ bits, safe: true, step, remainder }, random);
  }

  return {
    DiffieHellman: class DiffieHellman extends Exchange {
      constructor(sizeOrPrime: unknown, given?: unknown) {
        const isSize = typeof sizeOrPrime === 'number';
        const generator = isSize && sizeOrPrime < 2 ? defaultGenerator : generatorOf(given);
        const prime = isSize ? newPrime(sizeOrPrime, generator) : bytesToInteger(sourceBytes(sizeOrPrime));
        super(prime, generator, isSize ? 0 : check(prime));
      }
    },
    DiffieHellmanGroup: class DiffieHellmanGroup extends Exchange {
      constructor(name: unknown) {
        const group = String(name).toLowerCase();
        const [bits, offset] = (Object.hasOwn(groups, group) ? groups[group] : undefined) ?? [];
        if (bits === undefined || offset === undefined)
          throw nativeError(Error, 'ERR_CRYPTO_UNKNOWN_DH_GROUP', 'Unknown DH group');
        super(groupPrime(bits, offset), defaultGenerator, 0);
      }
    },
  };
}

// The native half of crypto.createECDH and ECDH.convertKey (src/crypto/crypto_ec.cc), by the noble curves.
import type { Binding, Realm } from '../../realm.ts';
import { nativeError } from '../native-error.ts';
import { nodeBuffer } from '../node-buffer-of.ts';
import { curves, invalidCurve, type CurveName } from './asymmetric-key.ts';
import { sourceBytes } from './bytes.ts';
import { bytesToInteger, integerToBytes } from './primes.ts';
import { libraryCurves } from './public-half.ts';

/** How a point is written (SEC 1, section 2.3.3), as node:constants has it. */
const compressed = 2;
const hybrid = 6;

const failed = (message: string) => nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', message);
const noPoint = () => failed('Failed to convert Buffer to EC_POINT');

/** Throws where OpenSSL has no such curve either, and where the library has none: getCurves() lists those there are. */
function curveOf(name: unknown): CurveName {
  if (typeof name === 'string' && Object.hasOwn(curves, name)) return name as CurveName;
  throw invalidCurve();
}

export function createEcdhMembers(realm: Realm): Binding {
  const library = (curve: CurveName) => realm.library('crypto')[libraryCurves[curve]];
  type Point = ReturnType<ReturnType<typeof library>['Point']['fromBytes']>;

  /** undefined where it is none of the curve. */
  function readPoint(curve: CurveName, source: unknown): Point | undefined {
    const { Point } = library(curve);
    const bytes = new Uint8Array(sourceBytes(source));
    // One byte that is 0 is the point at infinity.
    if (bytes.length === 1 && bytes[0] === 0) return Point.ZERO;
    const odd = (bytes.at(-1) ?? 0) & 1;
    if (bytes[0] === hybrid + odd) bytes[0] = 4;
    try {
      const point = Point.fromBytes(bytes);
      point.assertValidity();
      return point;
    } catch {
      return undefined;
    }
  }

  function writePoint(point: Point, format: unknown): unknown {
    if (point.is0()) return nodeBuffer(realm, new Uint8Array(1));
    const bytes = new Uint8Array(point.toBytes(format === compressed));
    if (format === hybrid) bytes[0] = hybrid + ((bytes.at(-1) ?? 0) & 1);
    return nodeBuffer(realm, bytes);
  }

  class ECDH {
    readonly #curve: CurveName;
    #secret: bigint | undefined;
    #point: Point | undefined;

    constructor(name: unknown) {
      this.#curve = curveOf(name);
    }

    generateKeys(): void {
      const { utils } = library(this.#curve);
      this.#take(bytesToInteger(utils.randomSecretKey()));
    }

    setPrivateKey(key: unknown): void {
      const secret = bytesToInteger(sourceBytes(key));
      if (secret <= 0n || secret >= library(this.#curve).Point.Fn.ORDER) {
        throw nativeError(
          RangeError,
          'ERR_CRYPTO_INVALID_KEYTYPE',
          'Private key is not valid for specified curve.',
        );
      }
      this.#take(secret);
    }

    #take(secret: bigint): void {
      this.#secret = secret;
      this.#point = library(this.#curve).Point.BASE.multiply(secret);
    }

    setPublicKey(key: unknown): void {
      const point = readPoint(this.#curve, key);
      if (point === undefined) throw noPoint();
      this.#point = point;
    }

    getPublicKey(format: unknown): unknown {
      if (this.#point === undefined) throw failed('Failed to get ECDH public key');
      return writePoint(this.#point, format);
    }

    getPrivateKey(): unknown {
      if (this.#secret === undefined) throw failed('Failed to get ECDH private key');
      return nodeBuffer(realm, integerToBytes(this.#secret));
    }

    /** A string is the code of an error that Node's JavaScript throws. */
    computeSecret(key: unknown): unknown {
      const { Point } = library(this.#curve);
      const secret = this.#secret;
      if (secret !== undefined && this.#point?.equals(Point.BASE.multiply(secret)) === false)
        throw nativeError(RangeError, 'ERR_CRYPTO_INVALID_KEYPAIR', 'Invalid key pair');
      const other = readPoint(this.#curve, key);
      if (other === undefined) return 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY';
      if (secret === undefined || other.is0()) throw failed('Failed to compute ECDH key');
      const { x } = other.multiply(secret).toAffine();
      return nodeBuffer(realm, integerToBytes(x, curves[this.#curve].size));
    }
  }

  return {
    ECDH,
    ECDHConvertKey(key: unknown, name: unknown, format: unknown) {
      const curve = curveOf(name);
      const point = sourceBytes(key).length === 0 ? undefined : readPoint(curve, key);
      if (point === undefined) throw noPoint();
      return writePoint(point, format);
    },
  };
}

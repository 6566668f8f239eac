// The public half of a private key that was given without it, by the noble curves.
import type { Realm } from '../../realm.ts';
import { curves, publicHalf, type AsymmetricKey, type CurveName } from './asymmetric-key.ts';

/** The names of the curves in the library. */
export const libraryCurves = {
  prime256v1: 'p256',
  secp384r1: 'p384',
  secp521r1: 'p521',
  secp256k1: 'secp256k1',
} as const satisfies Record<CurveName, string>;

/** A secret number of a curve, with its leading zeros. */
export function paddedSecret(key: AsymmetricKey & { readonly type: 'ec' }): Uint8Array {
  const { size } = curves[key.curve];
  const given = key.d ?? new Uint8Array(0);
  const result = new Uint8Array(size);
  result.set(given.subarray(-size), Math.max(0, size - given.length));
  return result;
}

export function derivePublicHalf(realm: Realm, key: AsymmetricKey): AsymmetricKey {
  const carried = publicHalf(key);
  if (carried !== undefined || key.type === 'rsa' || key.d === undefined) return carried ?? key;
  const library = realm.library('crypto');
  if (key.type === 'ec') {
    const point = library[libraryCurves[key.curve]].getPublicKey(paddedSecret(key), false);
    return { type: 'ec', curve: key.curve, point };
  }
  return { type: key.type, x: library[key.type].getPublicKey(key.d) };
}

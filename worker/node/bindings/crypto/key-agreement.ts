// Diffie-Hellman on elliptic curves for callers that cannot wait, by the noble curves (SEC 1, 3.3.1; RFC 7748).
import type { Realm } from '../../realm.ts';
import type { AsymmetricKey } from './asymmetric-key.ts';
import { opensslError } from './openssl-error.ts';
import { libraryCurves, paddedSecret } from './public-half.ts';

/** The secret that both sides arrive at. Throws as OpenSSL where the keys are of different curves. */
export function agree(
  realm: Realm,
  privateKey: AsymmetricKey,
  publicKey: AsymmetricKey,
): Uint8Array<ArrayBuffer> {
  const library = realm.library('crypto');
  const theirs =
    publicKey.type === 'ec' ? publicKey.point : publicKey.type === 'rsa' ? undefined : publicKey.x;
  if (privateKey.type === 'ec' && publicKey.type === 'ec' && theirs !== undefined) {
    if (privateKey.curve !== publicKey.curve)
      throw opensslError('1C8000CB', 'Provider routines', null, 'mismatching domain parameters');
    const curve = library[libraryCurves[privateKey.curve]];
    // The x coordinate, after the sign of the other.
    return curve.getSharedSecret(paddedSecret(privateKey), theirs, true).slice(1);
  }
  if (
    (privateKey.type === 'x25519' || privateKey.type === 'x448') &&
    privateKey.type === publicKey.type &&
    theirs !== undefined
  )
    return new Uint8Array(
      library[privateKey.type].getSharedSecret(privateKey.d ?? new Uint8Array(0), theirs),
    );
  return realm.unavailable(`key agreement with keys of type ${privateKey.type}`);
}

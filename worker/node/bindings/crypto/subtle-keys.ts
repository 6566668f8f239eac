// Keys on their way to and from the browser's crypto.subtle.
import { fromPkcs8, fromSpki, isPrivate, toPkcs8, toSpki, type AsymmetricKey } from './asymmetric-key.ts';

type ImportAlgorithm = Parameters<SubtleCrypto['importKey']>[2];

export function importForSubtle(
  subtle: SubtleCrypto,
  key: AsymmetricKey,
  algorithm: ImportAlgorithm,
  usages: readonly KeyUsage[],
): Promise<CryptoKey> {
  const [format, der] = isPrivate(key)
    ? (['pkcs8', toPkcs8(key)] as const)
    : (['spki', toSpki(key)] as const);
  return subtle.importKey(format, new Uint8Array(der), algorithm, false, [...usages]);
}

/** A new pair; the private half carries the public one. */
export async function generatePair(
  subtle: SubtleCrypto,
  algorithm: RsaHashedKeyGenParams | EcKeyGenParams | { name: string },
  usages: readonly KeyUsage[],
): Promise<{ publicKey: AsymmetricKey; privateKey: AsymmetricKey }> {
  const pair = (await subtle.generateKey(algorithm, true, [...usages])) as CryptoKeyPair;
  const publicKey = fromSpki(new Uint8Array(await subtle.exportKey('spki', pair.publicKey)));
  const privateKey = fromPkcs8(new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey)));
  return { publicKey, privateKey: { ...publicKey, ...privateKey } };
}

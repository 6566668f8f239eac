// RSA, EC and Curve25519/448 keys as numbers, and their DER forms: SPKI (RFC 5280), PKCS#8 (RFC 5958), PKCS#1 (RFC 8017), SEC 1
// (RFC 5915).
import { nativeError } from '../native-error.ts';
import {
  childrenOf,
  contentOf,
  der,
  DerError,
  derOid,
  derUnsigned,
  oidOf,
  readDer,
  tag,
  unsignedOf,
  type DerNode,
} from './der.ts';

export const rsaPublicParts = ['n', 'e'] as const;
export const rsaPrivateParts = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const;
export type RsaNumbers = Partial<Record<(typeof rsaPrivateParts)[number], Uint8Array>>;

/** Without `d` it is a public key. */
export type AsymmetricKey =
  | ({ readonly type: 'rsa'; readonly n: Uint8Array; readonly e: Uint8Array } & RsaNumbers)
  /** `point` is uncompressed; missing where a private key was given without its public half. */
  | { readonly type: 'ec'; readonly curve: CurveName; readonly point?: Uint8Array; readonly d?: Uint8Array }
  | { readonly type: OkpType; readonly x?: Uint8Array; readonly d?: Uint8Array };

export type OkpType = 'ed25519' | 'ed448' | 'x25519' | 'x448';
export type CurveName = keyof typeof curves;

/** By OpenSSL's name; `web` is the one that JWK and Web Crypto use. */
export const curves = {
  prime256v1: { oid: '1.2.840.10045.3.1.7', web: 'P-256', size: 32 },
  secp384r1: { oid: '1.3.132.0.34', web: 'P-384', size: 48 },
  secp521r1: { oid: '1.3.132.0.35', web: 'P-521', size: 66 },
  secp256k1: { oid: '1.3.132.0.10', web: 'secp256k1', size: 32 },
} as const;

export function findCurve(name: string): CurveName | undefined {
  return (Object.keys(curves) as CurveName[]).find((key) =>
    [key, curves[key].oid, curves[key].web].includes(name as never),
  );
}

export const invalidCurve = () => nativeError(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');

const RSA_OID = '1.2.840.113549.1.1.1';
const EC_OID = '1.2.840.10045.2.1';
const okpOids: Readonly<Record<OkpType, string>> = {
  x25519: '1.3.101.110',
  x448: '1.3.101.111',
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
};
const okpOf = (oid: string) => (Object.keys(okpOids) as OkpType[]).find((type) => okpOids[type] === oid);

const NULL = der(tag.NULL);
const ZERO = Uint8Array.of(tag.INTEGER, 1, 0);
const ONE = Uint8Array.of(tag.INTEGER, 1, 1);

export const isPrivate = (key: AsymmetricKey) => key.d !== undefined;

/** The public half, or undefined where the private key does not carry it. */
export function publicHalf(key: AsymmetricKey): AsymmetricKey | undefined {
  if (key.type === 'rsa') return { type: 'rsa', n: key.n, e: key.e };
  if (key.type === 'ec') return key.point && { type: 'ec', curve: key.curve, point: key.point };
  return key.x && { type: key.type, x: key.x };
}

function algorithmOf(key: AsymmetricKey): Uint8Array {
  if (key.type === 'rsa') return der(tag.SEQUENCE, derOid(RSA_OID), NULL);
  if (key.type === 'ec') return der(tag.SEQUENCE, derOid(EC_OID), derOid(curves[key.curve].oid));
  return der(tag.SEQUENCE, derOid(okpOids[key.type]));
}

const bitString = (bytes: Uint8Array) => der(tag.BIT_STRING, Uint8Array.of(0), bytes);

export function toPkcs1(key: AsymmetricKey & { type: 'rsa' }): Uint8Array {
  if (!isPrivate(key)) return der(tag.SEQUENCE, ...rsaPublicParts.map((part) => derUnsigned(key[part])));
  const numbers = rsaPrivateParts.map((part) => derUnsigned(key[part] ?? new Uint8Array(1)));
  return der(tag.SEQUENCE, ZERO, ...numbers);
}

/** `withCurve` as it stands alone; inside PKCS#8 the curve is named outside. */
export function toSec1(key: AsymmetricKey & { type: 'ec' }, withCurve: boolean): Uint8Array {
  const d = key.d ?? new Uint8Array(0);
  const padded = new Uint8Array(curves[key.curve].size);
  padded.set(d, padded.length - d.length);
  return der(
    tag.SEQUENCE,
    ONE,
    der(tag.OCTET_STRING, padded),
    withCurve ? der(tag.CONTEXT_0, derOid(curves[key.curve].oid)) : new Uint8Array(0),
    key.point ? der(tag.CONTEXT_1, bitString(key.point)) : new Uint8Array(0),
  );
}

export function toSpki(key: AsymmetricKey): Uint8Array {
  const bits =
    key.type === 'rsa' ? toPkcs1({ type: 'rsa', n: key.n, e: key.e }) : key.type === 'ec' ? key.point : key.x;
  return der(tag.SEQUENCE, algorithmOf(key), bitString(bits ?? new Uint8Array(0)));
}

export function toPkcs8(key: AsymmetricKey): Uint8Array {
  const inner =
    key.type === 'rsa'
      ? toPkcs1(key)
      : key.type === 'ec'
        ? toSec1(key, false)
        : der(tag.OCTET_STRING, key.d ?? new Uint8Array(0));
  return der(tag.SEQUENCE, ZERO, algorithmOf(key), der(tag.OCTET_STRING, inner));
}

function fromBitString(node: DerNode | undefined): Uint8Array {
  return contentOf(node, tag.BIT_STRING).slice(1);
}

export function fromPkcs1(bytes: Uint8Array, isPrivateKey: boolean): AsymmetricKey {
  const numbers = childrenOf(readDer(bytes)[0], tag.SEQUENCE).slice(isPrivateKey ? 1 : 0);
  const parts = isPrivateKey ? rsaPrivateParts : rsaPublicParts;
  const key = Object.fromEntries(parts.map((part, i) => [part, unsignedOf(numbers[i]).slice()]));
  return { type: 'rsa', ...key } as AsymmetricKey;
}

export function fromSec1(bytes: Uint8Array, given?: CurveName): AsymmetricKey {
  const [, d, ...optional] = childrenOf(readDer(bytes)[0], tag.SEQUENCE);
  const parameters = optional.find((node) => node.tag === tag.CONTEXT_0);
  const publicKey = optional.find((node) => node.tag === tag.CONTEXT_1);
  const curve = given ?? (parameters && findCurve(oidOf(readDer(parameters.content)[0])));
  if (curve === undefined) throw new DerError('unknown curve');
  const point = publicKey && fromBitString(readDer(publicKey.content)[0]);
  return { type: 'ec', curve, d: contentOf(d, tag.OCTET_STRING).slice(), ...(point && { point }) };
}

/** The key behind an AlgorithmIdentifier: its type, and for EC its curve. */
function readAlgorithm(node: DerNode | undefined): { type: AsymmetricKey['type']; curve?: CurveName } {
  const [id, parameters] = childrenOf(node, tag.SEQUENCE);
  const oid = oidOf(id);
  if (oid === RSA_OID) return { type: 'rsa' };
  const okp = okpOf(oid);
  if (okp !== undefined) return { type: okp };
  const curve = oid === EC_OID ? findCurve(oidOf(parameters)) : undefined;
  if (curve === undefined) throw new DerError('unknown algorithm');
  return { type: 'ec', curve };
}

export function fromSpki(bytes: Uint8Array): AsymmetricKey {
  const [algorithm, key] = childrenOf(readDer(bytes)[0], tag.SEQUENCE);
  const { type, curve } = readAlgorithm(algorithm);
  const bits = fromBitString(key);
  if (type === 'rsa') return fromPkcs1(bits, false);
  if (type === 'ec') return { type, curve: curve as CurveName, point: bits };
  return { type, x: bits };
}

export function fromPkcs8(bytes: Uint8Array): AsymmetricKey {
  const [, algorithm, key] = childrenOf(readDer(bytes)[0], tag.SEQUENCE);
  const { type, curve } = readAlgorithm(algorithm);
  const inner = contentOf(key, tag.OCTET_STRING);
  if (type === 'rsa') return fromPkcs1(inner, true);
  if (type === 'ec') return fromSec1(inner, curve);
  return { type, d: contentOf(readDer(inner)[0], tag.OCTET_STRING).slice() };
}

/** The key that an X.509 certificate certifies. */
export function fromCertificate(bytes: Uint8Array): AsymmetricKey {
  const [toBeSigned] = childrenOf(readDer(bytes)[0], tag.SEQUENCE);
  const fields = childrenOf(toBeSigned, tag.SEQUENCE).filter((node) => node.tag !== tag.CONTEXT_0);
  const spki = fields[5];
  return fromSpki(der(tag.SEQUENCE, contentOf(spki, tag.SEQUENCE)));
}

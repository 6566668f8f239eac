// PEM and JWK around the DER of asymmetric-key.ts.
import type { Base64Codec } from '../codec/base64.ts';
import type { TextCodec } from '../codec/text-codec.ts';
import {
  curves,
  findCurve,
  fromCertificate,
  fromPkcs1,
  fromPkcs8,
  fromSec1,
  fromSpki,
  rsaPrivateParts,
  rsaPublicParts,
  type AsymmetricKey,
  type OkpType,
} from './asymmetric-key.ts';
import { DerError } from './der.ts';

export type Jwk = Record<string, string | undefined>;

/** Each label of a PEM block with the reader of what it holds. */
const readers: Readonly<Record<string, (bytes: Uint8Array) => AsymmetricKey>> = {
  'PUBLIC KEY': fromSpki,
  'RSA PUBLIC KEY': (bytes) => fromPkcs1(bytes, false),
  CERTIFICATE: fromCertificate,
  'PRIVATE KEY': fromPkcs8,
  'RSA PRIVATE KEY': (bytes) => fromPkcs1(bytes, true),
  'EC PRIVATE KEY': (bytes) => fromSec1(bytes),
};

/** Characters a line, as RFC 7468 has it. */
const LINE = 64;

export function toPem(label: string, bytes: Uint8Array, codec: Base64Codec, headers = ''): string {
  const text = codec.decode(bytes, 0, bytes.length, 'base64');
  const lines = text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `-----BEGIN ${label}-----\n${headers}${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** What decrypts the parts of a PEM block, once there is a passphrase. */
export interface PemDecryption {
  pkcs8(bytes: Uint8Array): Uint8Array;
  block(headers: string, bytes: Uint8Array): Uint8Array;
}

/** Throws DerError where the text holds no key that can be read, and what `decryption` throws. */
export function fromPem(text: string, codec: TextCodec, decryption: PemDecryption): AsymmetricKey {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(text);
  if (block === null) throw new DerError('no PEM block');
  const [, label = '', body = ''] = block;
  if (label === 'ENCRYPTED PRIVATE KEY') return fromPkcs8(decryption.pkcs8(codec.encode(body, 'base64')));
  const read = readers[label];
  if (read === undefined) throw new DerError('unknown PEM label');
  const [, headers, encrypted = ''] = /^\s*((?:[\w-]+:.*\r?\n)+)\r?\n([\s\S]*)$/.exec(body) ?? [];
  if (headers?.includes('ENCRYPTED') === true)
    return read(decryption.block(headers, codec.encode(encrypted, 'base64')));
  // Without parameters that may stand before an EC key.
  return read(codec.encode(body, 'base64'));
}

const okpCurves: Readonly<Record<OkpType, string>> = {
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  x25519: 'X25519',
  x448: 'X448',
};

/** Writes the members in the order that Node shows them in. */
export function writeJwk(key: AsymmetricKey, target: Jwk, codec: Base64Codec): Jwk {
  const text = (bytes: Uint8Array) => codec.decode(bytes, 0, bytes.length, 'base64url');
  if (key.type === 'rsa') {
    target['kty'] = 'RSA';
    for (const part of key.d ? rsaPrivateParts : rsaPublicParts) {
      const bytes = key[part];
      if (bytes) target[part] = text(bytes);
    }
  } else if (key.type === 'ec') {
    const { size, web } = curves[key.curve];
    target['kty'] = 'EC';
    if (key.point) {
      target['x'] = text(key.point.subarray(1, 1 + size));
      target['y'] = text(key.point.subarray(1 + size));
    }
    target['crv'] = web;
    if (key.d) target['d'] = text(key.d);
  } else {
    target['crv'] = okpCurves[key.type];
    if (key.d) target['d'] = text(key.d);
    if (key.x) target['x'] = text(key.x);
    target['kty'] = 'OKP';
  }
  return target;
}

/** Throws DerError where members are missing or unknown. */
export function fromJwk(jwk: Jwk, codec: TextCodec): AsymmetricKey {
  const bytes = (name: string): Uint8Array => {
    const text = jwk[name];
    if (typeof text !== 'string') throw new DerError(`JWK without ${name}`);
    return codec.encode(text, 'base64url');
  };
  switch (jwk['kty']) {
    case 'RSA': {
      const parts = jwk['d'] === undefined ? rsaPublicParts : rsaPrivateParts;
      return {
        type: 'rsa',
        ...Object.fromEntries(parts.map((part) => [part, bytes(part)])),
      } as AsymmetricKey;
    }
    case 'EC': {
      const curve = findCurve(jwk['crv'] ?? '');
      if (curve === undefined) throw new DerError('unknown curve');
      const { size } = curves[curve];
      const point = new Uint8Array(1 + 2 * size);
      point[0] = 4;
      for (const [name, start] of [
        ['x', 1],
        ['y', 1 + size],
      ] as const) {
        const coordinate = bytes(name);
        if (coordinate.length > size) throw new DerError('coordinate');
        point.set(coordinate, start + size - coordinate.length);
      }
      return { type: 'ec', curve, point, ...(jwk['d'] !== undefined && { d: bytes('d') }) };
    }
    case 'OKP': {
      const type = (Object.keys(okpCurves) as OkpType[]).find((name) => okpCurves[name] === jwk['crv']);
      if (type === undefined) throw new DerError('unknown curve');
      return { type, x: bytes('x'), ...(jwk['d'] !== undefined && { d: bytes('d') }) };
    }
    default:
      throw new DerError('unknown key type');
  }
}

// Subresource integrity of tarballs (https://w3c.github.io/webappsec-subresource-integrity/), as ssri reads it.
import { hexText } from '../../os/hex-text.ts';
import { npmError } from '../npm-error.ts';

/** Strongest first; what npm accepts. */
const algorithms = { sha512: 'SHA-512', sha384: 'SHA-384', sha256: 'SHA-256', sha1: 'SHA-1' } as const;
type Algorithm = keyof typeof algorithms;

interface Hash {
  readonly algorithm: Algorithm;
  readonly digest: string;
}

/** The strongest hashes of an integrity attribute. */
function strongest(integrity: string): Hash[] {
  const hashes = integrity
    .split(/\s+/)
    .map((part) => /^(sha512|sha384|sha256|sha1)-([A-Za-z0-9+/=]+)/.exec(part))
    .filter((match) => match !== null)
    .map((match) => ({ algorithm: match[1] as Algorithm, digest: match[2] ?? '' }));
  const best = (Object.keys(algorithms) as Algorithm[]).find((each) =>
    hashes.some(({ algorithm }) => algorithm === each),
  );
  return hashes.filter(({ algorithm }) => algorithm === best);
}

/** Rejects with EINTEGRITY where the bytes are not what `integrity` says. */
export async function verifyIntegrity(
  bytes: Uint8Array<ArrayBuffer>,
  integrity: string,
  url: string,
  subtle: SubtleCrypto,
): Promise<void> {
  const wanted = strongest(integrity);
  const algorithm = wanted[0]?.algorithm;
  if (algorithm === undefined) {
    throw npmError('EINTEGRITY', '', `${url}: no supported integrity algorithm in "${integrity}"`);
  }
  const digest = toBase64(await subtle.digest(algorithms[algorithm], bytes));
  if (wanted.some((hash) => hash.digest === digest)) return;
  const expected = wanted.map((hash) => `${hash.algorithm}-${hash.digest}`).join(' ');
  throw npmError(
    'EINTEGRITY',
    '',
    `${expected} integrity checksum failed when using ${algorithm}: wanted ${expected} but got ${algorithm}-${digest}. (${String(bytes.length)} bytes)`,
  );
}

export async function computeIntegrity(
  bytes: Uint8Array<ArrayBuffer>,
  subtle: SubtleCrypto,
): Promise<string> {
  return `sha512-${toBase64(await subtle.digest(algorithms.sha512, bytes))}`;
}

/** A packument's `shasum`, for packages that were published before `integrity` was. */
export function integrityFromShasum(shasum: string): string {
  const bytes = Uint8Array.from(shasum.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return `sha1-${toBase64(bytes.buffer)}`;
}

function toBase64(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}

/** The digest of the text's UTF-8, as lower-case hexadecimal digits. */
export async function hexDigest(
  algorithm: 'SHA-256' | 'SHA-512',
  text: string,
  subtle: SubtleCrypto,
): Promise<string> {
  return hexText(new Uint8Array(await subtle.digest(algorithm, new TextEncoder().encode(text))));
}

// AES-CCM (NIST SP 800-38C). Its MAC begins with the length of the message, so that all of it comes in one piece.
import { concatBytes } from '../../../os/concat-bytes.ts';
import type { CryptoLibrary } from '../../libraries.ts';
import { blockEncrypter, counterStream, type AuthenticatedStream } from './cipher-streams.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const BLOCK = 16;
/** Additional data that is longer says so in another form; OpenSSL's has 2 bytes for shorter. */
const SHORT_AAD = 0xff00;

/** What OpenSSL takes. */
export const ccmTagLengths = [4, 6, 8, 10, 12, 14, 16];
export const ccmIvLengths = [7, 8, 9, 10, 11, 12, 13];

/** The longest message that the rest of the first block can name the length of. */
export const longestCcmMessage = (ivLength: number): number =>
  ivLength === 12 ? 2 ** 24 - 1 : ivLength === 13 ? 2 ** 16 - 1 : 2 ** 31 - 1;

export function ccmStream(
  library: CryptoLibrary,
  key: Bytes,
  iv: Bytes,
  options: { readonly encrypts: boolean; readonly tagLength: number },
): AuthenticatedStream {
  const encryptBlock = blockEncrypter(library, key);
  const lengthSize = BLOCK - 1 - iv.length;
  const counter = concatBytes([Uint8Array.of(lengthSize - 1), iv, new Uint8Array(lengthSize)]);
  const stream = counterStream(library, key, counter);
  // The first block of the key stream hides the tag.
  const mask = stream.update(new Uint8Array(BLOCK));
  let aad: Bytes = new Uint8Array(0);
  let plain: Uint8Array = new Uint8Array(0);

  function mac(): Uint8Array {
    const first = new Uint8Array(BLOCK);
    first[0] = (aad.length > 0 ? 64 : 0) | (((options.tagLength - 2) / 2) << 3) | (lengthSize - 1);
    first.set(iv, 1);
    for (let at = BLOCK - 1, rest = plain.length; rest > 0; at--, rest = Math.floor(rest / 256))
      first[at] = rest % 256;
    let state = new Uint8Array(BLOCK);
    const absorb = (data: Uint8Array): void => {
      for (let from = 0; from < data.length; from += BLOCK) {
        for (let at = 0; at < BLOCK; at++) state[at] = (state[at] ?? 0) ^ (data[from + at] ?? 0);
        state = encryptBlock(state);
      }
    };
    absorb(first);
    if (aad.length > 0) absorb(concatBytes([lengthOf(aad), aad]));
    absorb(plain);
    return state;
  }

  return {
    setAAD(data) {
      aad = new Uint8Array(data);
    },
    update(data) {
      const result = stream.update(data);
      plain = options.encrypts ? new Uint8Array(data) : result;
      return result;
    },
    final: () => new Uint8Array(0),
    tag: () => mac().map((byte, at) => byte ^ (mask[at] ?? 0)),
  };
}

function lengthOf({ length }: Uint8Array): Bytes {
  if (length < SHORT_AAD) return Uint8Array.of(length >> 8, length & 0xff);
  return Uint8Array.of(0xff, 0xfe, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

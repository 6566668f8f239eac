// AES in modes that feed back (NIST SP 800-38A): OFB, CFB with segments of a block, of a byte and of a bit. They need the block
// cipher in one direction only. Each object is one encryption or decryption.
import type { CryptoLibrary } from '../../libraries.ts';
import { blockEncrypter, type CipherStream } from './cipher-streams.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const BLOCK = 16;

export type FeedbackMode = 'ofb' | 'cfb' | 'cfb8' | 'cfb1';

export function feedbackStream(
  library: CryptoLibrary,
  mode: FeedbackMode,
  key: Bytes,
  iv: Bytes,
  encrypts: boolean,
): CipherStream {
  const encryptBlock = blockEncrypter(library, key);
  const transform =
    mode === 'cfb8'
      ? byteFeedback(encryptBlock, iv, encrypts)
      : mode === 'cfb1'
        ? bitFeedback(encryptBlock, iv, encrypts)
        : blockFeedback(encryptBlock, iv, mode === 'ofb' ? 'key' : encrypts ? 'result' : 'data');
  return { update: (data) => Uint8Array.from(data, transform), final: () => new Uint8Array(0) };
}

type Transform = (byte: number) => number;
type EncryptBlock = (register: Uint8Array) => Uint8Array;

/** What becomes the next block's register: the key stream (OFB), or the ciphertext (CFB). */
function blockFeedback(encryptBlock: EncryptBlock, iv: Bytes, feeds: 'key' | 'result' | 'data'): Transform {
  const register = new Uint8Array(iv);
  let key: Uint8Array = new Uint8Array(0);
  let position = 0;
  return (byte) => {
    if (position === 0) key = encryptBlock(register);
    const result = byte ^ (key[position] ?? 0);
    register[position] = feeds === 'key' ? (key[position] ?? 0) : feeds === 'result' ? result : byte;
    position = (position + 1) % BLOCK;
    return result;
  };
}

function byteFeedback(encryptBlock: EncryptBlock, iv: Bytes, encrypts: boolean): Transform {
  const register = new Uint8Array(iv);
  return (byte) => {
    const result = byte ^ (encryptBlock(register)[0] ?? 0);
    register.copyWithin(0, 1);
    register[BLOCK - 1] = encrypts ? result : byte;
    return result;
  };
}

function bitFeedback(encryptBlock: EncryptBlock, iv: Bytes, encrypts: boolean): Transform {
  const register = new Uint8Array(iv);
  const shift = (bit: number): void => {
    for (let at = 0; at < BLOCK; at++)
      register[at] = ((register[at] ?? 0) << 1) | (at === BLOCK - 1 ? bit : (register[at + 1] ?? 0) >> 7);
  };
  return (byte) => {
    let result = 0;
    for (let position = 7; position >= 0; position--) {
      const bit = (byte >> position) & 1;
      const made = bit ^ ((encryptBlock(register)[0] ?? 0) >> 7);
      shift(encrypts ? made : bit);
      result |= made << position;
    }
    return result;
  };
}

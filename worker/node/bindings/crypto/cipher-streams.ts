// Ciphers that take their input in pieces, over noble's, which take it whole. Each object is one encryption or decryption.
import { concatBytes } from '../../../os/concat-bytes.ts';
import type { CryptoLibrary } from '../../libraries.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const BLOCK = 16;
const CHACHA_BLOCK = 64;

export interface CipherStream {
  update(data: Uint8Array): Uint8Array;
  /** The rest. Throws CipherFailure. */
  final(): Uint8Array;
}

export interface AuthenticatedStream extends CipherStream {
  setAAD(data: Uint8Array): void;
  /** After `final`. */
  tag(): Uint8Array;
}

export class CipherFailure extends Error {
  readonly reason: 'bad decrypt' | 'wrong final block length';
  constructor(reason: CipherFailure['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** AES of one block after another under one key. Gives a new block each time. */
export function blockEncrypter(library: CryptoLibrary, key: Bytes): (block: Uint8Array) => Bytes {
  // The library's modes take a message once; it is pinned, so that these are the functions that were tried.
  const { expandKeyLE, encryptBlock } = library.aes.unsafe;
  const expanded = expandKeyLE(key);
  return (block) => new Uint8Array(encryptBlock(expanded, new Uint8Array(block)));
}

/** CBC and ECB: whole blocks, and PKCS#7 padding unless it is turned off. */
export class BlockStream implements CipherStream {
  padding = true;
  #rest: Bytes = new Uint8Array(0);
  readonly #encrypts: boolean;
  readonly #blocks: (data: Bytes) => Uint8Array;

  constructor(library: CryptoLibrary, key: Bytes, iv: Bytes | undefined, encrypts: boolean) {
    this.#encrypts = encrypts;
    const options = { disablePadding: true };
    let chain = iv;
    this.#blocks = (data) => {
      const cipher =
        chain === undefined ? library.aes.ecb(key, options) : library.aes.cbc(key, chain, options);
      const result = encrypts ? cipher.encrypt(data) : cipher.decrypt(data);
      if (chain !== undefined) chain = new Uint8Array((encrypts ? result : data).slice(-BLOCK));
      return result;
    };
  }

  update(data: Uint8Array): Uint8Array {
    const all = concatBytes([this.#rest, data]);
    // The last block of what is decrypted may be padding.
    const held = !this.#encrypts && this.padding ? 1 : 0;
    const size = Math.max(0, Math.floor((all.length - held) / BLOCK) * BLOCK);
    this.#rest = all.slice(size);
    return size === 0 ? new Uint8Array(0) : this.#blocks(all.slice(0, size));
  }

  final(): Uint8Array {
    const rest = this.#rest;
    if (!this.padding) {
      if (rest.length > 0) throw new CipherFailure('wrong final block length');
      return rest;
    }
    if (this.#encrypts) {
      const count = BLOCK - rest.length;
      return this.#blocks(concatBytes([rest, new Uint8Array(count).fill(count)]));
    }
    if (rest.length !== BLOCK) throw new CipherFailure('wrong final block length');
    const plain = this.#blocks(rest);
    const count = plain.at(-1) ?? 0;
    if (count === 0 || count > BLOCK || plain.subarray(-count).some((byte) => byte !== count)) {
      throw new CipherFailure('bad decrypt');
    }
    return plain.subarray(0, BLOCK - count);
  }
}

/** A key stream that can go on in the middle of a block. */
class KeyStream implements CipherStream {
  #position = 0;
  readonly #block: number;
  readonly #crypt: (data: Bytes, block: number) => Uint8Array;
  constructor(block: number, crypt: (data: Bytes, block: number) => Uint8Array) {
    this.#block = block;
    this.#crypt = crypt;
  }
  update(data: Uint8Array): Uint8Array {
    if (data.length === 0) return new Uint8Array(0);
    const offset = this.#position % this.#block;
    const padded = concatBytes([new Uint8Array(offset), data]);
    const result = this.#crypt(padded, Math.floor(this.#position / this.#block));
    this.#position += data.length;
    return result.subarray(offset);
  }
  final(): Uint8Array {
    return new Uint8Array(0);
  }
}

/** The counter block `blocks` after `start`, all of it a big-endian number. */
function counterAfter(start: Uint8Array, blocks: number): Bytes {
  const counter = new Uint8Array(start);
  let carry = blocks;
  for (let i = counter.length - 1; i >= 0 && carry > 0; i--) {
    carry += counter[i] ?? 0;
    counter[i] = carry % 256;
    carry = Math.floor(carry / 256);
  }
  return counter;
}

export const counterStream = (library: CryptoLibrary, key: Bytes, iv: Uint8Array): CipherStream =>
  new KeyStream(BLOCK, (data, block) => library.aes.ctr(key, counterAfter(iv, block)).encrypt(data));

/** Feeds a MAC that wants whole blocks of 16: what is left over is filled up with zeros where a part ends. */
class PaddedMac {
  #rest: Bytes = new Uint8Array(0);
  length = 0;
  readonly #mac: { update(data: Uint8Array): unknown; digest(): Uint8Array };
  constructor(mac: { update(data: Uint8Array): unknown; digest(): Uint8Array }) {
    this.#mac = mac;
  }
  update(data: Uint8Array): void {
    this.length += data.length;
    const all = concatBytes([this.#rest, data]);
    const size = all.length - (all.length % BLOCK);
    if (size > 0) this.#mac.update(all.slice(0, size));
    this.#rest = all.slice(size);
  }
  endPart(): number {
    if (this.#rest.length > 0)
      this.#mac.update(concatBytes([this.#rest, new Uint8Array(BLOCK - this.#rest.length)]));
    this.#rest = new Uint8Array(0);
    const { length } = this;
    this.length = 0;
    return length;
  }
  digest(last: Uint8Array): Uint8Array {
    this.#mac.update(last);
    return this.#mac.digest();
  }
}

/** GCM and ChaCha20-Poly1305: a key stream, and a MAC over the additional data, the ciphertext and both lengths. */
class MacStream implements AuthenticatedStream {
  readonly #stream: CipherStream;
  readonly #mac: PaddedMac;
  readonly #encrypts: boolean;
  readonly #finish: (mac: PaddedMac, aadLength: number, length: number) => Uint8Array;
  #aadLength: number | undefined;
  #tag: Uint8Array = new Uint8Array(0);

  constructor(
    stream: CipherStream,
    mac: PaddedMac,
    encrypts: boolean,
    finish: (mac: PaddedMac, aadLength: number, length: number) => Uint8Array,
  ) {
    this.#stream = stream;
    this.#mac = mac;
    this.#encrypts = encrypts;
    this.#finish = finish;
  }
  setAAD(data: Uint8Array): void {
    this.#mac.update(data);
  }
  update(data: Uint8Array): Uint8Array {
    this.#aadLength ??= this.#mac.endPart();
    const result = this.#stream.update(data);
    this.#mac.update(this.#encrypts ? result : data);
    return result;
  }
  final(): Uint8Array {
    const aadLength = (this.#aadLength ??= this.#mac.endPart());
    this.#tag = this.#finish(this.#mac, aadLength, this.#mac.endPart());
    return new Uint8Array(0);
  }
  tag(): Uint8Array {
    return this.#tag;
  }
}

export function gcmStream(
  library: CryptoLibrary,
  key: Bytes,
  iv: Bytes,
  encrypts: boolean,
): AuthenticatedStream {
  const encryptBlock = blockEncrypter(library, key);
  const hashKey = encryptBlock(new Uint8Array(BLOCK));
  const bitLengths = (a: number, b: number): Bytes => {
    const block = new Uint8Array(BLOCK);
    const view = new DataView(block.buffer);
    view.setBigUint64(0, BigInt(a) * 8n);
    view.setBigUint64(8, BigInt(b) * 8n);
    return block;
  };
  const newHash = () => new PaddedMac(library.polyval.ghash.create(new Uint8Array(hashKey)));
  let start: Bytes;
  if (iv.length === 12) {
    start = concatBytes([iv, Uint8Array.of(0, 0, 0, 1)]);
  } else {
    const hash = newHash();
    hash.update(iv);
    hash.endPart();
    start = new Uint8Array(hash.digest(bitLengths(0, iv.length)));
  }
  const mask = encryptBlock(start);
  return new MacStream(
    counterStream(library, key, counterAfter(start, 1)),
    newHash(),
    encrypts,
    (mac, aadLength, length) =>
      mac.digest(bitLengths(aadLength, length)).map((byte, i) => byte ^ (mask[i] ?? 0)),
  );
}

export function chachaPolyStream(
  library: CryptoLibrary,
  key: Bytes,
  iv: Uint8Array,
  encrypts: boolean,
): AuthenticatedStream {
  const nonce = concatBytes([new Uint8Array(12 - iv.length), iv]);
  const crypt = (data: Bytes, counter: number) =>
    library.chacha.chacha20(key, nonce, data, undefined, counter);
  const macKey = new Uint8Array(crypt(new Uint8Array(32), 0));
  return new MacStream(
    new KeyStream(CHACHA_BLOCK, (data, block) => crypt(data, block + 1)),
    new PaddedMac(library.poly1305.poly1305.create(macKey)),
    encrypts,
    (mac, aadLength, length) => {
      const lengths = new Uint8Array(BLOCK);
      const view = new DataView(lengths.buffer);
      view.setBigUint64(0, BigInt(aadLength), true);
      view.setBigUint64(8, BigInt(length), true);
      return mac.digest(lengths);
    },
  );
}

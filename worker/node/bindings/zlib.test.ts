// The zlib binding held against the real one: same bytes, same counts, same errors, in one piece and in small ones.
import { describe, expect, it } from 'vitest';
import { createZlibBinding } from './zlib.ts';
import { fakeRealm, realBinding, seededRandom } from './testing/fake-realm.ts';

interface Handle {
  init(...args: unknown[]): void;
  write(...args: unknown[]): void;
  writeSync(...args: unknown[]): void;
  params(level: number, strategy: number): void;
  reset(): void;
  close(): void;
  onerror?: (...args: unknown[]) => void;
}
interface ZlibBinding {
  Zlib: new (mode: number) => Handle;
  crc32(data: unknown, value: number): number;
}
const ours = createZlibBinding(fakeRealm()) as unknown as ZlibBinding;
const theirs = realBinding<ZlibBinding>('zlib');
const random = seededRandom(11);
const below = (n: number) => Math.floor(random() * n);

interface Run {
  mode: number;
  level?: number;
  windowBits?: number;
  memLevel?: number;
  strategy?: number;
  dictionary?: Uint8Array;
  reject?: boolean;
  /** Bytes in and out at a time. */
  inChunk?: number;
  outChunk?: number;
  finish?: number;
  /** Called once half of the input was read. */
  halfway?: (handle: Handle) => void;
}

/** Feeds the input through writeSync; what came out, what was left, and the error. */
function run(binding: ZlibBinding, input: Uint8Array, options: Run): unknown {
  const { mode, level = -1, windowBits = 15, memLevel = 8, strategy = 0, halfway } = options;
  const { inChunk = input.length || 1, outChunk = 65536, finish = 4, reject = false } = options;
  const handle = new binding.Zlib(mode);
  const state = new Uint32Array(2);
  const errors: unknown[] = [];
  handle.onerror = (...args) => errors.push(args);
  handle.init(windowBits, level, memLevel, strategy, state, () => {}, options.dictionary, reject);
  const pieces: Uint8Array[] = [];
  const log: string[] = [];
  let turned = false;
  for (let at = 0; at < input.length || at === 0; at += inChunk) {
    const chunk = input.subarray(at, at + inChunk);
    const last = at + inChunk >= input.length;
    if (halfway && !turned && at >= input.length / 2) {
      turned = true;
      halfway(handle);
    }
    let from = 0;
    for (let guard = 0; guard < 5000; guard++) {
      const out = new Uint8Array(outChunk);
      // Node's lib flushes before it changes parameters.
      const flush = last ? finish : halfway ? 2 : 0;
      handle.writeSync(flush, chunk, from, chunk.length - from, out, 0, outChunk);
      if (errors.length > 0) return { errors, bytes: Buffer.concat(pieces).toString('hex') };
      pieces.push(out.subarray(0, outChunk - state[0]!));
      log.push(state.join());
      from = chunk.length - state[1]!;
      if (state[0] !== 0) break;
    }
    if (last) break;
  }
  handle.close();
  return { bytes: Buffer.concat(pieces).toString('hex'), log };
}
const same = (input: Uint8Array, options: Run) =>
  expect(run(ours, input, options), JSON.stringify(options)).toEqual(run(theirs, input, options));

const words = ['alpha ', 'beta ', 'gamma\n', '0123456789', '\0\0\0\0\0\0\0\0'];
const text = (length: number) => {
  let whole = '';
  while (whole.length < length) whole += words[below(words.length)];
  return new Uint8Array(Buffer.from(whole.slice(0, length)));
};
const noise = (length: number) => Uint8Array.from({ length }, () => below(256));
const output = (input: Uint8Array, options: Run) =>
  Buffer.from((run(theirs, input, options) as { bytes: string }).bytes, 'hex');

const DEFLATE = 1;
const INFLATE = 2;
const GZIP = 3;
const GUNZIP = 4;
const DEFLATERAW = 5;
const INFLATERAW = 6;
const UNZIP = 7;

describe('zlib binding equals the real one', () => {
  it.each([DEFLATE, GZIP, DEFLATERAW])('compresses to the same bytes (mode %i)', (mode) => {
    for (const input of [new Uint8Array(0), text(10), text(70_000), noise(3000)]) {
      for (const level of [-1, 0, 1, 3, 6, 9]) {
        same(input, { mode, level });
        same(input, { mode, level, inChunk: 777, outChunk: 100 });
      }
      for (const strategy of [1, 2, 3, 4]) same(input, { mode, strategy, memLevel: 1, windowBits: 10 });
    }
  });

  it('decompresses, whole and byte by byte', () => {
    for (const [pack, unpack] of [
      [DEFLATE, INFLATE],
      [GZIP, GUNZIP],
      [DEFLATERAW, INFLATERAW],
      [GZIP, UNZIP],
      [DEFLATE, UNZIP],
    ] as const) {
      const packed = output(text(5000), { mode: pack });
      for (const inChunk of [1, 2, 50, 1e6]) same(packed, { mode: unpack, inChunk, outChunk: 300 });
      same(packed.subarray(0, 30), { mode: unpack });
      same(packed.subarray(0, 30), { mode: unpack, finish: 2 });
      same(packed, { mode: unpack, windowBits: 9 });
      for (let i = 0; i < 60; i++) {
        const broken = new Uint8Array(packed);
        broken[below(Math.min(broken.length, 200))]! ^= 1 << below(8);
        same(broken, { mode: unpack });
      }
    }
  });

  it('what comes after the end of a gzip member', () => {
    const member = output(text(20), { mode: GZIP });
    const tails = [
      member,
      Buffer.from('xx'),
      Buffer.alloc(5),
      Buffer.from([0, 0, 1]),
      Buffer.from([0x1f, 0x8b]),
    ];
    for (const tail of [...tails, Buffer.from([0x1f])]) {
      for (const reject of [false, true]) {
        for (const mode of [GUNZIP, UNZIP]) same(Buffer.concat([member, tail]), { mode, reject });
      }
    }
  });

  it('dictionaries', () => {
    const dictionary = text(50);
    const packed = output(text(60), { mode: DEFLATE, dictionary });
    const raw = output(text(60), { mode: DEFLATERAW, dictionary });
    for (const given of [undefined, dictionary, noise(9)]) {
      const options = given && { dictionary: given };
      same(text(400), { mode: DEFLATE, ...options });
      same(packed, { mode: INFLATE, ...options });
      same(raw, { mode: INFLATERAW, ...options });
    }
  });

  it('reset and params in the middle', () => {
    const input = text(30_000);
    for (const mode of [DEFLATE, GZIP]) {
      same(input, { mode, inChunk: 5000, halfway: (handle) => handle.reset() });
    }
    for (const [level, strategy] of [
      [9, 0],
      [0, 0],
      [1, 0],
      [6, 2],
    ] as const) {
      for (const from of [0, 1, 6]) {
        same(input, { mode: DEFLATE, level: from, inChunk: 5000, halfway: (h) => h.params(level, strategy) });
      }
    }
  });

  it('crc32', () => {
    for (let i = 0; i < 300; i++) {
      const bytes = noise(below(70)).subarray(below(3));
      const start = below(2) * below(2 ** 32);
      expect(ours.crc32(bytes, start)).toBe(theirs.crc32(bytes, start));
    }
    expect(ours.crc32('é€', 0)).toBe(theirs.crc32('é€', 0));
  });
});

it('write reports in a later turn, and not at all once closed', async () => {
  const calls: string[] = [];
  const make = (name: string) => {
    const handle = new ours.Zlib(DEFLATE);
    handle.init(15, -1, 8, 0, new Uint32Array(2), () => calls.push(name), undefined, false);
    handle.write(4, text(5), 0, 5, new Uint8Array(50), 0, 50);
    return handle;
  };
  make('open');
  make('closed').close();
  expect(calls).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(calls).toEqual(['open']);
});

it('formats without a port say so', () => {
  const { ZstdCompress } = ours as unknown as { ZstdCompress: new () => object };
  expect(() => new ZstdCompress()).toThrow('Zstandard compression');
});

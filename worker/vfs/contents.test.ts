import { describe, expect, it } from 'vitest';
import { BlobReader } from './blob-reader.ts';
import { Contents } from './contents.ts';
import { BlobBytes } from './test-filesystems.ts';

const megabyte = 1024 * 1024;

/** Pseudo-random integers below `limit`, the same in every run. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function filled(length: number, value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).fill(value);
}

function bytesOf(contents: Contents, blobs: BlobReader): Uint8Array {
  const whole = new Uint8Array(contents.size);
  contents.read(0, whole, blobs);
  return whole;
}

describe('Contents', () => {
  it.each([1, 2, 3, 4])('holds what was written, whoever else holds earlier states (%i)', (seed) => {
    const random = dice(seed);
    const bytes = new BlobBytes();
    const blobs = new BlobReader(bytes.read, megabyte);
    const contents = Contents.empty();
    let model = new Uint8Array(0);
    const held: { readonly parts: Uint8Array[]; readonly before: Uint8Array }[] = [];
    const write = (position: number, data: Uint8Array<ArrayBuffer>, asBlob: boolean): void => {
      contents.write(position, asBlob ? bytes.blob(data) : data.slice(), blobs);
      const grown = new Uint8Array(Math.max(model.length, position + data.length));
      grown.set(model);
      grown.set(data, position);
      model = grown;
    };
    for (let step = 0; step < 400; step++) {
      const deed = random(100);
      const data = filled(1 + random(deed < 10 ? 300_000 : 6_000), random(256));
      if (deed < 45) write(random(model.length + 1), data, deed < 3);
      else if (deed < 90) write(model.length, data, false);
      else if (deed < 93) write(model.length + random(100_000), data, false);
      else if (deed < 96) {
        const length = random(model.length * 2);
        contents.truncate(length);
        const cut = new Uint8Array(length);
        cut.set(model.subarray(0, length));
        model = cut;
      } else if (deed < 97) contents.moveTo(bytes.blob(model.slice()), 0);
      else
        held.push({
          parts: contents.parts().filter((part) => part instanceof Uint8Array),
          before: new Uint8Array(0),
        });
      const last = held.at(-1);
      if (last?.before.length === 0) held[held.length - 1] = { ...last, before: concat(last.parts) };
    }
    expect(contents.size).toBe(model.length);
    expect(Buffer.compare(bytesOf(contents, blobs), model)).toBe(0);
    for (const { parts, before } of held) expect(Buffer.compare(concat(parts), before)).toBe(0);
  });

  it('copies a piece of what others hold, not the whole, for a small write', () => {
    const blobs = new BlobReader(new BlobBytes().read, megabyte);
    const contents = Contents.ofBytes(filled(8 * megabyte, 1));
    const before = new Set(contents.parts().map((part) => (part as Uint8Array).buffer));
    contents.write(3 * megabyte, filled(4096, 2), blobs);
    const copied = contents.parts().filter((part) => !before.has((part as Uint8Array).buffer));
    expect(copied.map((part) => (part as Uint8Array).byteLength)).toEqual([64 * 1024]);
  });

  it('appends to what others hold without a copy of it', () => {
    const blobs = new BlobReader(new BlobBytes().read, megabyte);
    const contents = Contents.ofBytes(filled(900_000, 1));
    contents.write(900_000, filled(10, 2), blobs);
    expect(contents.parts().map((part) => (part as Uint8Array).byteLength)).toEqual([900_000, 10]);
  });

  it('keeps the number of segments small, and what lies in Blobs of a large file out of memory', () => {
    const bytes = new BlobBytes();
    const blobs = new BlobReader(bytes.read, megabyte);
    const contents = Contents.ofBlob(bytes.blob(filled(65 * megabyte, 1)), 0, 65 * megabyte);
    for (let at = 0; at < 2000; at++) contents.write(at * 4096, filled(4096, 2), blobs);
    expect(contents.parts().length).toBeLessThan(300);
    expect(bytes.reads).toBe(0);
    const small = Contents.ofBlob(bytes.blob(filled(4 * megabyte, 1)), 0, 4 * megabyte);
    for (let at = 0; at < 500; at++) small.write(at * 8192, filled(10, 2), blobs);
    expect(small.parts().length).toBeLessThan(300);
    expect(bytesOf(small, blobs).filter((byte) => byte === 2)).toHaveLength(5000);
  });
});

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

import { describe, expect, it } from 'vitest';
import { createTar, tarHeader } from '../testing/fixture-registry.ts';
import { readTar } from './tar.ts';

const encoder = new TextEncoder();

function archive(...parts: (Uint8Array | string)[]): Uint8Array {
  const blocks = parts.map((part) => {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    const padded = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
    padded.set(bytes);
    return padded;
  });
  return Uint8Array.from([...blocks, new Uint8Array(1024)].flatMap((block) => [...block]));
}

function textOf(bytes: Uint8Array) {
  return readTar(bytes).map(({ path, offset, size }) => [
    path,
    new TextDecoder().decode(bytes.subarray(offset, offset + size)),
  ]);
}

describe('readTar', () => {
  it('reads plain files, empty ones and full blocks', () => {
    const files = [
      ['package/a', 'x'],
      ['package/empty', ''],
      ['package/b', 'y'.repeat(512)],
    ] as const;
    expect(textOf(createTar(files))).toEqual(files);
  });

  it('reads pax paths and sizes, for one file or for all that follow', () => {
    const long = `package/${'d/'.repeat(80)}ü.js`;
    const record = (key: string, value: string) => {
      const body = ` ${key}=${value}\n`;
      let length = encoder.encode(body).length;
      length += String(length + String(length).length).length;
      return `${String(length)}${body}`;
    };
    const pax = record('path', long) + record('mtime', '1.5');
    const bytes = archive(
      tarHeader('global', encoder.encode(record('comment', 'x')).length, 'g'),
      record('comment', 'x'),
      tarHeader('pax', encoder.encode(pax).length, 'x'),
      pax,
      tarHeader('package/short', 3),
      'abc',
      tarHeader('package/next', 1),
      'd',
    );
    expect(textOf(bytes)).toEqual([
      [long, 'abc'],
      ['package/next', 'd'],
    ]);
  });

  it('reads GNU long names and ustar prefixes', () => {
    const long = `package/${'e'.repeat(150)}`;
    const prefixed = tarHeader('tail.js', 1);
    prefixed.set(encoder.encode('package/head'), 345);
    fixChecksum(prefixed);
    const bytes = archive(
      tarHeader('././@LongLink', long.length + 1, 'L'),
      `${long}\0`,
      tarHeader('x', 2),
      'hi',
      prefixed,
      'z',
    );
    expect(textOf(bytes)).toEqual([
      [long, 'hi'],
      ['package/head/tail.js', 'z'],
    ]);
  });

  it('leaves out folders, links and devices, and keeps modes', () => {
    const bytes = archive(
      tarHeader('package/d/', 0, '5'),
      tarHeader('package/l', 0, '2'),
      tarHeader('package/x', 1, '0', 0o755),
      '#',
    );
    expect(readTar(bytes).map(({ path, mode }) => [path, mode])).toEqual([['package/x', 0o755]]);
  });

  it('refuses what is damaged', () => {
    const good = createTar([['package/a', 'x'.repeat(600)]]);
    const bad = good.slice();
    bad[0] = 0x21;
    expect(() => readTar(bad)).toThrow('bad header checksum at byte 0');
    expect(() => readTar(good.slice(0, 700))).toThrow('unexpected end of archive at byte 0');
  });
});

function fixChecksum(header: Uint8Array): void {
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(encoder.encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
}

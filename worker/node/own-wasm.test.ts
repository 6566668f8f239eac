import { expect, test } from 'vitest';
import { bytesHash, giveKept, ownWasm } from './own-wasm.ts';

/** An empty module. */
const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
/** The same with a custom section. */
const other = Uint8Array.of(...empty, 0, 2, 1, 0x78);

function files(entries: Record<string, number>, packed: (path: string) => boolean = () => true) {
  const names = Object.keys(entries);
  return {
    tryStat: (path: string) =>
      path in entries
        ? ({ type: 'file', size: entries[path] } as ReturnType<Parameters<typeof ownWasm>[0]['tryStat']>)
        : undefined,
    readdir: (path: string) =>
      names
        .filter((name) => name.startsWith(`${path}/`) && !name.slice(path.length + 1).includes('/'))
        .map((name) => ({ name: name.slice(path.length + 1), type: 'file' }) as const),
    packedFile: (path: string) =>
      packed(path) ? { packId: 'sha512-x', index: names.indexOf(path) } : undefined,
  };
}

const esbuild = { '/n/esbuild/package.json': 1, '/n/esbuild/esbuild.wasm': 13_000_000 };

test('the large WebAssembly at the root of a package', () => {
  expect(ownWasm(files(esbuild), '/n/esbuild')).toEqual({
    path: '/n/esbuild/esbuild.wasm',
    name: 'sha512-x-1',
    size: 13_000_000,
  });
});

test.each([
  ['small', files({ ...esbuild, '/n/esbuild/esbuild.wasm': 1_000 })],
  ['changed', files(esbuild, (path) => !path.endsWith('.wasm'))],
  ['elsewhere', files({ '/n/esbuild/package.json': 1, '/n/esbuild/lib/esbuild.wasm': 13_000_000 })],
])('none that is %s', (_, fs) => {
  expect(ownWasm(fs, '/n/esbuild')).toBeNull();
});

test('a program gets the kept module for the same bytes once, its own for others, and WebAssembly.Module is itself', () => {
  const scope = { WebAssembly: Object.create(WebAssembly) as typeof WebAssembly };
  const kept = { module: new WebAssembly.Module(empty), size: empty.byteLength, hash: bytesHash(empty) };
  giveKept(scope, kept);
  const { Module } = scope.WebAssembly;
  const different = new Module(other);
  expect(WebAssembly.Module.customSections(different, 'x')).toHaveLength(1);
  // Not at the start of its buffer, as bytes that were read often are.
  const moved = new Uint8Array(empty.byteLength + 1);
  moved.set(empty, 1);
  expect(new Module(moved.subarray(1))).toBe(kept.module);
  const second = new Module(empty.buffer);
  expect(second).not.toBe(kept.module);
  expect(second).toBeInstanceOf(Module);
  expect(second.constructor).toBe(Module);
  expect(() => new Module(Uint8Array.of(1))).toThrow(WebAssembly.CompileError);
});

test('the hash tells bytes apart wherever they differ', () => {
  const bytes = Uint8Array.from({ length: 1_003 }, (_, at) => at);
  const hashes = new Set([bytesHash(bytes)]);
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    hashes.add(bytesHash(changed));
  }
  expect(hashes.size).toBe(bytes.length + 1);
});

// The WebAssembly that a package's program is about to compile: esbuild's is the case in point. What is compiled from bytes is
// compiled anew by every process; what comes from an address is compiled once, and the browser keeps the code
// (docs/adr/0041-compiled-webassembly-is-kept.md). So the module is made before the program runs, from an address, and given to
// the program when it asks for one of the same bytes. Read once a process.

import type { FileSystem } from '../vfs/filesystem.ts';

/** Less is compiled as fast as it is looked up. */
const smallestBytes = 1_000_000;

export interface KeptWasm {
  readonly module: WebAssembly.Module;
  readonly size: number;
  readonly hash: number;
}

/** Compiles what `bytes` gives, with the code that was kept of it under `name`; null where the browser keeps none. */
export type CompileKept = (name: string, size: number, bytes: () => Uint8Array) => Promise<KeptWasm | null>;

interface OwnWasm {
  readonly path: string;
  /** Of these bytes and no others. */
  readonly name: string;
  readonly size: number;
}

type Files = Pick<FileSystem, 'tryStat' | 'readdir' | 'packedFile'>;

/** The large WebAssembly file at the root of a package, if it is as the package has it. */
export function ownWasm(fs: Files, root: string): OwnWasm | null {
  for (const { name } of fs.readdir(root)) {
    const path = `${root}/${name}`;
    if (!name.endsWith('.wasm')) continue;
    const size = fs.tryStat(path)?.size ?? 0;
    const file = fs.packedFile(path);
    if (size >= smallestBytes && file !== undefined)
      return { path, name: `${file.packId}-${file.index}`, size };
  }
  return null;
}

/** From now on `new WebAssembly.Module` of the same bytes answers with the module that is there already, once. */
export function giveKept(scope: { readonly WebAssembly: typeof WebAssembly }, kept: KeptWasm): void {
  const { Module } = scope.WebAssembly;
  let left: KeptWasm | null = kept;
  const giving: typeof Module = new Proxy(Module, {
    construct(target, args: [BufferSource], newTarget) {
      const known = left;
      if (newTarget === giving && known !== null && isSame(args[0], known)) {
        left = null;
        return known.module;
      }
      return Reflect.construct(target, args, newTarget === giving ? target : newTarget) as object;
    },
  });
  Object.defineProperty(Module.prototype, 'constructor', {
    value: giving,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(scope.WebAssembly, 'Module', { value: giving, writable: true, configurable: true });
}

function isSame(source: unknown, { size, hash }: KeptWasm): boolean {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : source instanceof ArrayBuffer
      ? new Uint8Array(source)
      : null;
  return bytes?.byteLength === size && bytesHash(bytes) === hash;
}

/** 53 bits (after cyrb53, public domain), four bytes at a time: 13 MB in some milliseconds. Guards against mistakes, not forgery. */
export function bytesHash(bytes: Uint8Array): number {
  const whole = bytes.byteLength >> 2;
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Int32Array(buffer, byteOffset, whole);
  let low = 0xdeadbeef ^ bytes.byteLength;
  let high = 0x41c6ce57 ^ bytes.byteLength;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as number;
    low = Math.imul(low ^ word, 2654435761);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 1597334677);
    high ^= high >>> 13;
  }
  for (const byte of bytes.subarray(whole * 4)) {
    low = Math.imul(low ^ byte, 2654435761);
    high = Math.imul(high ^ byte, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return 4294967296 * (2097151 & high) + (low >>> 0);
}

// What a program opens of packages as it starts. It is told to the machine once, so that a spare that expects the same
// program can have read it beforehand (docs/adr/0047-spares-get-ready-for-what-is-likely.md).

import { setTimeout } from '../os/browser-globals.ts';
import type { VirtualFileSystem } from '../vfs/virtual-filesystem.ts';

/** A start is over by then, the first one too, which has nothing ready. */
const startMs = 5_000;
/** What a spare holds in memory for it, in bytes: esbuild's WebAssembly (14 MB) or the TypeScript compiler (9 MB), and a few more. */
const mostBytes = 20 * 1024 * 1024;
const mostFiles = 500;

/** Calls `tell` once, when the start is over or the result is called. */
export function recordStart(
  fs: Pick<VirtualFileSystem, 'opened' | 'packedFile' | 'tryStat'>,
  tell: (files: string[]) => void,
  later: (callback: () => void, ms: number) => unknown = setTimeout,
): () => void {
  const opened = new Set<string>();
  fs.opened = (path) => void opened.add(path);
  const finish = (): void => {
    if (fs.opened === null) return;
    fs.opened = null;
    tell(packed(fs, [...opened]));
  };
  later(finish, startMs);
  return finish;
}

/** Those that lie in packs, in the order they were opened, as far as there is room. */
function packed(fs: Pick<VirtualFileSystem, 'packedFile' | 'tryStat'>, paths: readonly string[]): string[] {
  let bytes = 0;
  return paths
    .filter((path) => {
      if (fs.packedFile(path) === undefined) return false;
      const size = fs.tryStat(path)?.size ?? 0;
      if (size === 0 || bytes + size > mostBytes) return false;
      bytes += size;
      return true;
    })
    .slice(0, mostFiles);
}

/** Reads the files one after the other, each in a turn of its own, for as long as nothing else is to be done. */
export async function readStart(
  fs: Pick<VirtualFileSystem, 'readAhead'>,
  files: readonly string[],
  isIdle: () => boolean,
): Promise<void> {
  for (const path of files) {
    if (!isIdle()) return;
    if (fs.readAhead(path) > 0) await new Promise<void>((resolve) => setTimeout(resolve, 0));
  }
}

// Puts replacements into files where what is to be replaced still stands there, with a way back.

import { concatBytes } from '../../worker/os/concat-bytes.ts';
import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import type { FileMatches, SearchMatch } from './rg-output.ts';

export interface Replaced {
  readonly files: number;
  readonly matches: number;
  /** Paths of files that have changed since they were searched, or could not be written: left as they are. */
  readonly skipped: readonly string[];
  /** Puts back what the files were; those that have changed again since are left, and told. */
  undo(): Promise<readonly string[]>;
}

interface Change {
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

export async function replaceInFiles(
  files: Pick<KernelFiles, 'readFile' | 'writeFile'>,
  found: readonly FileMatches[],
): Promise<Replaced> {
  const changes: Change[] = [];
  const skipped: string[] = [];
  let matches = 0;
  for (const file of found) {
    try {
      const before = await files.readFile(file.path);
      const after = withReplacements(before, file.matches);
      if (after === null) {
        skipped.push(file.path);
        continue;
      }
      await files.writeFile(file.path, after);
      changes.push({ path: file.path, before, after });
      matches += file.matches.length;
    } catch {
      skipped.push(file.path);
    }
  }
  return { files: changes.length, matches, skipped, undo: () => undo(files, changes) };
}

async function undo(
  files: Pick<KernelFiles, 'readFile' | 'writeFile'>,
  changes: readonly Change[],
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { path, before, after } of changes) {
    try {
      if (equal(await files.readFile(path), after)) await files.writeFile(path, before);
      else left.push(path);
    } catch {
      left.push(path);
    }
  }
  return left;
}

/** Null where something else stands at one of the places. */
export function withReplacements(bytes: Uint8Array, matches: readonly SearchMatch[]): Uint8Array | null {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text, replacement } of matches) {
    if (!equal(bytes.subarray(start, end), encoder.encode(text))) return null;
    parts.push(bytes.subarray(at, start), encoder.encode(replacement ?? text));
    at = end;
  }
  parts.push(bytes.subarray(at));
  return concatBytes(parts);
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

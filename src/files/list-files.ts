// Every file of a project but those in node_modules and .git, for quick open and the language services.

import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { joinPath, kernelPath } from './paths.ts';

const skipped = new Set(['node_modules', '.git', '.cache', 'dist', 'coverage']);

/** Breadth first, so that a limit cuts the deepest; folders that vanish meanwhile are passed over. */
export async function listFiles(files: KernelFiles, limit: number): Promise<string[]> {
  const found: string[] = [];
  let level = [''];
  while (level.length > 0 && found.length < limit) {
    const read = await Promise.all(
      level.map((path) =>
        files.readdir(kernelPath(path)).then(
          (entries) => ({ path, entries }),
          () => ({ path, entries: [] }),
        ),
      ),
    );
    level = [];
    for (const { path, entries } of read) {
      for (const entry of entries) {
        if (entry.type === 'directory') {
          if (!skipped.has(entry.name)) level.push(joinPath(path, entry.name));
        } else if (found.length < limit) found.push(joinPath(path, entry.name));
      }
    }
  }
  return found;
}

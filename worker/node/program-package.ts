// Which installed package a program belongs to, and what that package is told of where it runs.

import type { FileSystem } from '../vfs/filesystem.ts';

/** Up to the last package of a path: `…/node_modules/name` or `…/node_modules/@scope/name`. */
const packageFolder = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/;

export interface ProgramPackage {
  readonly name: string;
  readonly folder: string;
}

/** Links are followed. null for a file of the project's own, and for one that was changed since it was installed. */
export function packageOf(
  fs: Pick<FileSystem, 'tryStat' | 'realpath' | 'packedFile'>,
  script: string,
): ProgramPackage | null {
  if (fs.tryStat(script)?.type !== 'file') return null;
  const real = fs.realpath(script);
  const [folder, name] = packageFolder.exec(real) ?? [];
  if (folder === undefined || name === undefined || fs.packedFile(real) === undefined) return null;
  return { name, folder };
}

/**
 * Loaders that try native code first, Next.js's from the registry and for minutes, unless `process.versions.webcontainer` says
 * that it cannot run. For every program it would be a lie: packages take it for the name of another container and work
 * around what that one lacks (svelte renders one page after the other, std-env names the host).
 */
const askWhetherNative: ReadonlySet<string> = new Set(['next']);

/** For a package that asks; else undefined. Loaders look whether there is one, not which. */
export function containerVersion({ name }: ProgramPackage): string | undefined {
  return askWhetherNative.has(name) ? '1.0.0' : undefined;
}

// A filesystem that looks for news before each of its calls: for threads that share memory (shared-stamps.ts). Lives as long as
// its process.

import type { FileSystem, OpenFile } from '../vfs/filesystem.ts';

type Methods = Record<string, (...args: unknown[]) => unknown>;

export function coherentFiles(fs: FileSystem, catchUp: () => void): FileSystem {
  const files = withNews(fs, catchUp);
  return { ...files, open: (path, flags, mode) => openFile(files.open(path, flags, mode), catchUp) };
}

function openFile(file: OpenFile, catchUp: () => void): OpenFile {
  const { path, flags } = file;
  return { ...withNews(file, catchUp), path, flags };
}

/** The object's methods, each after `catchUp`. */
function withNews<T extends object>(target: T, catchUp: () => void): T {
  const methods = target as unknown as Methods;
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(target)).filter(
    (name) => name !== 'constructor' && typeof methods[name] === 'function',
  );
  const wrapped = names.map((name) => [
    name,
    (...args: unknown[]) => {
      catchUp();
      return methods[name]?.(...args);
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}

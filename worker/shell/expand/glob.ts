// Pathname expansion (POSIX XCU 2.6.6), and `**` for any depth of directories.

import type { DirectoryEntry, FileSystem } from '../../vfs/filesystem.ts';
import { compilePattern, hasMagic, unescapePattern } from './pattern.ts';

/** The existing paths that a pattern matches, sorted; empty where there is none. */
export function expandGlob(fs: FileSystem, cwd: string, pattern: string): string[] {
  const absolute = pattern.startsWith('/');
  const components = pattern.split('/').filter((component) => component !== '');
  const directoriesOnly = pattern.endsWith('/');
  let found = [absolute ? '/' : ''];
  components.forEach((component, index) => {
    const last = index === components.length - 1;
    found = found.flatMap((base) => step(fs, cwd, base, component, last && !directoriesOnly));
  });
  if (directoriesOnly) found = found.map(asBase);
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function step(fs: FileSystem, cwd: string, base: string, component: string, last: boolean): string[] {
  if (!hasMagic(component)) {
    const path = base + unescapePattern(component);
    if (!exists(fs, absolutePath(cwd, path))) return [];
    return last ? [path] : isDirectory(fs, cwd, path) ? [`${path}${last ? '' : '/'}`] : [];
  }
  if (component === '**') {
    const below = descend(fs, cwd, base);
    return last
      ? below.filter((path) => path !== base)
      : below.map(asBase).filter((path) => isDirectory(fs, cwd, path));
  }
  const matcher = compilePattern(component);
  const hidden = component.startsWith('.') || component.startsWith('\\.');
  return list(fs, absolutePath(cwd, base === '' ? '.' : base))
    .filter(({ name }) => (hidden || !name.startsWith('.')) && matcher.test(name))
    .map(({ name }) => base + name)
    .filter((path) => last || isDirectory(fs, cwd, path))
    .map((path) => (last ? path : `${path}/`));
}

function asBase(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}

/** The base itself and everything below it that is not hidden; symlinks are not followed. */
function descend(fs: FileSystem, cwd: string, base: string): string[] {
  const found = [base];
  for (const { name, type } of list(fs, absolutePath(cwd, base === '' ? '.' : base))) {
    if (name.startsWith('.')) continue;
    if (type === 'directory')
      found.push(...descend(fs, cwd, `${base}${name}/`).map((path) => path.replace(/\/$/, '')));
    else found.push(base + name);
  }
  return found;
}

function list(fs: FileSystem, path: string): DirectoryEntry[] {
  try {
    return fs.readdir(path);
  } catch {
    return [];
  }
}

function exists(fs: FileSystem, path: string): boolean {
  try {
    fs.lstat(path);
    return true;
  } catch {
    return false;
  }
}

function isDirectory(fs: FileSystem, cwd: string, path: string): boolean {
  return path === '' || fs.tryStat(absolutePath(cwd, path))?.type === 'directory';
}

export function absolutePath(cwd: string, path: string): string {
  return path.startsWith('/') ? path : cwd === '/' ? `/${path}` : `${cwd}/${path}`;
}

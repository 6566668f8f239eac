// Paths as the workbench writes them: relative to the project's folder, `/` between names, the folder itself is ''.

export function joinPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** Whether `path` is `directory` or lies in it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}

/** The same place after `from` was renamed to `to`; unchanged where it does not lie in `from`. */
export function movedPath(path: string, from: string, to: string): string {
  return isWithin(path, from) ? to + path.slice(from.length) : path;
}

/** As the kernel wants it: its files API resolves against the project's folder. */
export function kernelPath(path: string): string {
  return path === '' ? '.' : path;
}

/** Why a name cannot be a file's, or null. Emoji, spaces and dots are all right. */
export function nameProblem(name: string, siblings: Iterable<string>): string | null {
  if (name.trim() === '') return 'Type a name.';
  if (name.includes('/')) return 'A name cannot contain “/”. Make a folder first, then the file in it.';
  if (name === '.' || name === '..') return `“${name}” is a name that the system keeps for itself.`;
  if (name.includes('\0')) return 'A name cannot contain a NUL character.';
  if (new TextEncoder().encode(name).length > 255) return 'This name is too long: 255 bytes at most.';
  for (const sibling of siblings) if (sibling === name) return `“${name}” is there already.`;
  return null;
}

/** Without `.`, `..` and doubled slashes; what would lead above the project's folder stays in it. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}

// Operations on absolute POSIX paths (path(7)). Pure; no cwd.

/** Resolves `path` against the absolute `base`, with `.` and `..` removed. */
export function resolvePath(base: string, path: string): string {
  const parts: string[] = [];
  const whole = path.startsWith('/') ? path : `${base}/${path}`;
  for (const part of whole.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `to` as seen from the directory `from`; both absolute. Empty where they are the same. */
export function relativePath(from: string, to: string): string {
  // By far most are inside.
  if (to.startsWith(`${from}/`) && !/\/(?:\/|$)/.test(to)) return to.slice(from.length + 1);
  const a = from.split('/').filter((part) => part !== '');
  const b = to.split('/').filter((part) => part !== '');
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/');
}

/** The folder and every folder above it, nearest first. */
export function ancestors(path: string): string[] {
  const found = [path];
  for (let at = path; at !== '/';) {
    at = dirname(at);
    found.push(at);
  }
  return found;
}

/** True where `path` is `folder` or lies under it. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

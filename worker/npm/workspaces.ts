// The folders that the root's `workspaces` names: https://docs.npmjs.com/cli/using-npm/workspaces. Reads the project only.
import { isSystemError } from '../protocol/errno.ts';
import type { DirectoryEntry, FileSystem } from '../vfs/filesystem.ts';
import type { Manifest } from './manifest.ts';
import { NpmError, npmError } from './npm-error.ts';
import { readManifest } from './package-json.ts';
import { nameFromFolder } from './spec.ts';
import { compareNames } from './tree/collate.ts';

/** Name → absolute folder, in the order of the patterns. Throws EWORKSPACESCONFIG and EDUPLICATEWORKSPACE. */
export function findWorkspaces(fs: FileSystem, root: string, manifest: Manifest): Map<string, string> {
  const { wanted, unwanted } = readPatterns(manifest.workspaces);
  const folders = new Set(wanted.flatMap((pattern) => matchFolders(fs, root, pattern, unwanted)));
  const byName = new Map<string, string[]>();
  for (const folder of folders) {
    const path = `${root}/${folder}`;
    const own = readManifest(fs, `${path}/package.json`);
    if (own === undefined) continue;
    const name = own.name || nameFromFolder(path);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  assertUnique(byName);
  return new Map([...byName].map(([name, paths]) => [name, paths[0] ?? '']));
}

function assertUnique(byName: ReadonlyMap<string, readonly string[]>): void {
  const lines: string[] = [];
  for (const [name, paths] of byName) {
    if (paths.length < 2) continue;
    lines.push(
      `package '${name}' has conflicts in the following paths:`,
      ...paths.map((path) => `    ${path}`),
    );
  }
  if (lines.length === 0) return;
  throw new NpmError(
    'EDUPLICATEWORKSPACE',
    ['must not have multiple workspaces with the same name', ...lines].map((text) => ({ prefix: '', text })),
  );
}

interface Patterns {
  readonly wanted: readonly string[];
  readonly unwanted: readonly RegExp[];
}

function readPatterns(workspaces: unknown): Patterns {
  const { packages = workspaces } = (workspaces ?? []) as { packages?: unknown };
  const list: unknown = packages ?? [];
  if (!Array.isArray(list)) {
    throw npmError('EWORKSPACESCONFIG', '', 'workspaces config expects an Array');
  }
  let wanted: string[] = [];
  let unwanted: string[] = [];
  for (const entry of list.map(String)) {
    const marks = /^!*/.exec(entry)?.[0].length ?? 0;
    const patterns = expandBraces(
      entry
        .slice(marks)
        .replace(/^\.?\/+/, '')
        .replace(/\/+$/, ''),
    );
    if (marks % 2 === 1) {
      unwanted.push(...patterns);
      // What is named before and excluded here need not be looked for.
      const excluded = patterns.map(globExpression);
      wanted = wanted.filter((each) => !excluded.some((expression) => expression.test(each)));
    } else {
      unwanted = unwanted.filter((each) => !patterns.some((pattern) => globExpression(each).test(pattern)));
      wanted.push(...patterns);
    }
  }
  return { wanted, unwanted: unwanted.map(globExpression) };
}

/** Paths relative to `root` of the folders that a pattern names; none in a node_modules. */
function matchFolders(
  fs: FileSystem,
  root: string,
  pattern: string,
  unwanted: readonly RegExp[],
): readonly string[] {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const found = new Set<string>();
  const visit = (folder: string, index: number): void => {
    const part = parts[index];
    if (part === undefined) {
      if (folder !== '') found.add(folder);
      return;
    }
    const enter = (name: string, next: number): void => {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (name === 'node_modules' || unwanted.some((expression) => expression.test(path))) return;
      if (fs.tryStat(`${root}/${path}`)?.type === 'directory') visit(path, next);
    };
    if (part === '**') {
      visit(folder, index + 1);
      for (const { name, type } of subfolders(fs, `${root}/${folder}`)) {
        if (type === 'directory' && !name.startsWith('.')) enter(name, index);
      }
    } else if (/[*?[(]/.test(part)) {
      const expression = globExpression(part);
      for (const { name } of subfolders(fs, `${root}/${folder}`)) {
        if (expression.test(name) && (part.startsWith('.') || !name.startsWith('.'))) enter(name, index + 1);
      }
    } else {
      enter(part, index + 1);
    }
  };
  visit('', 0);
  return [...found].sort(compareNames);
}

/** Links are followed by a `*`, as glob does, and a cycle cannot arise: only `**` repeats, and it takes no links. */
function subfolders(fs: FileSystem, path: string): DirectoryEntry[] {
  try {
    return fs.readdir(path).filter(({ type }) => type === 'directory' || type === 'symlink');
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return [];
    throw error;
  }
}

/** `a{b,c}` as `ab` and `ac`. */
function expandBraces(pattern: string): string[] {
  const match = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/.exec(pattern);
  if (match === null) return [pattern];
  const [, before = '', choices = '', after = ''] = match;
  return choices.split(',').flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}

/** A glob over whole relative paths: `*`, `?`, `[…]`, `@(a|b)` and the like, and `**` as a whole segment. */
function globExpression(glob: string): RegExp {
  let source = '';
  for (let index = 0; index < glob.length; index++) {
    const rest = glob.slice(index);
    const group = /^([@?*+])\(([^()]*)\)/.exec(rest);
    const set = /^\[([!^]?)([^\]]+)\]/.exec(rest);
    if (/^\*\*(?:\/|$)/.test(rest) && (index === 0 || glob[index - 1] === '/')) {
      source += rest === '**' ? '.*' : '(?:[^/]+/)*';
      index += rest === '**' ? 1 : 2;
    } else if (group !== null) {
      const choices = (group[2] ?? '').split('|').map((each) => globExpression(each).source.slice(1, -1));
      source += `(?:${choices.join('|')})${group[1] === '@' ? '' : (group[1] ?? '')}`;
      index += group[0].length - 1;
    } else if (set !== null) {
      source += `[${set[1] === '' ? '' : '^'}${(set[2] ?? '').replace(/\\/g, '\\\\')}]`;
      index += set[0].length - 1;
    } else if (glob[index] === '*') source += '[^/]*';
    else if (glob[index] === '?') source += '[^/]';
    else source += (glob[index] ?? '').replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  return new RegExp(`^${source}$`);
}

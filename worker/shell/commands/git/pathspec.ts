// The paths that a command is limited to (gitglossary(7), pathspec): files, folders, globs, `:/`, `:!`, `:(literal)`.

import { isInside, relativePath, resolvePath } from '../../../os/posix-path.ts';
import { fatal } from './failure.ts';

interface Spec {
  readonly given: string;
  /** Relative to the root, without a slash at the end; empty: everything. */
  readonly path: string;
  readonly onlyFolder: boolean;
  readonly glob: RegExp | null;
  readonly excludes: boolean;
}

export class Pathspec {
  readonly #specs: readonly Spec[];

  constructor(root: string, cwd: string, given: readonly string[]) {
    this.#specs = given.map((each) => specOf(root, cwd, each));
  }

  get isEmpty(): boolean {
    return this.#specs.length === 0;
  }

  /** `path`: of a file, relative to the root; a slash at its end marks a folder. */
  matches(path: string): boolean {
    const wanted = this.#specs.filter(({ excludes }) => !excludes);
    if (this.#specs.some((spec) => spec.excludes && matches(spec, path))) return false;
    return wanted.length === 0 || wanted.some((spec) => matches(spec, path));
  }

  /** Those that match none of the paths, as they were given. */
  unmatched(paths: Iterable<string>): string[] {
    const left = new Set(this.#specs.filter(({ excludes, path }) => !excludes && path !== ''));
    for (const path of paths) {
      if (left.size === 0) break;
      for (const spec of left) if (matches(spec, path)) left.delete(spec);
    }
    return [...left].map(({ given }) => given);
  }

  /** Paths that are named one by one, without globs. */
  get literal(): { readonly given: string; readonly path: string }[] {
    return this.#specs.filter(({ glob, excludes }) => glob === null && !excludes);
  }
}

function specOf(root: string, cwd: string, given: string): Spec {
  let text = given;
  let [fromRoot, excludes, isLiteral] = [false, false, false];
  const long = /^:\(([^)]*)\)/.exec(given);
  if (long !== null) {
    text = given.slice(long[0].length);
    for (const word of (long[1] ?? '').split(',')) {
      if (word === 'top') fromRoot = true;
      else if (word === 'exclude') excludes = true;
      else if (word === 'literal') isLiteral = true;
      else if (word !== '' && word !== 'glob') throw fatal(`Invalid pathspec magic '${word}' in '${given}'`);
    }
  } else if (text.startsWith(':')) {
    const short = /^:([/!^]*):?/.exec(text);
    fromRoot = short?.[1]?.includes('/') ?? false;
    excludes = /[!^]/.test(short?.[1] ?? '');
    text = text.slice(short?.[0].length ?? 0);
  }
  const absolute = resolvePath(fromRoot ? root : cwd, text);
  if (!isInside(root, absolute)) throw fatal(`${given}: '${given}' is outside repository at '${root}'`);
  const path = relativePath(root, absolute);
  const glob = !isLiteral && /[*?[]/.test(path) ? globPattern(path) : null;
  return { given, path, onlyFolder: text.endsWith('/') && path !== '', glob, excludes };
}

function matches({ path, glob, onlyFolder }: Spec, candidate: string): boolean {
  const bare = candidate.replace(/\/$/, '');
  if (path === '' || bare.startsWith(`${path}/`)) return true;
  if (bare === path) return !onlyFolder || candidate.endsWith('/');
  return glob?.test(bare) ?? false;
}

/** As wildmatch without WM_PATHNAME: a star goes over slashes. What is below a match matches, too. */
function globPattern(glob: string): RegExp {
  const source = glob.replace(
    /\[(!|\^)?([^\]]+)\]|\*+|[?]|[\\^$.|+(){}[\]]/g,
    (text, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${not === undefined ? '' : '^'}${set.replace(/\\/g, '\\\\')}]`;
      if (text.startsWith('*')) return '.*';
      return text === '?' ? '.' : `\\${text}`;
    },
  );
  return new RegExp(`^${source}(?:/|$)`, 's');
}

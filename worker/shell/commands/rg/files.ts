// The files that ripgrep searches below a folder: those that no .gitignore, .ignore or .rgignore leaves out, in the order of
// their paths. A .gitignore counts without a repository around it, too: most projects here have none.

import ignore, { type Ignore } from 'ignore';
import type { FileSystem } from '../../../vfs/filesystem.ts';
import { expandBraces } from '../../expand/braces.ts';
import { decodeText } from '../../stream/text.ts';
import { Failure } from '../applet.ts';
import { fileTypes } from './file-types.ts';

export interface FileOptions {
  /** -g: gitignore patterns; with `!` they leave out, without they are all that is searched. They win over everything. */
  readonly globs: readonly string[];
  readonly globsIgnoreCase: boolean;
  readonly types: readonly string[];
  readonly typesNot: readonly string[];
  readonly hidden: boolean;
  readonly noIgnore: boolean;
  readonly follow: boolean;
  /** Folders below the operand; 0 is the operand alone. */
  readonly maxDepth: number;
  /** Bytes. */
  readonly maxFileSize: number;
}

/** The later ones win. */
const ignoreFiles = ['.gitignore', '.ignore', '.rgignore'] as const;

interface Rules {
  /** Absolute, without a slash at the end. */
  readonly folder: string;
  readonly rules: Ignore;
}

export class FileWalk {
  readonly #globs: Ignore | null;
  readonly #hasWanted: boolean;
  readonly #types: Ignore | null;
  readonly #typesNot: Ignore | null;

  constructor(
    private readonly fs: FileSystem,
    private readonly options: FileOptions,
  ) {
    const { globs, globsIgnoreCase, types, typesNot } = options;
    this.#globs =
      globs.length === 0 ? null : ignore({ ignorecase: globsIgnoreCase }).add(globs.flatMap(withoutBraces));
    this.#hasWanted = globs.some((glob) => !glob.startsWith('!'));
    this.#types = types.length === 0 ? null : ofTypes(types);
    this.#typesNot = typesNot.length === 0 ? null : ofTypes(typesNot);
  }

  /** Absolute paths below `top`, a folder. `cwd`: where globs with a slash begin. */
  *below(top: string, cwd: string): Generator<string> {
    const inherited: Rules[] = [];
    if (!this.options.noIgnore) {
      // Those of the folders above count, too.
      const parts = top.split('/').slice(1);
      for (let depth = 0; depth < parts.length; depth++)
        inherited.push(...this.#rulesOf(`/${parts.slice(0, depth).join('/')}`.replace(/\/$/, '')));
    }
    yield* this.#walk(top === '/' ? '' : top, cwd, inherited, 1, new Set());
  }

  *#walk(
    folder: string,
    cwd: string,
    above: readonly Rules[],
    depth: number,
    seen: ReadonlySet<number>,
  ): Generator<string> {
    if (depth > this.options.maxDepth) return;
    const rules = this.options.noIgnore ? above : [...above, ...this.#rulesOf(folder)];
    for (const entry of this.fs.readdir(folder === '' ? '/' : folder).sort(byName)) {
      const path = `${folder}/${entry.name}`;
      let { type } = entry;
      if (type === 'symlink') {
        if (!this.options.follow) continue;
        type = this.fs.tryStat(path)?.type ?? 'symlink';
      }
      if (type !== 'file' && type !== 'directory') continue;
      if (!this.#wants(path, type === 'directory', cwd, rules)) continue;
      if (type === 'file') {
        if (this.options.maxFileSize < Infinity && this.fs.stat(path).size > this.options.maxFileSize)
          continue;
        yield path;
        continue;
      }
      const { ino } = this.fs.stat(path);
      // A link to a folder above.
      if (!seen.has(ino)) yield* this.#walk(path, cwd, rules, depth + 1, new Set(seen).add(ino));
    }
  }

  #wants(path: string, isFolder: boolean, cwd: string, rules: readonly Rules[]): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (this.#globs !== null) {
      const { ignored, unignored } = this.#globs.test(relative(cwd, path, isFolder));
      if (unignored) return false;
      if (ignored) return true;
      if (this.#hasWanted && !isFolder) return false;
    }
    if (name.startsWith('.') && !this.options.hidden) return false;
    for (const { folder, rules: each } of rules.toReversed()) {
      const { ignored, unignored } = each.test(relative(folder, path, isFolder));
      if (ignored) return false;
      if (unignored) break;
    }
    if (isFolder) return true;
    return (this.#types?.ignores(name) ?? true) && this.#typesNot?.ignores(name) !== true;
  }

  #rulesOf(folder: string): Rules[] {
    return ignoreFiles.flatMap((name) => {
      const path = `${folder}/${name}`;
      if (this.fs.tryStat(path)?.type !== 'file') return [];
      return [{ folder, rules: ignore({ ignorecase: false }).add(decodeText(this.fs.readFile(path))) }];
    });
  }
}

/** `*.{js,ts}` is two patterns. */
function withoutBraces(glob: string): string[] {
  return expandBraces([{ type: 'text', text: glob, quoted: false }]).map((word) =>
    word.map((part) => (part.type === 'text' ? part.text : '')).join(''),
  );
}

function ofTypes(names: readonly string[]): Ignore {
  return ignore().add(
    names.flatMap((name) => {
      const globs = name === 'all' ? Object.values(fileTypes).flat() : fileTypes[name];
      if (globs === undefined) throw new Failure(`unrecognized file type: ${name}`, 2);
      return globs;
    }),
  );
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}

/** As a gitignore file in `from` sees it. What lies outside of that folder is told by its own path. */
function relative(from: string, path: string, isFolder: boolean): string {
  const inside = from === '/' || path.startsWith(`${from}/`);
  return `${inside ? path.slice(from === '/' ? 1 : from.length + 1) : path.slice(1)}${isFolder ? '/' : ''}`;
}

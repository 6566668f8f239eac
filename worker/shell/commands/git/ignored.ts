// Which files git leaves out: .gitignore of each folder, .git/info/exclude and core.excludesFile (gitignore(5)).

import ignore, { type Ignore } from 'ignore';
import type { FileSystem } from '../../../vfs/filesystem.ts';
import { decodeText } from '../../stream/text.ts';

interface Rules {
  readonly source: string;
  /** Relative to the root, with a slash at the end unless it is the root. */
  readonly folder: string;
  readonly patterns: Ignore;
  readonly lines: readonly string[];
}

export interface IgnoreMatch {
  readonly source: string;
  readonly line: number;
  readonly pattern: string;
}

export class Ignored {
  readonly #ofFolder = new Map<string, Rules | null>();
  readonly #common: Rules[];
  readonly #usesTree: boolean;
  readonly #answers = new Map<string, boolean>();

  /** `common`: files of patterns for the whole tree, with the names they are told by; the later ones win. */
  constructor(
    private readonly fs: FileSystem,
    private readonly root: string,
    common: readonly (readonly [path: string, source: string])[],
  ) {
    // Without them nothing is ignored at all.
    this.#usesTree = common.length > 0;
    this.#common = common.flatMap(([path, source]) => this.#read(path, source, '') ?? []);
  }

  /** `path`: relative to the root. */
  has(path: string, isFolder: boolean): boolean {
    const slash = path.lastIndexOf('/');
    // What is below an ignored folder is not asked for again.
    if (slash !== -1 && this.#folder(path.slice(0, slash))) return true;
    return this.#matching(path, isFolder)?.ignored ?? false;
  }

  /** The pattern that decides; null where none does. */
  match(path: string, isFolder: boolean): IgnoreMatch | null {
    const parts = path.split('/');
    for (let depth = 1; depth <= parts.length; depth++) {
      const at = parts.slice(0, depth).join('/');
      const isLast = depth === parts.length;
      const found = this.#matching(at, isLast ? isFolder : true);
      if (found === null || (!found.ignored && !isLast)) continue;
      const { rules } = found;
      const inside = at.slice(rules.folder.length) + (isLast && !isFolder ? '' : '/');
      const line = rules.lines.findLastIndex((each) => decides(each, inside));
      return { source: rules.source, line: line + 1, pattern: rules.lines[line] ?? '' };
    }
    return null;
  }

  #folder(path: string): boolean {
    const known = this.#answers.get(path);
    if (known !== undefined) return known;
    const answer = this.has(path, true);
    this.#answers.set(path, answer);
    return answer;
  }

  #matching(path: string, isFolder: boolean): { rules: Rules; ignored: boolean } | null {
    const slash = path.lastIndexOf('/');
    for (
      let folder = path.slice(0, slash + 1);
      ;
      folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)
    ) {
      const found = this.#test(this.#rulesOf(folder), path, isFolder);
      if (found !== null) return found;
      if (folder === '') break;
    }
    for (const rules of this.#common.toReversed()) {
      const found = this.#test(rules, path, isFolder);
      if (found !== null) return found;
    }
    return null;
  }

  #test(rules: Rules | null, path: string, isFolder: boolean): { rules: Rules; ignored: boolean } | null {
    if (rules === null) return null;
    const { ignored, unignored } = rules.patterns.test(
      `${path.slice(rules.folder.length)}${isFolder ? '/' : ''}`,
    );
    return ignored || unignored ? { rules, ignored } : null;
  }

  #rulesOf(folder: string): Rules | null {
    if (!this.#usesTree) return null;
    let rules = this.#ofFolder.get(folder);
    if (rules === undefined) {
      rules = this.#read(`${this.root}/${folder}.gitignore`, `${folder}.gitignore`, folder);
      this.#ofFolder.set(folder, rules);
    }
    return rules;
  }

  #read(path: string, source: string, folder: string): Rules | null {
    if (this.fs.tryStat(path)?.type !== 'file') return null;
    const text = decodeText(this.fs.readFile(path));
    return { source, folder, patterns: ignore({ ignorecase: false }).add(text), lines: text.split(/\r?\n/) };
  }
}

function decides(line: string, path: string): boolean {
  const { ignored } = ignore({ ignorecase: false }).add(line.replace(/^!/, '')).test(path);
  return ignored;
}

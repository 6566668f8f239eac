// The options that git diff, git log and git show have in common, and what they write of changes.

import type { GitOptions } from './arguments.ts';
import type { Change } from './changes.ts';
import { numStat, shortStat, statsOf, statText, summaryText } from './diff-stat.ts';
import { fatal } from './failure.ts';
import type { Invocation } from './invocation.ts';
import { noOid, patchText, type BlobReader } from './patch.ts';

export const diffFlags = {
  short: 'pusU:zRwbMC',
  long: {
    patch: 'p',
    'no-patch': 's',
    'unified=': 'U',
    'stat=?': 'stat',
    numstat: 'numstat',
    shortstat: 'shortstat',
    summary: 'summary',
    'name-only': 'name-only',
    'name-status': 'name-status',
    raw: 'raw',
    'patch-with-stat': 'patch-with-stat',
    'no-renames': 'no-renames',
    'find-renames=?': 'M',
    'color=?': 'color',
    'no-color': 'no-color',
    'full-index': 'full-index',
    'abbrev=?': 'abbrev',
    'no-prefix': 'no-prefix',
    'src-prefix=': 'src-prefix',
    'dst-prefix=': 'dst-prefix',
    'diff-filter=': 'diff-filter',
    'ignore-all-space': 'w',
    'ignore-space-change': 'b',
    'no-ext-diff': 'no-ext-diff',
    'no-textconv': 'no-textconv',
    minimal: 'minimal',
    histogram: 'histogram',
    patience: 'patience',
    'diff-algorithm=': 'diff-algorithm',
    'indent-heuristic': 'indent-heuristic',
    binary: 'binary',
    text: 'text',
  },
} as const;

export class DiffOutput {
  /** In the order that git writes them. */
  readonly #formats: ReadonlySet<string>;
  readonly colored: boolean;

  constructor(
    private readonly git: Invocation,
    private readonly options: GitOptions,
    otherwise: 'patch' | 'none',
  ) {
    for (const [name, text] of [
      ['w', '-w'],
      ['b', '-b'],
      ['R', '-R'],
      ['binary', '--binary'],
    ] as const)
      if (options.has(name)) throw fatal(`diff option ${text} is not available in Holdfast`);
    const names = ['raw', 'stat', 'numstat', 'shortstat', 'summary', 'name-only', 'name-status'];
    const formats = new Set(names.filter((name) => options.has(name)));
    if (options.has('patch-with-stat')) formats.add('stat').add('patch');
    if (options.has('p') || options.has('u') || options.has('U')) formats.add('patch');
    if (formats.size === 0 && otherwise === 'patch' && !options.has('s')) formats.add('patch');
    this.#formats = formats;
    this.colored = git.isColored('color.diff', options.has('no-color') ? 'never' : colorOf(options));
  }

  get isEmpty(): boolean {
    return this.#formats.size === 0;
  }

  /** Whether a log puts a line of its own before it. */
  get onlyPatch(): boolean {
    return this.#formats.size === 1 && this.#formats.has('patch');
  }

  get findsRenames(): boolean {
    return !this.options.has('no-renames') && this.git.config.get('diff.renames') !== 'false';
  }

  wanted(changes: readonly Change[]): Change[] {
    const filter = this.options.value('diff-filter');
    if (filter === undefined) return [...changes];
    const isExcluding = filter === filter.toLowerCase();
    return changes.filter(({ kind }) => filter.toUpperCase().includes(kind) !== isExcluding);
  }

  async text(given: readonly Change[], blobs: BlobReader): Promise<string> {
    const { git, options } = this;
    const changes = this.wanted(given);
    if (changes.length === 0) return '';
    const nul = options.has('z');
    const quoted = (path: string) => git.quoted(path);
    const has = (format: string) => this.#formats.has(format);
    if (has('name-only'))
      return changes.map(({ path }) => (nul ? `${path}\0` : `${quoted(path)}\n`)).join('');
    if (has('name-status')) return changes.map((change) => this.#nameStatus(change, nul)).join('');
    let text = has('raw') ? changes.map((change) => this.#raw(change)).join('') : '';
    if (['stat', 'numstat', 'shortstat'].some(has)) {
      const stats = await statsOf(changes, blobs);
      if (has('numstat')) text += numStat(stats, quoted, nul);
      if (has('stat')) text += statText(stats, this.#columns, quoted, this.colored);
      if (has('shortstat') && !has('stat')) text += shortStat(stats);
    }
    if (has('summary')) text += summaryText(changes, quoted);
    if (!has('patch')) return text;
    if (text !== '') text += '\n';
    const patch = {
      colored: this.colored,
      context: Number(options.value('U') ?? git.config.get('diff.context') ?? 3),
      prefixes: this.#prefixes,
      abbreviation: options.has('full-index') ? 40 : 7,
      quoted,
    };
    for (const change of changes) {
      await git.context.breathe();
      text += await patchText(change, blobs, patch);
    }
    return text;
  }

  get #columns(): number {
    const given = /^\d+/.exec(this.options.value('stat') ?? '')?.[0];
    if (given !== undefined) return Number(given);
    const { stdout } = this.git.context;
    return stdout.isTerminal ? stdout.columns : 80;
  }

  get #prefixes(): readonly [string, string] {
    if (this.options.has('no-prefix')) return ['', ''];
    return [this.options.value('src-prefix') ?? 'a/', this.options.value('dst-prefix') ?? 'b/'];
  }

  #nameStatus({ kind, path, oldPath, score }: Change, nul: boolean): string {
    const letter = kind === 'R' ? `R${String(score ?? 100).padStart(3, '0')}` : kind;
    const paths = kind === 'R' ? [oldPath, path] : [path];
    if (nul) return `${letter}\0${paths.join('\0')}\0`;
    return `${letter}\t${paths.map((each) => this.git.quoted(each)).join('\t')}\n`;
  }

  #raw(change: Change): string {
    const mode = (entry: Change['before']) => (entry?.mode ?? 0).toString(8).padStart(6, '0');
    const length = this.options.value('abbrev') === undefined ? 7 : Number(this.options.value('abbrev') || 7);
    const oid = (entry: Change['before']) =>
      (entry?.oid ?? noOid).slice(0, this.options.has('full-index') ? 40 : length);
    return `:${mode(change.before)} ${mode(change.after)} ${oid(change.before)} ${oid(change.after)} ${this.#nameStatus(change, false)}`;
  }
}

const colorOf = (options: GitOptions): string | undefined =>
  options.has('color') ? options.value('color') || 'always' : undefined;

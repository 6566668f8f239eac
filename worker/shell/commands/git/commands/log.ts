// git log and git show: commits, with what they change.

import { parseArguments, type GitOptions } from '../arguments.ts';
import { compareFiles, withRenames, type Change } from '../changes.ts';
import { DiffOutput, diffFlags } from '../diff-output.ts';
import { fatal } from '../failure.ts';
import { ancestorsOf, mergeBases, walkCommits } from '../history.ts';
import type { FileEntry } from '../index-file.ts';
import type { Command, Invocation } from '../invocation.ts';
import type { Commit } from '../objects.ts';
import type { Pathspec } from '../pathspec.ts';
import { decorationsOf, formatNamed, prettyCommit, type PrettyOptions } from '../pretty.ts';
import { dateText } from '../pretty-date.ts';
import { asRange, peel, resolve, resolveCommit, splitOperands } from '../revision.ts';
import { parseDate } from '../signature.ts';

const spec = {
  short: `n:i${diffFlags.short}`,
  long: {
    ...diffFlags.long,
    'max-count=': 'n',
    'skip=': 'skip',
    oneline: 'oneline',
    'format=': 'format',
    'pretty=?': 'format',
    'date=': 'date',
    'abbrev-commit': 'abbrev-commit',
    'no-abbrev-commit': 'no-abbrev-commit',
    'decorate=?': 'decorate',
    'no-decorate': 'no-decorate',
    all: 'all',
    'branches=?': 'branches',
    'tags=?': 'tags',
    'remotes=?': 'remotes',
    reverse: 'reverse',
    merges: 'merges',
    'no-merges': 'no-merges',
    'first-parent': 'first-parent',
    'author=': 'author',
    'committer=': 'committer',
    'grep=': 'grep',
    'regexp-ignore-case': 'i',
    'since=': 'since',
    'after=': 'since',
    'until=': 'until',
    'before=': 'until',
    graph: 'graph',
    follow: 'follow',
    'date-order': 'date-order',
    'topo-order': 'topo-order',
    'author-date-order': 'author-date-order',
    'left-right': 'left-right',
    cherry: 'cherry',
    m: 'm',
    c: 'c',
    'show-signature': 'show-signature',
    'no-show-signature': 'no-show-signature',
    'no-notes': 'no-notes',
    'no-walk': 'no-walk',
  },
};

export const log: Command = async (git, args) => {
  const options = parseArguments('log', args, spec);
  if (options.has('graph')) throw fatal('git log --graph is not available in Holdfast');
  const { revisions, paths } = await splitOperands(git, options.operands, options.paths);
  const { oid: head, ref } = await git.repository.head();
  const fromRefs = await refTips(git, options);
  if (head === null && revisions.length === 0 && fromRefs.length === 0)
    throw fatal(
      `your current branch '${(ref ?? '').replace('refs/heads/', '')}' does not have any commits yet`,
    );
  const { tips, hidden } = await selection(
    git,
    revisions.length + fromRefs.length === 0 ? ['HEAD'] : revisions,
  );
  const view = new CommitView(git, options, await prettyOptions(git, options));
  const filter = new CommitFilter(options);
  const pathspec = git.pathspec(paths);
  const follow = new Simplified(
    git,
    pathspec,
    options.has('first-parent'),
    options.has('follow') ? pathspec.literal[0]?.path : undefined,
  );
  const most = Number(options.value('n') ?? Infinity);
  let skip = Number(options.value('skip') ?? 0);
  const found: Commit[] = [];
  let shown = 0;
  for await (const commit of walkCommits(git.repository.objects, [...fromRefs, ...tips], hidden, (each) =>
    follow.parentsOf(each),
  )) {
    await git.context.breathe();
    if (shown + found.length >= most) break;
    if (!filter.accepts(commit) || !follow.isInteresting(commit) || skip-- > 0) continue;
    if (options.has('reverse')) found.push(commit);
    else {
      await view.show(commit, pathspec);
      shown++;
    }
  }
  for (const commit of found.toReversed()) await view.show(commit, pathspec);
  await view.end();
  return 0;
};

async function refTips(git: Invocation, options: GitOptions): Promise<string[]> {
  const { repository } = git;
  const places = [
    ...(options.has('all') ? ['refs/heads', 'refs/remotes', 'refs/tags'] : []),
    ...(options.has('branches') ? ['refs/heads'] : []),
    ...(options.has('tags') ? ['refs/tags'] : []),
    ...(options.has('remotes') ? ['refs/remotes'] : []),
  ];
  const oids: string[] = [];
  for (const place of places)
    for (const ref of await repository.refs(place)) {
      const oid = await repository.ref(ref);
      if (oid !== null) oids.push(await peel(git, oid));
    }
  const { oid } = await repository.head();
  return options.has('all') && oid !== null ? [...oids, oid] : oids;
}

/** What revisions and ranges stand for. */
export async function selection(
  git: Invocation,
  revisions: readonly string[],
): Promise<{ tips: string[]; hidden: Set<string> }> {
  const { objects } = git.repository;
  const tips: string[] = [];
  const excluded: string[] = [];
  for (const revision of revisions) {
    const range = asRange(revision);
    if (range !== null) {
      const [from, to] = [await resolveCommit(git, range.from), await resolveCommit(git, range.to)];
      tips.push(to.oid);
      if (range.symmetric) {
        tips.push(from.oid);
        excluded.push(...(await mergeBases(objects, from.oid, to.oid)));
      } else excluded.push(from.oid);
    } else if (revision.startsWith('^')) excluded.push((await resolveCommit(git, revision.slice(1))).oid);
    else tips.push((await resolveCommit(git, revision)).oid);
  }
  return { tips, hidden: await ancestorsOf(objects, excluded) };
}

class CommitFilter {
  constructor(private readonly options: GitOptions) {}

  accepts(commit: Commit): boolean {
    const { options } = this;
    const isMerge = commit.parents.length > 1;
    if (options.has('merges') && !isMerge) return false;
    if (options.has('no-merges') && isMerge) return false;
    const flags = options.has('i') ? 'i' : '';
    const person = ({ name, email }: Commit['author']) => `${name} <${email}>`;
    const matches = (name: string, text: string) =>
      !options.has(name) || options.values(name).some((pattern) => new RegExp(pattern, flags).test(text));
    if (!matches('author', person(commit.author)) || !matches('committer', person(commit.committer)))
      return false;
    if (!matches('grep', commit.message)) return false;
    const { time } = commit.committer;
    return time >= this.#moment('since', -Infinity) && time <= this.#moment('until', Infinity);
  }

  #moment(name: string, otherwise: number): number {
    const text = this.options.value(name);
    if (text === undefined) return otherwise;
    const ago = /^(\d+)[ .](second|minute|hour|day|week|month|year)s?[ .]ago$/.exec(text);
    const seconds: Readonly<Record<string, number>> = {
      second: 1,
      minute: 60,
      hour: 3600,
      day: 86400,
      week: 604800,
      month: 2592000,
      year: 31536000,
    };
    if (ago !== null) return Date.now() / 1000 - Number(ago[1]) * (seconds[ago[2] ?? ''] ?? 0);
    if (text === 'yesterday') return Date.now() / 1000 - 86400;
    return parseDate(text)?.time ?? otherwise;
  }
}

/** The history of some paths: a parent in which they are the same is followed alone (git-log(1), History Simplification). */
class Simplified {
  readonly #boring = new Set<string>();
  #followed: string | undefined;

  constructor(
    private readonly git: Invocation,
    private readonly paths: Pathspec,
    private readonly firstOnly: boolean,
    followed: string | undefined,
  ) {
    this.#followed = followed;
  }

  isInteresting(commit: Commit): boolean {
    return !this.#boring.has(commit.oid);
  }

  async parentsOf(commit: Commit): Promise<readonly string[]> {
    const parents = this.firstOnly ? commit.parents.slice(0, 1) : commit.parents;
    if (this.paths.isEmpty) return parents;
    const now = await this.#files(commit.oid);
    if (parents.length === 0 && now.size === 0) this.#boring.add(commit.oid);
    for (const parent of parents) {
      const changes = compareFiles(await this.#files(parent), now);
      if (changes.length === 0) {
        this.#boring.add(commit.oid);
        return [parent];
      }
      await this.#follow(parent, commit.oid, changes);
    }
    return parents;
  }

  async #follow(parent: string, oid: string, changes: readonly Change[]): Promise<void> {
    if (this.#followed === undefined || changes[0]?.kind !== 'A') return;
    const { objects } = this.git.repository;
    const before = await objects.files((await objects.commit(parent)).tree);
    const after = await objects.files((await objects.commit(oid)).tree);
    const renamed = (await withRenames(compareFiles(before, after), (entry) => objects.blob(entry.oid))).find(
      (change) => change.kind === 'R' && change.path === this.#followed,
    );
    if (renamed !== undefined) this.#followed = renamed.oldPath;
  }

  async #files(oid: string): Promise<Map<string, FileEntry>> {
    const { objects } = this.git.repository;
    const files = await objects.files((await objects.commit(oid)).tree);
    const wanted = (path: string) =>
      this.#followed === undefined ? this.paths.matches(path) : path === this.#followed;
    return new Map([...files].filter(([path]) => wanted(path)));
  }
}

export async function prettyOptions(git: Invocation, options: GitOptions): Promise<PrettyOptions> {
  const configured = git.config.get('format.pretty') ?? 'medium';
  const last = options.order.findLast((name) => name === 'oneline' || name === 'format');
  const format =
    last === 'oneline'
      ? 'oneline'
      : formatNamed(last === 'format' ? options.value('format') || 'medium' : configured);
  const when = options.has('no-color')
    ? 'never'
    : options.has('color')
      ? options.value('color') || 'always'
      : undefined;
  const colored = git.isColored('color.diff', when);
  const isCustom = /^t?format:/.test(format);
  const decorates = isCustom
    ? /%[dD]/.test(format)
    : options.has('decorate')
      ? options.value('decorate') !== 'no'
      : git.context.stdout.isTerminal || git.config.get('log.decorate') === 'short';
  return {
    format,
    date: options.value('date') ?? git.config.get('log.date') ?? 'default',
    abbreviated: (last === 'oneline' || options.has('abbrev-commit')) && !options.has('no-abbrev-commit'),
    colored,
    decorations: decorates && !options.has('no-decorate') ? await decorationsOf(git) : new Map(),
  };
}

export class CommitView {
  readonly #output: DiffOutput;
  #count = 0;

  constructor(
    private readonly git: Invocation,
    private readonly options: GitOptions,
    private readonly pretty: PrettyOptions,
    private readonly otherwise: 'patch' | 'none' = 'none',
  ) {
    this.#output = new DiffOutput(git, options, otherwise);
  }

  async show(commit: Commit, paths: Pathspec): Promise<void> {
    const { format } = this.pretty;
    const isLine = format === 'oneline' || format === 'reference' || format.startsWith('tformat:');
    const isFormat = format.startsWith('format:');
    let text = this.#count++ === 0 || isLine ? '' : '\n';
    const head = prettyCommit(commit, this.pretty);
    text += head;
    const changes = await this.#changes(commit, paths);
    if (changes !== '') {
      if (isFormat) text += '\n';
      if (format !== 'oneline' && !isFormat && head !== '') text += '\n';
      text += changes;
    }
    await this.git.out(text);
  }

  /** `format:` puts newlines only between commits. */
  async end(): Promise<void> {
    if (this.#count > 0 && this.pretty.format.startsWith('format:') && this.git.context.stdout.isTerminal)
      await this.git.out('\n');
  }

  async #changes(commit: Commit, paths: Pathspec): Promise<string> {
    if (this.#output.isEmpty) return '';
    const [parent] = commit.parents;
    const isWhole = this.options.has('first-parent') || this.options.has('m');
    // Of a merge, git show counts what it brought; its patch is of conflicts alone, and there are none left.
    const showsMerges = this.otherwise === 'patch' && !this.#output.onlyPatch;
    if (commit.parents.length > 1 && !isWhole && !showsMerges) return '';
    const { objects } = this.git.repository;
    const before = await objects.files(parent === undefined ? null : (await objects.commit(parent)).tree);
    const changes = compareFiles(before, await objects.files(commit.tree)).filter(({ path }) =>
      paths.matches(path),
    );
    const read = ({ oid }: FileEntry) => objects.blob(oid);
    const renamed = this.#output.findsRenames ? await withRenames(changes, read) : changes;
    return this.#output.text(renamed, { before: read, after: read });
  }
}

export const show: Command = async (git, args) => {
  const options = parseArguments('show', args, spec);
  const { revisions, paths } = await splitOperands(git, options.operands, options.paths);
  if (revisions.length === 0 && (await git.repository.head()).oid === null)
    throw fatal(
      `your current branch '${((await git.repository.head()).ref ?? '').replace('refs/heads/', '')}' does not have any commits yet`,
    );
  const view = new CommitView(git, options, await prettyOptions(git, options), 'patch');
  for (const revision of revisions.length === 0 ? ['HEAD'] : revisions)
    await showObject(git, view, revision, await resolve(git, revision), git.pathspec(paths));
  return 0;
};

async function showObject(
  git: Invocation,
  view: CommitView,
  name: string,
  oid: string,
  paths: Pathspec,
): Promise<void> {
  const { objects } = git.repository;
  const { type, bytes } = await objects.read(oid);
  switch (type) {
    case 'blob':
      return git.out(bytes);
    case 'tree': {
      const entries = await objects.tree(oid);
      return git.out(
        `tree ${name}\n\n${entries.map((each) => `${each.name}${each.mode === 0o40000 ? '/' : ''}\n`).join('')}`,
      );
    }
    case 'tag': {
      const tag = await objects.tag(oid);
      const tagger =
        tag.tagger === null
          ? ''
          : `Tagger: ${tag.tagger.name} <${tag.tagger.email}>\nDate:   ${dateText(tag.tagger, 'default')}\n`;
      await git.out(`tag ${tag.name}\n${tagger}\n${tag.message}\n`);
      return showObject(git, view, name, tag.object, paths);
    }
    case 'commit':
      return view.show(await objects.commit(oid), paths);
  }
}

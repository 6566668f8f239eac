// git branch: lists, makes, renames and deletes branches.

import { parseArguments, type GitOptions } from '../arguments.ts';
import { subjectOf } from '../commit-making.ts';
import { ConfigFile } from '../config-file.ts';
import { GitFailure, failed, fatal } from '../failure.ts';
import { isAncestor } from '../history.ts';
import type { Command, Invocation } from '../invocation.ts';
import { paintIf } from '../paint.ts';
import { fullRef, resolveCommit, shortRef } from '../revision.ts';
import { trackingOf } from '../status-report.ts';
import { isBranchName } from './init.ts';

const spec = {
  short: 'arvdDmMfqlu:c',
  long: {
    all: 'a',
    remotes: 'r',
    verbose: 'v',
    delete: 'd',
    move: 'm',
    force: 'f',
    quiet: 'q',
    list: 'l',
    copy: 'c',
    'show-current': 'show-current',
    'set-upstream-to=': 'u',
    'unset-upstream': 'unset-upstream',
    'color=?': 'color',
    'no-color': 'no-color',
    'contains=?': 'contains',
    'merged=?': 'merged',
    'no-merged=?': 'no-merged',
    'format=': 'format',
    'sort=': 'sort',
    'no-track': 'no-track',
    track: 'track',
  },
};

export const branch: Command = async (git, args) => {
  const options = parseArguments('branch', args, spec);
  const { repository } = git;
  const operands = [...options.operands, ...(options.paths ?? [])];
  const { ref, oid } = await repository.head();
  if (options.has('show-current')) {
    if (ref !== null) await git.line(shortRef(ref));
    return 0;
  }
  if (options.has('d') || options.has('D')) return remove(git, options, operands);
  if (options.has('m') || options.has('M')) return rename(git, options, operands);
  const upstream = options.value('u');
  if (upstream !== undefined) return setUpstream(git, upstream, operands[0]);
  if (options.has('unset-upstream')) {
    const config = new ConfigFile(git.fs, `${repository.gitdir}/config`);
    const name = operands[0] ?? shortRef(ref ?? '');
    if (config.unset(`branch.${name}.remote`) + config.unset(`branch.${name}.merge`) === 0)
      throw fatal(`Branch '${name}' has no upstream information`);
    return 0;
  }
  if (operands.length === 0 || options.has('l') || options.has('a') || options.has('r'))
    return list(git, options, operands);
  const [name = '', start = 'HEAD'] = operands;
  if (oid === null && start === 'HEAD') throw fatal(`not a valid object name: '${shortRef(ref ?? 'HEAD')}'`);
  await createBranch(git, name, start, options.has('f'));
  return 0;
};

/** With what it follows, where it begins at a remote's branch. */
export async function createBranch(
  git: Invocation,
  name: string,
  start: string,
  force: boolean,
  follows = true,
): Promise<void> {
  const { repository } = git;
  if (!isBranchName(name)) throw fatal(`'${name}' is not a valid branch name`);
  const ref = `refs/heads/${name}`;
  if ((await repository.ref(ref)) !== null) {
    if (!force) throw fatal(`a branch named '${name}' already exists`);
    if ((await repository.head()).ref === ref)
      throw fatal(`cannot force update the branch '${name}' checked out at '${repository.root}'`);
  }
  const commit = await resolveCommit(git, start).catch(() => {
    throw fatal(`not a valid object name: '${start}'`);
  });
  await repository.writeRef(ref, commit.oid);
  const origin = await fullRef(git, start);
  const [, remote, merge] = /^refs\/remotes\/([^/]+)\/(.+)$/.exec(origin ?? '') ?? [];
  if (!follows || remote === undefined || merge === undefined) return;
  const config = new ConfigFile(git.fs, `${repository.gitdir}/config`);
  config.set(`branch.${name}.remote`, remote);
  config.set(`branch.${name}.merge`, `refs/heads/${merge}`);
  await git.line(`branch '${name}' set up to track '${remote}/${merge}'.`);
}

async function setUpstream(git: Invocation, upstream: string, given: string | undefined): Promise<number> {
  const name = given ?? shortRef((await git.repository.head()).ref ?? '');
  const ref = await fullRef(git, upstream);
  if (ref === null) throw fatal(`the requested upstream branch '${upstream}' does not exist`);
  const [, remote = '.', merge] = /^refs\/remotes\/([^/]+)\/(.+)$/.exec(ref) ?? [];
  const config = new ConfigFile(git.fs, `${git.repository.gitdir}/config`);
  config.set(`branch.${name}.remote`, remote);
  config.set(`branch.${name}.merge`, merge === undefined ? ref : `refs/heads/${merge}`);
  await git.line(`branch '${name}' set up to track '${shortRef(ref)}'.`);
  return 0;
}

async function remove(git: Invocation, options: GitOptions, names: readonly string[]): Promise<number> {
  const { repository } = git;
  if (names.length === 0) throw fatal('branch name required');
  const head = await repository.head();
  let code = 0;
  for (const name of names) {
    const place = options.has('r') ? 'refs/remotes/' : 'refs/heads/';
    const oid = await repository.ref(`${place}${name}`);
    if (oid === null) {
      await git.warn(`error: branch '${name}' not found.`);
      code = 1;
      continue;
    }
    if (head.ref === `${place}${name}`) {
      await git.warn(`error: Cannot delete branch '${name}' checked out at '${repository.root}'`);
      code = 1;
      continue;
    }
    const isForced = options.has('D') || options.has('f') || options.has('r');
    if (!isForced && (head.oid === null || !(await isAncestor(repository.objects, oid, head.oid)))) {
      await git.warn(
        `error: The branch '${name}' is not fully merged.\nIf you are sure you want to delete it, run 'git branch -D ${name}'.`,
      );
      code = 1;
      continue;
    }
    await repository.deleteRef(`${place}${name}`);
    new ConfigFile(git.fs, `${repository.gitdir}/config`).removeSection(`branch.${name}`);
    if (!options.has('q'))
      await git.line(
        `Deleted ${options.has('r') ? 'remote-tracking ' : ''}branch ${name} (was ${oid.slice(0, 7)}).`,
      );
  }
  return code;
}

async function rename(git: Invocation, options: GitOptions, names: readonly string[]): Promise<number> {
  const { repository } = git;
  const head = await repository.head();
  const [to, from] =
    names.length > 1 ? [names[1] ?? '', names[0] ?? ''] : [names[0], shortRef(head.ref ?? '')];
  if (to === undefined) throw fatal('branch name required');
  if (!isBranchName(to)) throw fatal(`'${to}' is not a valid branch name`);
  const oid = await repository.ref(`refs/heads/${from}`);
  const isCurrent = head.ref === `refs/heads/${from}`;
  if (oid === null && !isCurrent)
    throw new GitFailure(`error: refname refs/heads/${from} not found\nfatal: Branch rename failed`, 128);
  if (
    (await repository.ref(`refs/heads/${to}`)) !== null &&
    to !== from &&
    !options.has('M') &&
    !options.has('f')
  )
    throw fatal(`a branch named '${to}' already exists`);
  if (isCurrent) repository.attachHead(`refs/heads/${to}`);
  if (oid !== null && to !== from) {
    await repository.deleteRef(`refs/heads/${from}`);
    await repository.writeRef(`refs/heads/${to}`, oid);
  }
  new ConfigFile(git.fs, `${repository.gitdir}/config`).renameSection(`branch.${from}`, `branch.${to}`);
  return 0;
}

async function list(git: Invocation, options: GitOptions, patterns: readonly string[]): Promise<number> {
  const { repository } = git;
  const head = await repository.head();
  const paint = paintIf(
    git.isColored(
      'color.branch',
      options.has('no-color')
        ? 'never'
        : options.has('color')
          ? options.value('color') || 'always'
          : undefined,
    ),
  );
  const rows: {
    readonly name: string;
    readonly oid: string;
    readonly ref: string;
    readonly isCurrent: boolean;
  }[] = [];
  if (head.ref === null && head.oid !== null && !options.has('r'))
    rows.push({
      name: `(HEAD detached at ${head.oid.slice(0, 7)})`,
      oid: head.oid,
      ref: 'HEAD',
      isCurrent: true,
    });
  const places = [
    ...(options.has('r') ? [] : ['refs/heads']),
    ...(options.has('a') || options.has('r') ? ['refs/remotes'] : []),
  ];
  for (const place of places)
    for (const ref of await repository.refs(place)) {
      const oid = await repository.ref(ref);
      const name = options.has('a') && place === 'refs/remotes' ? ref.slice(5) : shortRef(ref);
      const symbolic = /^ref: (\S+)/.exec(place === 'refs/remotes' ? (repository.note(ref) ?? '') : '')?.[1];
      const told = symbolic === undefined ? name : `${name} -> ${shortRef(symbolic)}`;
      if (
        oid !== null &&
        (patterns.length === 0 || patterns.some((pattern) => globMatches(pattern, shortRef(ref))))
      )
        rows.push({ name: told, oid, ref, isCurrent: ref === head.ref });
    }
  const wanted = await filtered(git, options, rows);
  const format = options.value('format');
  const width = Math.max(0, ...wanted.map(({ name }) => name.length));
  for (const row of wanted) {
    if (format !== undefined) {
      await git.line(await formatted(git, format, row));
      continue;
    }
    const color = row.isCurrent ? 'green' : row.ref.startsWith('refs/remotes/') ? 'red' : null;
    const name = options.has('v') ? row.name.padEnd(width) : row.name;
    const painted = color === null ? name : paint(color, name);
    let line = `${row.isCurrent ? '*' : ' '} ${painted}`;
    if (options.has('v'))
      line += ` ${row.oid.slice(0, 7)} ${await details(git, row, options)}${subjectOf((await repository.objects.commit(row.oid)).message)}`;
    await git.line(line);
  }
  return 0;
}

async function details(
  git: Invocation,
  { ref, oid }: { readonly ref: string; readonly oid: string },
  options: GitOptions,
): Promise<string> {
  const tracking = ref.startsWith('refs/heads/') ? await trackingOf(git, ref, oid) : null;
  if (tracking === null) return '';
  const isVery = options.order.filter((name) => name === 'v').length > 1;
  const { apart } = tracking;
  const parts =
    apart === null
      ? ['gone']
      : [
          ...(apart.ahead > 0 ? [`ahead ${String(apart.ahead)}`] : []),
          ...(apart.behind > 0 ? [`behind ${String(apart.behind)}`] : []),
        ];
  if (isVery) return `[${tracking.name}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}] `;
  return parts.length > 0 ? `[${parts.join(', ')}] ` : '';
}

async function filtered<T extends { readonly oid: string }>(
  git: Invocation,
  options: GitOptions,
  rows: readonly T[],
): Promise<T[]> {
  const { objects } = git.repository;
  const found: T[] = [];
  const commit = async (name: string) =>
    options.has(name) ? (await resolveCommit(git, options.value(name) || 'HEAD')).oid : null;
  const [contains, merged, unmerged] = [
    await commit('contains'),
    await commit('merged'),
    await commit('no-merged'),
  ];
  for (const row of rows) {
    if (contains !== null && !(await isAncestor(objects, contains, row.oid))) continue;
    if (merged !== null && !(await isAncestor(objects, row.oid, merged))) continue;
    if (unmerged !== null && (await isAncestor(objects, row.oid, unmerged))) continue;
    found.push(row);
  }
  return found;
}

async function formatted(
  git: Invocation,
  format: string,
  row: { readonly ref: string; readonly oid: string; readonly isCurrent: boolean },
): Promise<string> {
  const tracking = await trackingOf(git, row.ref, row.oid);
  const subject = subjectOf((await git.repository.objects.commit(row.oid)).message);
  const values: Readonly<Record<string, string>> = {
    refname: row.ref,
    'refname:short': shortRef(row.ref),
    objectname: row.oid,
    'objectname:short': row.oid.slice(0, 7),
    HEAD: row.isCurrent ? '*' : ' ',
    'upstream:short': tracking?.name ?? '',
    upstream: tracking === null ? '' : `refs/remotes/${tracking.name}`,
    subject,
    'contents:subject': subject,
  };
  return format.replace(/%\(([^)]+)\)/g, (_all, field: string) => {
    const value = values[field];
    if (value === undefined) throw fatal(`unknown field name: ${field}`);
    return value;
  });
}

export const globMatches = (pattern: string, name: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.|+(){}[\]]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\?/g, '.')}$`,
  ).test(name);

export const unknownBranch = (name: string) =>
  failed(`pathspec '${name}' did not match any file(s) known to git`);

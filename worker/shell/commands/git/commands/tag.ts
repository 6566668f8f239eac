// git tag and git describe: names for commits that stay.

import { encodeText } from '../../../stream/text.ts';
import { parseArguments } from '../arguments.ts';
import { cleanMessage, subjectOf } from '../commit-making.ts';
import { GitFailure, fatal } from '../failure.ts';
import { ancestorsOf, walkCommits } from '../history.ts';
import type { Command, Invocation } from '../invocation.ts';
import { peel, resolve, resolveCommit, shortRef } from '../revision.ts';
import { signatureText } from '../signature.ts';
import { globMatches } from './branch.ts';
import { isBranchName } from './init.ts';

export const tag: Command = async (git, args) => {
  const options = parseArguments('tag', args, {
    short: 'am:dlfn',
    long: {
      annotate: 'a',
      'message=': 'm',
      delete: 'd',
      list: 'l',
      force: 'f',
      'sort=': 'sort',
      'points-at=': 'points-at',
    },
  });
  const { repository } = git;
  const operands = [...options.operands];
  if (options.has('d')) return remove(git, operands);
  if (operands.length === 0 || options.has('l')) {
    for (const ref of await repository.refs('refs/tags')) {
      const name = shortRef(ref);
      if (operands.length > 0 && !operands.some((pattern) => globMatches(pattern, name))) continue;
      await git.line(options.has('n') ? `${name.padEnd(15)} ${await annotation(git, ref)}` : name);
    }
    return 0;
  }
  const [name = '', revision = 'HEAD'] = operands;
  if (!isBranchName(name)) throw fatal(`'${name}' is not a valid tag name.`);
  const before = await repository.ref(`refs/tags/${name}`);
  if (before !== null && !options.has('f')) throw fatal(`tag '${name}' already exists`);
  const oid = await resolve(git, revision).catch(() => {
    throw fatal(`Failed to resolve '${revision}' as a valid ref.`);
  });
  if (!options.has('a') && !options.has('m')) await repository.writeRef(`refs/tags/${name}`, oid);
  else {
    const given = options.values('m');
    if (given.length === 0)
      throw new GitFailure(
        'error: There is no editor to write a message in on this machine.\nPlease supply the message using the -m option.',
        1,
      );
    const { type } = await repository.objects.read(oid);
    const text = `object ${oid}\ntype ${type}\ntag ${name}\ntagger ${signatureText(git.signature('committer'))}\n\n${cleanMessage(given.join('\n\n'))}`;
    await repository.writeRef(`refs/tags/${name}`, await repository.objects.write('tag', encodeText(text)));
  }
  if (before !== null && before !== oid) await git.line(`Updated tag '${name}' (was ${before.slice(0, 7)})`);
  return 0;
};

async function remove(git: Invocation, names: readonly string[]): Promise<number> {
  let code = 0;
  for (const name of names) {
    const oid = await git.repository.ref(`refs/tags/${name}`);
    if (oid === null) {
      await git.warn(`error: tag '${name}' not found.`);
      code = 1;
      continue;
    }
    await git.repository.deleteRef(`refs/tags/${name}`);
    await git.line(`Deleted tag '${name}' (was ${oid.slice(0, 7)})`);
  }
  return code;
}

async function annotation(git: Invocation, ref: string): Promise<string> {
  const oid = (await git.repository.ref(ref)) ?? '';
  const { objects } = git.repository;
  const { type } = await objects.read(oid);
  return subjectOf(type === 'tag' ? (await objects.tag(oid)).message : (await objects.commit(oid)).message);
}

export const describe: Command = async (git, args) => {
  const options = parseArguments('describe', args, {
    long: {
      tags: 'tags',
      always: 'always',
      long: 'long',
      'dirty=?': 'dirty',
      'abbrev=': 'abbrev',
      'exact-match': 'exact-match',
      all: 'all',
    },
  });
  const { repository } = git;
  const { objects } = repository;
  const start = await resolveCommit(git, options.operands[0] ?? 'HEAD');
  const names = new Map<string, string>();
  for (const ref of await repository.refs('refs/tags')) {
    const oid = (await repository.ref(ref)) ?? '';
    const isAnnotated = (await objects.read(oid)).type === 'tag';
    if (isAnnotated || options.has('tags')) names.set(await peel(git, oid), shortRef(ref));
  }
  const length = Number(options.value('abbrev') ?? 7);
  let dirty = '';
  if (options.has('dirty')) {
    const isDirty = (await git.workTree.changed(repository.index)).size > 0;
    dirty = isDirty ? options.value('dirty') || '-dirty' : '';
  }
  for await (const { oid } of walkCommits(objects, [start.oid], new Set())) {
    const name = names.get(oid);
    if (name === undefined) {
      if (options.has('exact-match')) throw fatal(`no tag exactly matches '${start.oid}'`);
      continue;
    }
    const count = (await ancestorsOf(objects, [start.oid])).difference(
      await ancestorsOf(objects, [oid]),
    ).size;
    const suffix =
      (count === 0 && !options.has('long')) || length === 0
        ? ''
        : `-${String(count)}-g${start.oid.slice(0, length)}`;
    await git.line(`${name}${suffix}${dirty}`);
    return 0;
  }
  if (!options.has('always')) throw fatal('No names found, cannot describe anything.');
  await git.line(`${start.oid.slice(0, length)}${dirty}`);
  return 0;
};

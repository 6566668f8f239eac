// git remote: the other repositories that are known by a name.

import { parseArguments } from '../arguments.ts';
import { ConfigFile } from '../config-file.ts';
import { GitFailure } from '../failure.ts';
import type { Command, Invocation } from '../invocation.ts';

export function remoteNames(git: Invocation): string[] {
  const names = git.config.all.flatMap(({ key }) => /^remote\.(.+)\.url$/.exec(key)?.[1] ?? []);
  return [...new Set(names)].sort();
}

export const remoteUrl = (git: Invocation, name: string): string | undefined =>
  git.config.get(`remote.${name}.url`);

export function addRemote(git: Invocation, name: string, url: string): void {
  const file = new ConfigFile(git.fs, `${git.repository.gitdir}/config`);
  file.set(`remote.${name}.url`, url);
  file.set(`remote.${name}.fetch`, `+refs/heads/*:refs/remotes/${name}/*`);
}

const missing = (name: string) => new GitFailure(`error: No such remote '${name}'`, 2);

export const remote: Command = async (git, args) => {
  const options = parseArguments('remote', args, {
    short: 'vf',
    long: { verbose: 'v', push: 'push', all: 'all' },
  });
  const [verb, name, value] = options.operands;
  const { repository } = git;
  const names = remoteNames(git);
  const file = new ConfigFile(git.fs, `${repository.gitdir}/config`);
  if (verb === undefined) {
    for (const each of names) {
      const url = remoteUrl(git, each) ?? '';
      await git.out(
        options.has('v')
          ? `${each}\t${url} (fetch)\n${each}\t${git.config.get(`remote.${each}.pushurl`) ?? url} (push)\n`
          : `${each}\n`,
      );
    }
    return 0;
  }
  if (name === undefined) throw new GitFailure(`usage: git remote ${verb} <name>`, 129);
  const isKnown = names.includes(name);
  switch (verb) {
    case 'add':
      if (value === undefined) throw new GitFailure('usage: git remote add [<options>] <name> <url>', 129);
      if (isKnown) throw new GitFailure(`error: remote ${name} already exists.`, 3);
      addRemote(git, name, value);
      return 0;
    case 'rm':
    case 'remove':
      if (!isKnown) throw new GitFailure(`error: No such remote: '${name}'`, 2);
      for (const ref of await repository.refs(`refs/remotes/${name}`)) await repository.deleteRef(ref);
      for (const { key, value: of } of file.settings)
        if (of === name && /^branch\..*\.remote$/.test(key)) {
          file.unset(key);
          file.unset(key.replace(/\.remote$/, '.merge'));
        }
      file.removeSection(`remote.${name}`);
      return 0;
    case 'get-url':
      if (!isKnown) throw missing(name);
      await git.line(remoteUrl(git, name) ?? '');
      return 0;
    case 'set-url':
      if (!isKnown) throw missing(name);
      file.set(`remote.${name}.url`, value ?? '');
      return 0;
    default:
      throw new GitFailure(`error: Unknown subcommand: ${verb}`, 129);
  }
};

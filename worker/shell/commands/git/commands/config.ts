// git config: reads and changes ~/.gitconfig and a repository's own settings.

import { resolvePath } from '../../../../os/posix-path.ts';
import { parseArguments, type GitOptions } from '../arguments.ts';
import { ConfigFile, normalKey, type Setting } from '../config-file.ts';
import { GitFailure, failed, fatal } from '../failure.ts';
import type { Command, Invocation } from '../invocation.ts';

const spec = {
  short: 'lzf:e',
  long: {
    global: 'global',
    local: 'local',
    system: 'system',
    'file=': 'f',
    get: 'get',
    'get-all': 'get-all',
    'get-regexp': 'get-regexp',
    add: 'add',
    unset: 'unset',
    'unset-all': 'unset-all',
    'replace-all': 'replace-all',
    'remove-section': 'remove-section',
    list: 'l',
    edit: 'e',
    null: 'z',
    'name-only': 'name-only',
    'show-origin': 'show-origin',
    bool: 'bool',
    int: 'int',
    path: 'path',
    'type=': 'type',
    'default=': 'default',
    includes: 'includes',
    'no-includes': 'no-includes',
  },
};

export const config: Command = async (git, args) => {
  const options = parseArguments('config', args, spec);
  const operands = [...options.operands, ...(options.paths ?? [])];
  // The words that git 2.46 has for it.
  const verb =
    ['list', 'get', 'set', 'unset'].includes(operands[0] ?? '') && !operands[0]?.includes('.')
      ? operands.shift()
      : undefined;
  if (options.has('e'))
    throw fatal('there is no editor to start: write the file itself, ~/.gitconfig or .git/config');
  if (options.has('l') || verb === 'list') return list(git, options);
  const [key, value] = operands;
  if (key === undefined) throw new GitFailure('usage: git config [<options>]', 129);
  if (options.has('get-regexp')) return getRegexp(git, options, key);
  if (options.has('remove-section')) {
    if (!writable(git, options).removeSection(key)) throw fatal(`no such section: ${key}`);
    return 0;
  }
  checkKey(key);
  if (options.has('unset') || options.has('unset-all') || verb === 'unset')
    return writable(git, options).unset(key) > 0 ? 0 : 5;
  const reads =
    options.has('get') || options.has('get-all') || verb === 'get' || (value === undefined && verb !== 'set');
  if (reads) return get(git, options, key);
  if (options.has('add')) writable(git, options).add(key, value ?? '');
  else writable(git, options).set(key, value ?? '');
  return 0;
};

function checkKey(key: string): void {
  if (!key.includes('.')) throw failed(`key does not contain a section: ${key}`);
  if (key.endsWith('.')) throw failed(`key does not contain variable name: ${key}`);
  if (!/^[\w-]+\.(?:.*\.)?[A-Za-z][\w-]*$/s.test(key)) throw failed(`invalid key: ${key}`);
}

function writable(git: Invocation, options: GitOptions): ConfigFile {
  const file = options.value('f');
  if (file !== undefined) return new ConfigFile(git.fs, resolvePath(git.cwd, file));
  if (options.has('global') || options.has('system')) return new ConfigFile(git.fs, git.config.globalPath);
  if (git.config.localPath === null)
    throw fatal(
      options.has('local') ? '--local can only be used inside a git repository' : 'not in a git directory',
    );
  return new ConfigFile(git.fs, git.config.localPath);
}

function readable(git: Invocation, options: GitOptions): readonly Setting[] {
  if (options.has('system')) return [];
  return options.has('f') || options.has('global') || options.has('local')
    ? writable(git, options).settings
    : git.config.all;
}

async function list(git: Invocation, options: GitOptions): Promise<number> {
  const end = options.has('z') ? '\0' : '\n';
  for (const { key, value } of readable(git, options))
    await git.out(
      options.has('name-only') ? `${key}${end}` : `${key}${options.has('z') ? '\n' : '='}${value}${end}`,
    );
  return 0;
}

async function get(git: Invocation, options: GitOptions, key: string): Promise<number> {
  const wanted = normalKey(key);
  const values = readable(git, options).filter((setting) => setting.key === wanted);
  const shown = options.has('get-all') ? values : values.slice(-1);
  const otherwise = options.value('default');
  if (shown.length === 0 && otherwise === undefined) return 1;
  for (const value of shown.length === 0 ? [otherwise ?? ''] : shown.map((setting) => setting.value))
    await git.out(`${typed(git, options, key, value)}${options.has('z') ? '\0' : '\n'}`);
  return 0;
}

function typed(git: Invocation, options: GitOptions, key: string, value: string): string {
  const type = options.value('type');
  if (options.has('bool') || type === 'bool') {
    if (/^(?:true|yes|on|1)$/i.test(value)) return 'true';
    if (/^(?:false|no|off|0|)$/i.test(value)) return 'false';
    throw fatal(`bad boolean config value '${value}' for '${normalKey(key)}'`);
  }
  if (options.has('path') || type === 'path') return value.replace(/^~(?=\/|$)/, git.home);
  return value;
}

async function getRegexp(git: Invocation, options: GitOptions, pattern: string): Promise<number> {
  const regex = new RegExp(pattern);
  const found = readable(git, options).filter(({ key }) => regex.test(key));
  for (const { key, value } of found) await git.line(options.has('name-only') ? key : `${key} ${value}`);
  return found.length > 0 ? 0 : 1;
}

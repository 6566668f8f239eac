// Tab completion: commands, paths, variables, npm's scripts, git's commands and branches.

import { ancestors } from '../../os/posix-path.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import { absolutePath } from '../expand/glob.ts';
import { decodeText } from '../stream/text.ts';
import type { Candidate, Completion } from './completion-format.ts';

export interface CompletionScope {
  readonly fs: FileSystem;
  readonly cwd: string;
  readonly path: string;
  readonly home: string | undefined;
  /** Aliases, functions, builtins and keywords. */
  readonly commands: readonly string[];
  readonly variables: readonly string[];
}

interface CurrentWord {
  readonly start: number;
  /** With its quotes removed. */
  readonly text: string;
  readonly quote: '"' | "'" | '';
  /** The words of the same command before it. */
  readonly before: readonly string[];
}

export function complete(scope: CompletionScope, line: string, cursor: number): Completion {
  const word = currentWord(line.slice(0, cursor));
  const variable = /\$\{?(\w*)$/.exec(word.quote === "'" ? '' : line.slice(word.start, cursor));
  if (variable !== null) {
    const start = cursor - (variable[1] ?? '').length;
    return { start, candidates: matching(scope.variables, variable[1] ?? '', '') };
  }
  const [command, subcommand] = word.before;
  const expectsCommand = command === undefined || (word.before.length === 1 && commandTakers.has(command));
  if (expectsCommand && !word.text.includes('/')) {
    return { start: word.start, candidates: matching(commandNames(scope), word.text, ' ') };
  }
  if (command === 'npm' && subcommand === undefined)
    return { start: word.start, candidates: matching(npmCommands, word.text, ' ') };
  if (command === 'npm' && /^(?:run|run-script|rum|urn)$/.test(subcommand ?? '') && word.before.length === 2)
    return { start: word.start, candidates: matching(npmScripts(scope), word.text, ' ') };
  if (command === 'git' && subcommand === undefined)
    return { start: word.start, candidates: matching(gitCommands, word.text, ' ') };
  if (command === 'git' && branchTakers.has(subcommand ?? '') && word.before.length === 2) {
    const branches = matching(gitBranches(scope), word.text, ' ');
    if (branches.length > 0) return { start: word.start, candidates: branches };
  }
  return {
    start: word.start,
    candidates: paths(scope, word, command === 'cd' || command === 'pushd', expectsCommand),
  };
}

const commandTakers = new Set([
  'command',
  'which',
  'type',
  'sudo',
  'env',
  'exec',
  'xargs',
  'time',
  'man',
  'npx',
]);
const npmCommands = ['ci', 'init', 'install', 'list', 'run', 'start', 'test', 'uninstall'];
const gitCommands =
  'add branch check-ignore checkout cherry-pick clean clone commit config describe diff fetch help init log ls-files merge mv pull push remote reset restore rev-parse revert rm show stash status switch tag'.split(
    ' ',
  );
const branchTakers = new Set(['branch', 'checkout', 'cherry-pick', 'merge', 'switch']);

function matching(names: readonly string[], prefix: string, end: string): Candidate[] {
  const unique = [...new Set(names)].filter((name) => name.startsWith(prefix)).sort();
  return unique.map((name) => ({ insert: name, label: name, end }));
}

function currentWord(text: string): CurrentWord {
  let start = 0;
  let word = '';
  let quote: '"' | "'" | '' = '';
  let before: string[] = [];
  let inWord = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      if (!inWord) start = index;
      inWord = true;
    } else if (/[\s|&;(<>]/.test(char)) {
      // An assignment or a redirection's file is not the command's name.
      if (inWord && !(before.length === 0 && /^\w+=/.test(word))) before.push(word);
      if (/[|&;(\n]/.test(char)) before = [];
      word = '';
      inWord = false;
      start = index + 1;
    } else {
      if (!inWord) start = index;
      inWord = true;
      if (char === '\\') index += 1;
      word += text.charAt(index);
    }
  }
  return { start: inWord ? start : text.length, text: word, quote, before };
}

function commandNames(scope: CompletionScope): string[] {
  const names = [...scope.commands];
  for (const directory of scope.path.split(':')) {
    names.push(...entries(scope, directory).map(({ name }) => name));
  }
  return names;
}

function entries(scope: CompletionScope, directory: string): ReturnType<FileSystem['readdir']> {
  try {
    return scope.fs.readdir(directory === '' ? scope.cwd : directory);
  } catch {
    return [];
  }
}

function gitBranches({ fs, cwd }: CompletionScope): string[] {
  const root = ancestors(cwd).find((folder) => fs.tryStat(`${folder}/.git/HEAD`) !== undefined);
  if (root === undefined) return [];
  const below = (folder: string, prefix: string): string[] =>
    fs.tryStat(folder)?.type !== 'directory'
      ? []
      : fs.readdir(folder).flatMap(({ name, type }) => {
          const path = `${folder}/${name}`;
          return type === 'directory' ? below(path, `${prefix}${name}/`) : [`${prefix}${name}`];
        });
  return below(`${root}/.git/refs/heads`, '');
}

function npmScripts(scope: CompletionScope): string[] {
  for (let directory = scope.cwd; ; directory = directory.slice(0, directory.lastIndexOf('/')) || '/') {
    try {
      const manifest = JSON.parse(decodeText(scope.fs.readFile(absolutePath(directory, 'package.json')))) as {
        scripts?: Record<string, unknown>;
      };
      return Object.keys(manifest.scripts ?? {});
    } catch {
      // None here, or not JSON: the next directory up.
    }
    if (directory === '/') return [];
  }
}

function paths(
  scope: CompletionScope,
  word: CurrentWord,
  directoriesOnly: boolean,
  executables: boolean,
): Candidate[] {
  const slash = word.text.lastIndexOf('/') + 1;
  const typed = word.text.slice(0, slash);
  const prefix = word.text.slice(slash);
  const expanded =
    scope.home !== undefined && typed.startsWith('~/') && word.quote === ''
      ? scope.home + typed.slice(1)
      : typed;
  const directory = absolutePath(scope.cwd, expanded === '' ? '.' : expanded);
  const candidates: Candidate[] = [];
  for (const { name } of entries(scope, directory)) {
    if (!name.startsWith(prefix) || (name.startsWith('.') && !prefix.startsWith('.'))) continue;
    const stats = scope.fs.tryStat(`${directory}/${name}`);
    const isDirectory = stats?.type === 'directory';
    if (directoriesOnly && !isDirectory) continue;
    if (executables && !isDirectory && (stats?.mode ?? 0) % 8 === 0) continue;
    const mark = isDirectory ? '/' : '';
    const shown = word.quote === '' ? quotePath(typed + name) : word.quote + typed + name;
    const close = isDirectory ? '' : `${word.quote} `;
    candidates.push({ insert: shown + mark, label: name + mark, end: close });
  }
  return candidates;
}

function quotePath(path: string): string {
  const tilde = path.startsWith('~/') ? '~' : '';
  return tilde + path.slice(tilde.length).replace(/[\s"'\\$`&|;<>()*?[\]{}!#~]/g, '\\$&');
}

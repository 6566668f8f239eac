// Commits as `git log` and `git show` tell them (git-log(1), PRETTY FORMATS).

import { subjectOf } from './commit-making.ts';
import { fatal } from './failure.ts';
import type { Invocation } from './invocation.ts';
import type { Commit } from './objects.ts';
import { paintIf } from './paint.ts';
import { dateText } from './pretty-date.ts';
import { peel, shortRef } from './revision.ts';

export interface PrettyOptions {
  /** `medium`, `oneline`, … or `format:…`, `tformat:…`. */
  readonly format: string;
  readonly date: string;
  readonly abbreviated: boolean;
  readonly colored: boolean;
  readonly decorations: ReadonlyMap<string, readonly Decoration[]>;
}

export interface Decoration {
  readonly ref: string;
  readonly isHead: boolean;
}

const known = ['oneline', 'short', 'medium', 'full', 'fuller', 'reference', 'raw'];

/** Of --format and --pretty; throws where there is none of that name. */
export function formatNamed(text: string): string {
  if (known.includes(text) || /^t?format:/.test(text)) return text;
  if (text.includes('%')) return `tformat:${text}`;
  const match = known.find((name) => name.startsWith(text));
  if (match === undefined || text === '') throw fatal(`invalid --pretty format: ${text}`);
  return match;
}

/** Refs by the commits that they are at, HEAD and its branch first. */
export async function decorationsOf(git: Invocation): Promise<Map<string, Decoration[]>> {
  const { repository } = git;
  const head = await repository.head();
  const found = new Map<string, Decoration[]>();
  const add = (oid: string, decoration: Decoration) =>
    found.set(oid, [...(found.get(oid) ?? []), decoration]);
  if (head.oid !== null) add(head.oid, { ref: head.ref ?? 'HEAD', isHead: true });
  for (const place of ['refs/tags', 'refs/remotes', 'refs/heads'])
    for (const ref of (await repository.refs(place)).toReversed()) {
      const oid = ref === head.ref ? null : await repository.ref(ref);
      if (oid !== null) add(await peel(git, oid), { ref, isHead: false });
    }
  const stash = await repository.ref('refs/stash');
  if (stash !== null) add(stash, { ref: 'refs/stash', isHead: false });
  return found;
}

function refText({ ref, isHead }: Decoration, colored: boolean): string {
  const paint = paintIf(colored);
  const name = (): string => {
    if (ref === 'HEAD') return paint('boldCyan', 'HEAD');
    if (ref.startsWith('refs/tags/')) return paint('boldYellow', `tag: ${shortRef(ref)}`);
    if (ref.startsWith('refs/remotes/')) return paint('boldRed', shortRef(ref));
    return ref === 'refs/stash' ? paint('boldRed', ref) : paint('boldGreen', shortRef(ref));
  };
  if (!isHead || ref === 'HEAD') return name();
  return colored ? `${paint('boldCyan', 'HEAD -> ')}${name()}` : `HEAD -> ${name()}`;
}

function decorationText(oid: string, options: PrettyOptions, bare = false): string {
  const all = options.decorations.get(oid) ?? [];
  if (all.length === 0) return '';
  const paint = paintIf(options.colored && !bare);
  const refs = all.map((each) => refText(each, options.colored && !bare)).join(paint('yellow', ', '));
  return bare ? refs : `${paint('yellow', ' (')}${refs}${paint('yellow', ')')}`;
}

/** All but the changes; with a newline at its end, except for `format:`. */
export function prettyCommit(commit: Commit, options: PrettyOptions): string {
  const { format, colored, date } = options;
  const custom = /^(t?)format:(.*)$/s.exec(format);
  if (custom !== null) return `${expand(custom[2] ?? '', commit, options)}${custom[1] === 't' ? '\n' : ''}`;
  const paint = paintIf(colored);
  const oid = options.abbreviated ? commit.oid.slice(0, 7) : commit.oid;
  if (format === 'oneline')
    return `${paint('yellow', oid)}${decorationText(commit.oid, options)} ${subjectOf(commit.message)}\n`;
  if (format === 'reference')
    return `${commit.oid.slice(0, 7)} (${subjectOf(commit.message)}, ${dateText(commit.author, 'short')})\n`;
  const person = ({ name, email }: Commit['author']) => `${name} <${email}>`;
  let text = `${paint('yellow', `commit ${oid}`)}${decorationText(commit.oid, options)}\n`;
  if (format === 'raw')
    text += `tree ${commit.tree}\n${commit.parents.map((parent) => `parent ${parent}\n`).join('')}author ${person(commit.author)} ${dateText(commit.author, 'raw')}\ncommitter ${person(commit.committer)} ${dateText(commit.committer, 'raw')}\n`;
  else {
    if (commit.parents.length > 1)
      text += `Merge: ${commit.parents.map((parent) => parent.slice(0, 7)).join(' ')}\n`;
    if (format === 'fuller')
      text += `Author:     ${person(commit.author)}\nAuthorDate: ${dateText(commit.author, date)}\nCommit:     ${person(commit.committer)}\nCommitDate: ${dateText(commit.committer, date)}\n`;
    else {
      text += `Author: ${person(commit.author)}\n`;
      if (format === 'full') text += `Commit: ${person(commit.committer)}\n`;
      if (format === 'medium') text += `Date:   ${dateText(commit.author, date)}\n`;
    }
  }
  const message = format === 'short' ? subjectOf(commit.message) : commit.message.replace(/\n+$/, '');
  if (message === '') return text;
  return `${text}\n${message
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('')}`;
}

function bodyOf(message: string): string {
  const end = /\n\s*\n/.exec(message.replace(/^\n+/, ''));
  return end === null ? '' : message.replace(/^\n+/, '').slice(end.index + end[0].length);
}

function expand(format: string, commit: Commit, options: PrettyOptions): string {
  const pattern =
    /%(?:%|n|x[\da-fA-F]{2}|C\([^)]*\)|C(?:red|green|blue|reset)|[ac](?:[neltaDdriIs]|N|E|h)|H|h|T|t|P|p|s|f|b|B|d|D|S|e|N|g[Dd]|G\?|[+-]b|m)/g;
  return format.replace(pattern, (all) => placeholder(all.slice(1), commit, options));
}

const colorCodes: Readonly<Record<string, string>> = {
  reset: '',
  bold: '1',
  dim: '2',
  italic: '3',
  ul: '4',
  blink: '5',
  reverse: '7',
  black: '30',
  red: '31',
  green: '32',
  yellow: '33',
  blue: '34',
  magenta: '35',
  cyan: '36',
  white: '37',
};

function placeholder(name: string, commit: Commit, options: PrettyOptions): string {
  if (name === '%') return '%';
  if (name === 'n') return '\n';
  if (name.startsWith('x')) return String.fromCharCode(parseInt(name.slice(1), 16));
  if (name.startsWith('C')) {
    const words = name
      .slice(1)
      .replace(/^\((?:always,|auto,)?|\)$/g, '')
      .trim();
    if (!options.colored && !name.startsWith('C(always,')) return '';
    if (words === 'auto') return '';
    return `\x1b[${words
      .split(/\s+/)
      .map((word) => colorCodes[word] ?? '')
      .join(';')}m`;
  }
  if (/^[ac]./.test(name)) {
    const who = name.startsWith('a') ? commit.author : commit.committer;
    return personPart(name.charAt(1), who, options.date);
  }
  switch (name) {
    case 'H':
      return commit.oid;
    case 'h':
      return commit.oid.slice(0, 7);
    case 'T':
      return commit.tree;
    case 't':
      return commit.tree.slice(0, 7);
    case 'P':
      return commit.parents.join(' ');
    case 'p':
      return commit.parents.map((parent) => parent.slice(0, 7)).join(' ');
    case 's':
      return subjectOf(commit.message);
    case 'f':
      return subjectOf(commit.message)
        .replace(/[^\w.]+/g, '-')
        .replace(/^-|[-.]+$/g, '');
    case 'b':
      return bodyOf(commit.message);
    case '+b': {
      const body = bodyOf(commit.message);
      return body === '' ? '' : `\n${body}`;
    }
    case 'B':
      return commit.message;
    case 'd':
      return decorationText(commit.oid, options);
    case 'D':
      return decorationText(commit.oid, options, true);
    case 'm':
      return '>';
    case 'G?':
      return 'N';
    default:
      return '';
  }
}

function personPart(letter: string, who: Commit['author'], date: string): string {
  const formats: Readonly<Record<string, string>> = {
    d: date,
    D: 'rfc',
    r: 'relative',
    t: 'unix',
    i: 'iso',
    I: 'iso-strict',
    s: 'short',
    h: 'human',
  };
  switch (letter) {
    case 'n':
    case 'N':
      return who.name;
    case 'e':
    case 'E':
      return who.email;
    case 'l':
      return who.email.replace(/@.*/, '');
    default:
      return dateText(who, formats[letter] ?? date);
  }
}

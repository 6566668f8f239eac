// npm's command line: options anywhere before `--`, abbreviated or negated (nopt), the rest in order.

/** Options without a value; every other known one takes the next word. */
const booleans = new Set([
  'all', 'allow-same-version', 'audit', 'bin-links', 'dry-run', 'engine-strict', 'force', 'foreground-scripts', 'fund', 'global', 'help',
  'if-present', 'ignore-scripts', 'json', 'legacy-peer-deps', 'long', 'offline', 'omit-lockfile-registry-resolved',
  'package-lock', 'package-lock-only', 'parseable', 'prefer-offline', 'prefer-online', 'production', 'progress', 'save',
  'save-bundle', 'save-dev', 'save-exact', 'save-optional', 'save-peer', 'save-prod', 'silent', 'strict-peer-deps',
  'unicode', 'update-notifier', 'usage', 'version', 'workspaces', 'yes',
]); // prettier-ignore
const valued = new Set([
  'audit-level', 'call', 'depth', 'include', 'init-author-name', 'init-license', 'init-type', 'init-version', 'loglevel', 'omit', 'only',
  'package', 'preid', 'prefix', 'registry', 'replace-registry-host', 'save-prefix', 'scope', 'script-shell', 'tag', 'userconfig',
  'cache', 'workspace', 'node-options', 'lockfile-version', 'install-strategy', 'otp', 'before',
]); // prettier-ignore
/** May be given more than once. */
const lists = new Set(['omit', 'include', 'package', 'workspace']);

const shorthands: Readonly<Record<string, readonly string[]>> = {
  B: ['--save-bundle'],
  C: ['--prefix'],
  D: ['--save-dev'],
  E: ['--save-exact'],
  L: ['--location'],
  O: ['--save-optional'],
  P: ['--save-prod'],
  S: ['--save'],
  a: ['--all'],
  c: ['--call'],
  d: ['--loglevel', 'info'],
  f: ['--force'],
  g: ['--global'],
  h: ['--usage'],
  l: ['--long'],
  m: ['--message'],
  n: ['--no-yes'],
  p: ['--parseable'],
  q: ['--loglevel', 'warn'],
  s: ['--loglevel', 'silent'],
  v: ['--version'],
  w: ['--workspace'],
  y: ['--yes'],
};
const longhands: Readonly<Record<string, readonly string[]>> = {
  'enjoy-by': ['--before'],
  help: ['--usage'],
  iwr: ['--include-workspace-root'],
  local: ['--no-global'],
  no: ['--no-yes'],
  quiet: ['--loglevel', 'warn'],
  reg: ['--registry'],
  silent: ['--loglevel', 'silent'],
  verbose: ['--loglevel', 'verbose'],
  ws: ['--workspaces'],
};

export type OptionValue = string | boolean | readonly string[];

export interface CommandLine {
  readonly options: ReadonlyMap<string, OptionValue>;
  /** Words that are no options, what follows `--` among them. */
  readonly words: readonly string[];
  readonly unknown: readonly string[];
}

/** `stopAtWord`: as npx reads it, everything from the first word on belongs to the command. */
export function parseCommandLine(args: readonly string[], stopAtWord = false): CommandLine {
  const options = new Map<string, OptionValue>();
  const words: string[] = [];
  const unknown: string[] = [];
  const queue = [...args];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      words.push(...queue.splice(0));
    } else if (!word.startsWith('-') || word === '-') {
      words.push(word);
      if (stopAtWord) words.push(...queue.splice(0));
    } else {
      readOption(word, queue, options, unknown);
    }
  }
  return { options, words, unknown };
}

function readOption(
  word: string,
  queue: string[],
  options: Map<string, OptionValue>,
  unknown: string[],
): void {
  const [flag = '', inline] = splitAtEquals(word);
  const name = flag.replace(/^-+/, '');
  const short = flag.startsWith('--') ? undefined : expandShort(name);
  const expanded = short ?? longhands[name];
  if (expanded === undefined) {
    readKnown(word, queue, options, unknown);
    return;
  }
  // The last of them may take its value from what follows.
  const rest = queue.length;
  queue.unshift(...expanded, ...(inline === undefined ? [] : [inline]));
  while (queue.length > rest) readKnown(queue.shift() ?? '', queue, options, unknown);
}

function readKnown(
  word: string,
  queue: string[],
  options: Map<string, OptionValue>,
  unknown: string[],
): void {
  const [flag = '', inline] = splitAtEquals(word);
  let name = flag.replace(/^-+/, '');
  const negated = name.startsWith('no-') && !booleans.has(name) && !valued.has(name);
  if (negated) name = name.slice(3);
  if (booleans.has(name) || negated) {
    const text = inline ?? (queue[0] === 'true' || queue[0] === 'false' ? queue.shift() : undefined);
    options.set(name, (text !== 'false') !== negated);
    return;
  }
  if (!valued.has(name)) {
    if (!name.includes(':')) unknown.push(flag);
    options.set(name, inline ?? true);
    return;
  }
  const value = inline ?? queue.shift() ?? '';
  const before = options.get(name);
  if (lists.has(name)) options.set(name, [...(Array.isArray(before) ? (before as string[]) : []), value]);
  else options.set(name, value);
}

/** `-D`, and `-DE` for several at once; undefined where a letter means nothing. */
function expandShort(letters: string): readonly string[] | undefined {
  const all = [...letters].map((letter) => shorthands[letter]);
  return all.length > 0 && all.every((each) => each !== undefined) ? all.flat() : undefined;
}

function splitAtEquals(word: string): [string, string | undefined] {
  const equals = word.indexOf('=');
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

// rg: ripgrep's options that are in daily use, over files that no .gitignore leaves out, with its output and exit codes.
// Files come in the order of their paths, where ripgrep's own order is by chance.

import { resolvePath } from '../../os/posix-path.ts';
import { Failure, type Applet, type AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError, readAllBytes } from './lines.ts';
import { parseOptions, type ParsedOptions } from './options.ts';
import { fileTypes } from './rg/file-types.ts';
import { FileWalk } from './rg/files.ts';
import { compilePatterns } from './rg/pattern.ts';
import { JsonPrinter, TextPrinter, type Printer } from './rg/printers.ts';
import { scan, type ScanOptions } from './rg/scan.ts';
import { decodeText } from '../stream/text.ts';

const spec = {
  short: 'isSFwxvnNcloqHIaupLPUz0A:B:C:e:f:g:t:T:m:r:M:d:j:E:',
  long: {
    'ignore-case': 'i',
    'case-sensitive': 's',
    'smart-case': 'S',
    'fixed-strings': 'F',
    'word-regexp': 'w',
    'line-regexp': 'x',
    'invert-match': 'v',
    'line-number': 'n',
    'no-line-number': 'N',
    count: 'c',
    'count-matches': 'count-matches',
    'files-with-matches': 'l',
    'files-without-match': 'files-without-match',
    'only-matching': 'o',
    quiet: 'q',
    'with-filename': 'H',
    'no-filename': 'I',
    text: 'a',
    unrestricted: 'u',
    pretty: 'p',
    follow: 'L',
    null: '0',
    'after-context=': 'A',
    'before-context=': 'B',
    'context=': 'C',
    'regexp=': 'e',
    'file=': 'f',
    'glob=': 'g',
    'iglob=': 'iglob',
    'glob-case-insensitive': 'glob-case-insensitive',
    'type=': 't',
    'type-not=': 'T',
    'type-list': 'type-list',
    'max-count=': 'm',
    'max-depth=': 'd',
    'max-filesize=': 'max-filesize',
    'replace=': 'r',
    'color=': 'color',
    'sort=': 'sort',
    'threads=': 'j',
    heading: 'heading',
    'no-heading': 'no-heading',
    column: 'column',
    vimgrep: 'vimgrep',
    trim: 'trim',
    hidden: 'hidden',
    'no-ignore': 'no-ignore',
    'no-require-git': 'no-require-git',
    'no-messages': 'no-messages',
    'no-config': 'no-config',
    files: 'files',
    json: 'json',
    version: 'version',
  },
  code: 2,
} as const;

export const rg: Applet = async (context) => {
  const options = parseOptions('rg', context.args, spec);
  for (const [letter, what] of [
    ['U', 'matches of several lines (-U)'],
    ['z', 'compressed files (-z)'],
  ] as const)
    if (options.has(letter)) throw new Failure(`${what} are not supported`, 2);
  if (options.has('version')) {
    await context.stdout.write("rg of Holdfast, with ripgrep 14's options\n");
    return 0;
  }
  if (options.has('type-list')) {
    for (const [name, globs] of Object.entries(fileTypes))
      await context.stdout.write(`${name}: ${globs.join(', ')}\n`);
    return 0;
  }
  return new Search(context, options).run();
};

class Search {
  readonly #walk: FileWalk;
  readonly #scan: ScanOptions | null;
  readonly #operands: readonly string[];
  #withPath = false;
  #matched = false;
  #failed = false;

  constructor(
    private readonly context: AppletContext,
    private readonly options: ParsedOptions,
  ) {
    const unrestricted = options.order.filter((name) => name === 'u').length;
    const iglobs = options.values('iglob');
    this.#walk = new FileWalk(context.fs, {
      globs: [...options.values('g'), ...iglobs],
      globsIgnoreCase: iglobs.length > 0 || options.has('glob-case-insensitive'),
      types: options.values('t'),
      typesNot: options.values('T'),
      hidden: unrestricted > 1 || options.has('hidden'),
      noIgnore: unrestricted > 0 || options.has('no-ignore'),
      follow: options.has('L'),
      maxDepth: numberOf(options, 'd', Infinity),
      maxFileSize: sizeOf(options.value('max-filesize')),
    });
    const operands = [...options.operands];
    this.#scan = options.has('files') ? null : this.#scanOptions(operands, unrestricted > 2);
    this.#operands = operands;
  }

  async run(): Promise<number> {
    const input = await this.#input();
    this.#withPath = this.#tellsPaths(input !== null);
    const printer = this.#printer();
    if (input !== null) await this.#bytes('<stdin>', input, printer);
    else if (this.#operands.length === 0) await this.#folder(this.context.cwd, '', printer);
    for (const operand of this.#operands) {
      if (operand === '-') await this.#bytes('<stdin>', await readAllBytes(this.context.stdin), printer);
      else await this.#operand(operand, printer);
    }
    await printer.end();
    if (this.#failed && !(this.#matched && this.options.has('q'))) return 2;
    return this.#matched ? 0 : 1;
  }

  /** What was piped in, to be searched where no path is named; null: the folder is meant. */
  async #input(): Promise<Uint8Array | null> {
    if (this.#operands.length > 0 || this.#scan === null || this.context.stdin.isTerminal) return null;
    const input = await readAllBytes(this.context.stdin);
    return input.length === 0 ? null : input;
  }

  async #operand(operand: string, printer: Printer): Promise<void> {
    const path = resolvePath('/', this.context.resolve(operand));
    const stats = this.context.fs.tryStat(path);
    if (stats?.type === 'directory') await this.#folder(path, operand, printer);
    else await this.#file(path, operand, printer, true);
  }

  async #folder(path: string, shown: string, printer: Printer): Promise<void> {
    const prefix = shown === '' || shown.endsWith('/') ? shown : `${shown}/`;
    const skipped = path === '/' ? 1 : path.length + 1;
    for (const file of this.#walk.below(path, this.context.cwd)) {
      await this.#file(file, `${prefix}${file.slice(skipped)}`, printer, false);
      if (this.#matched && this.options.has('q')) return;
    }
  }

  async #file(path: string, shown: string, printer: Printer, isOperand: boolean): Promise<void> {
    await this.context.breathe();
    try {
      if (this.#scan === null) {
        if (isOperand) this.context.fs.stat(path);
        this.#matched = true;
        if (!this.options.has('q')) await this.#name(shown);
        return;
      }
      const bytes = this.context.fs.readFile(path);
      // Only what was named is told to be binary.
      if (!isOperand && !this.#scan.text && bytes.includes(0)) return;
      await this.#bytes(shown, bytes, printer);
    } catch (error) {
      if (!isFileError(error)) throw error;
      this.#failed = true;
      if (!this.options.has('no-messages')) await this.context.complain(`${shown}: ${errorText(error)}`);
    }
  }

  async #bytes(shown: string, bytes: Uint8Array, printer: Printer): Promise<void> {
    if (this.#scan === null) return;
    const { options } = this;
    const found = scan(bytes, this.#scan);
    const matching = found.lines.flatMap(({ matches }) => (matches === null ? [] : [matches.length]));
    if (options.has('files-without-match')) {
      if (matching.length > 0) return;
      this.#matched = true;
      if (!options.has('q')) await this.#name(shown);
      return;
    }
    if (matching.length === 0) return;
    this.#matched = true;
    if (options.has('q')) return;
    if (options.has('l')) await this.#name(shown);
    else if (options.has('c') || options.has('count-matches')) {
      const ofMatches = options.has('count-matches') || (options.has('o') && options.has('c'));
      const count = ofMatches ? matching.reduce((sum, each) => sum + each, 0) : matching.length;
      await this.context.stdout.write(
        `${this.#withPath ? `${shown}${this.#pathEnd}` : ''}${String(count)}\n`,
      );
    } else await printer.file(shown, found);
  }

  async #name(shown: string): Promise<void> {
    await this.context.stdout.write(`${shown}${this.options.has('0') ? '\0' : '\n'}`);
  }

  get #pathEnd(): string {
    return this.options.has('0') ? '\0' : ':';
  }

  /** Paths are told unless there is but one file, and that was named. */
  #tellsPaths(searchesInput: boolean): boolean {
    const { options } = this;
    if (options.has('I')) return false;
    if (options.has('H') || options.has('vimgrep') || this.#operands.length > 1) return true;
    const [only] = this.#operands;
    if (only === undefined) return !searchesInput;
    return this.context.fs.tryStat(this.context.resolve(only))?.type === 'directory';
  }

  #scanOptions(operands: string[], searchesBinary: boolean): ScanOptions {
    const { context, options } = this;
    const patterns = [...options.values('e')];
    for (const file of options.values('f'))
      patterns.push(
        ...decodeText(context.fs.readFile(context.resolve(file)))
          .replace(/\n$/, '')
          .split('\n'),
      );
    if (!options.has('e') && !options.has('f')) {
      const pattern = operands.shift();
      if (pattern === undefined)
        throw new Failure('the following required arguments were not provided:\n  <PATTERN>', 2);
      patterns.push(pattern);
    }
    // Of -i, -s and -S the last one counts.
    const sensitivity = options.order.findLast((name) => ['i', 's', 'S'].includes(name));
    const around = numberOf(options, 'C', 0);
    return {
      matcher: compilePatterns(patterns, {
        fixed: options.has('F'),
        ignoreCase: sensitivity === 'i',
        smartCase: sensitivity === 'S',
        word: options.has('w'),
        line: options.has('x'),
      }),
      invert: options.has('v'),
      maxCount: numberOf(options, 'm', Infinity),
      before: numberOf(options, 'B', around),
      after: numberOf(options, 'A', around),
      text: options.has('a') || searchesBinary,
    };
  }

  #printer(): Printer {
    const { context, options } = this;
    const { stdout } = context;
    const replacement = options.value('r');
    if (options.has('json')) return new JsonPrinter(stdout, replacement);
    const isPretty = options.has('p') || stdout.isTerminal;
    const color = options.value('color') ?? 'auto';
    const vimgrep = options.has('vimgrep');
    return new TextPrinter(stdout, {
      withPath: this.#withPath,
      heading: !vimgrep && !options.has('no-heading') && (options.has('heading') || isPretty),
      numbers: !options.has('N') && (options.has('n') || options.has('column') || vimgrep || isPretty),
      column: options.has('column') || vimgrep,
      onlyMatching: options.has('o'),
      vimgrep,
      hasContext: this.#scan !== null && (this.#scan.before > 0 || this.#scan.after > 0),
      colored: color === 'always' || color === 'ansi' || (color === 'auto' && isPretty),
      trim: options.has('trim'),
      pathEnd: this.#pathEnd,
      replacement,
    });
  }
}

function numberOf(options: ParsedOptions, name: string, otherwise: number): number {
  const value = options.value(name);
  if (value === undefined) return otherwise;
  if (!/^\d+$/.test(value)) throw new Failure(`error parsing -${name}: '${value}' is not a number`, 2);
  return Number(value);
}

const units: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

function sizeOf(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const [, digits, unit = ''] = /^(\d+)([KMG]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new Failure(`invalid format for size '${text}'`, 2);
  return Number(digits) * (units[unit] ?? 1);
}

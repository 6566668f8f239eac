// grep (and egrep, fgrep) -i -v -n -r -R -l -L -c -E -F -G -w -x -o -q -s -h -H -A -B -C -e -f -m --include --exclude --exclude-dir --color.

import { compilePattern } from '../expand/pattern.ts';
import { Failure, type Applet, type AppletContext, type Input } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError, lineBatches } from './lines.ts';
import { parseOptions, type ParsedOptions } from './options.ts';
import { literalSource, posixRegex, regexSource } from './regex.ts';

const color = {
  name: '\x1b[35m',
  number: '\x1b[32m',
  separator: '\x1b[36m',
  match: '\x1b[1;31m',
  end: '\x1b[0m',
};

export const grep: Applet = async (context) => {
  const implied = { egrep: ['-E'], fgrep: ['-F'] }[context.name] ?? [];
  const args = [...implied, ...context.args].map((arg) => arg.replace(/^-(\d+)$/, '-C$1'));
  const options = parseOptions('grep', args, {
    short: 'ivnrRlLcEFGPwxoqshHA:B:C:e:f:m:aIz',
    long: {
      'ignore-case': 'i',
      'invert-match': 'v',
      'line-number': 'n',
      recursive: 'r',
      'files-with-matches': 'l',
      'files-without-match': 'L',
      count: 'c',
      'extended-regexp': 'E',
      'fixed-strings': 'F',
      'word-regexp': 'w',
      'line-regexp': 'x',
      'only-matching': 'o',
      quiet: 'q',
      silent: 'q',
      'no-messages': 's',
      'no-filename': 'h',
      'with-filename': 'H',
      'after-context=': 'A',
      'before-context=': 'B',
      'context=': 'C',
      'regexp=': 'e',
      'file=': 'f',
      'max-count=': 'm',
      'include=': 'include',
      'exclude=': 'exclude',
      'exclude-dir=': 'exclude-dir',
      'color=?': 'color',
      'colour=?': 'color',
    },
    code: 2,
  });
  if (options.has('P'))
    throw new Failure('support for the -P option is not compiled into this --disable-perl-regexp binary', 2);
  return new Search(context, options).run();
};

class Search {
  readonly #context: AppletContext;
  readonly #options: ParsedOptions;
  readonly #operands: readonly string[];
  readonly #regex: RegExp;
  readonly #names: boolean;
  readonly #colored: boolean;
  #matched = false;
  #failed = false;
  #groups = 0;

  constructor(context: AppletContext, options: ParsedOptions) {
    this.#context = context;
    this.#options = options;
    const operands = [...options.operands];
    const patterns = [...options.values('e')];
    for (const file of options.values('f'))
      patterns.push(
        ...new TextDecoder()
          .decode(context.fs.readFile(context.resolve(file)))
          .replace(/\n$/, '')
          .split('\n'),
      );
    if (!options.has('e') && !options.has('f')) {
      const pattern = operands.shift();
      if (pattern === undefined)
        throw new Failure(
          "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.",
          2,
        );
      patterns.push(pattern);
    }
    this.#regex = compile(
      patterns.flatMap((pattern) => pattern.split('\n')),
      options,
    );
    const recursive = options.has('r') || options.has('R');
    this.#operands = operands.length > 0 ? operands : [recursive ? '.' : '-'];
    this.#names = !options.has('h') && (options.has('H') || operands.length > 1 || recursive);
    const when = options.value('color') ?? 'never';
    this.#colored =
      when === 'always' ||
      (context.stdout.isTerminal && when !== 'never') ||
      (context.stdout.isTerminal && !options.has('color'));
  }

  async run(): Promise<number> {
    const recursive = this.#options.has('r') || this.#options.has('R');
    for (const operand of this.#operands) {
      // `grep -r x` names files without the `./` of the directory that it did not have to be told.
      if (recursive) await this.#tree(operand, this.#options.operands.includes(operand) ? operand : '', true);
      else await this.#file(operand, operand);
      if (this.#matched && this.#options.has('q')) return 0;
    }
    return this.#failed ? 2 : this.#matched ? 0 : 1;
  }

  async #tree(path: string, shown: string, top: boolean): Promise<void> {
    const { fs } = this.#context;
    await this.#context.breathe();
    const stats = fs.tryStat(this.#context.resolve(path));
    if (stats?.type !== 'directory') {
      if (top || this.#wanted(path)) await this.#file(path, shown === '' ? path : shown);
      return;
    }
    for (const { name, type } of fs.readdir(this.#context.resolve(path))) {
      if (type === 'symlink' && !this.#options.has('R')) continue;
      const excluded = this.#options.values('exclude-dir').some((glob) => compilePattern(glob).test(name));
      if (type === 'directory' && excluded) continue;
      const below = shown === '' ? name : `${shown.replace(/\/$/, '')}/${name}`;
      await this.#tree(`${path.replace(/\/$/, '')}/${name}`, below, false);
      if (this.#matched && this.#options.has('q')) return;
    }
  }

  #wanted(path: string): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const includes = this.#options.values('include');
    if (includes.length > 0 && !includes.some((glob) => compilePattern(glob).test(name))) return false;
    return !this.#options.values('exclude').some((glob) => compilePattern(glob).test(name));
  }

  async #file(operand: string, shown: string): Promise<void> {
    try {
      if (operand !== '-' && this.#context.fs.tryStat(this.#context.resolve(operand))?.type === 'directory') {
        await this.#complain(`${shown}: Is a directory`);
        return;
      }
      await this.#input(this.#context.open(operand), operand === '-' ? '(standard input)' : shown);
    } catch (error) {
      if (!isFileError(error)) throw error;
      await this.#complain(`${shown}: ${errorText(error)}`);
    }
  }

  async #complain(message: string): Promise<void> {
    if (!message.endsWith('Is a directory')) this.#failed = true;
    if (!this.#options.has('s')) await this.#context.complain(message);
  }

  async #input(input: Input, name: string): Promise<void> {
    const options = this.#options;
    const { stdout } = this.#context;
    const inverted = options.has('v');
    const quiet = options.has('q') || options.has('l') || options.has('L') || options.has('c');
    const around = options.value('C');
    const after = Number(options.value('A') ?? around ?? 0);
    const before = Number(options.value('B') ?? around ?? 0);
    const limit = Number(options.value('m') ?? Infinity);
    let number = 0;
    let count = 0;
    let trailing = 0;
    let lastShown = 0;
    let binary: boolean | undefined;
    const kept: string[] = [];
    reading: for await (const { lines } of lineBatches(input)) {
      binary ??= lines.some((line) => line.includes('\0')) && !options.has('a');
      for (const line of lines) {
        number += 1;
        this.#regex.lastIndex = 0;
        if (this.#regex.test(line) !== inverted) {
          count += 1;
          this.#matched = true;
          if (quiet) {
            if (!options.has('c') || count >= limit) break reading;
            continue;
          }
          if (binary) {
            await stdout.write(`grep: ${name}: binary file matches\n`);
            return;
          }
          const first = number - kept.length;
          if ((after > 0 || before > 0) && this.#groups > 0 && first > lastShown + 1)
            await stdout.write(`${this.#paint('--', color.separator)}\n`);
          for (const [offset, text] of kept.entries()) await this.#show(text, first + offset, name, '-');
          kept.length = 0;
          if (options.has('o')) await this.#matches(line, number, name);
          else await this.#show(line, number, name, ':');
          this.#groups += 1;
          lastShown = number;
          trailing = after;
          if (count >= limit) break reading;
        } else if (!quiet && trailing > 0) {
          await this.#show(line, number, name, '-');
          lastShown = number;
          trailing -= 1;
        } else if (before > 0) {
          kept.push(line);
          if (kept.length > before) kept.shift();
        }
      }
    }
    const label = this.#names ? `${this.#paint(name, color.name)}${this.#paint(':', color.separator)}` : '';
    if (options.has('q')) return;
    if (options.has('l') ? count > 0 : options.has('L') && count === 0)
      await stdout.write(`${this.#paint(name, color.name)}\n`);
    else if (options.has('c') && !options.has('l') && !options.has('L'))
      await stdout.write(`${label}${String(count)}\n`);
  }

  #paint(text: string, code: string): string {
    return this.#colored ? code + text + color.end : text;
  }

  #prefix(number: number, name: string, separator: string): string {
    const mark = this.#paint(separator, color.separator);
    return (
      (this.#names ? this.#paint(name, color.name) + mark : '') +
      (this.#options.has('n') ? this.#paint(String(number), color.number) + mark : '')
    );
  }

  async #show(line: string, number: number, name: string, separator: string): Promise<void> {
    const painted =
      this.#colored && separator === ':' && !this.#options.has('v')
        ? line.replace(this.#regex, (match) => (match === '' ? '' : color.match + match + color.end))
        : line;
    await this.#context.stdout.write(`${this.#prefix(number, name, separator)}${painted}\n`);
  }

  async #matches(line: string, number: number, name: string): Promise<void> {
    if (this.#options.has('v')) return;
    this.#regex.lastIndex = 0;
    for (const [match] of line.matchAll(this.#regex)) {
      if (match !== '')
        await this.#context.stdout.write(
          `${this.#prefix(number, name, ':')}${this.#paint(match, color.match)}\n`,
        );
    }
  }
}

function compile(patterns: readonly string[], options: ParsedOptions): RegExp {
  const extended = options.has('E');
  const sources = patterns.map((pattern) =>
    options.has('F') ? literalSource(pattern) : regexSource(pattern, extended),
  );
  // One by one first: an error must name the pattern, and groups must not shift back-references.
  if (!options.has('F')) for (const pattern of patterns) posixRegex(pattern, { extended });
  let source = sources.length === 1 ? (sources[0] ?? '') : sources.map((each) => `(?:${each})`).join('|');
  if (options.has('x')) source = `^(?:${source})$`;
  else if (options.has('w')) source = `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`;
  return new RegExp(source, options.has('i') ? 'gsui' : 'gsu');
}

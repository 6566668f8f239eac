// diff, -u -U -q -r -s -i -w -b -B -N: normal and unified output. Comparison by the `diff` package (Myers).

import { diffArrays } from 'diff';
import { timeZoneOf } from '../../os/time-zone.ts';
import { decodeText } from '../stream/text.ts';
import { Failure, type Applet, type AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError, readAllBytes } from './lines.ts';
import { parseOptions, type ParsedOptions } from './options.ts';
import { strftime } from './strftime.ts';
import { normalDiff, unifiedDiff, type Change, type DiffSide } from './diff-format.ts';

export const diff: Applet = async (context) => {
  const options = parseOptions('diff', context.args, {
    short: 'uU:qrsiwbBNac',
    long: {
      unified: 'u',
      'unified=?': 'U',
      brief: 'q',
      recursive: 'r',
      'report-identical-files': 's',
      'ignore-case': 'i',
      'ignore-all-space': 'w',
      'ignore-space-change': 'b',
      'new-file': 'N',
      'color=?': 'color',
    },
    code: 2,
  });
  if (options.has('c')) throw new Failure('context format is not supported: use -u', 2);
  const [left, right, extra] = options.operands;
  if (left === undefined || right === undefined)
    throw new Failure(
      `missing operand after '${left ?? 'diff'}'\nTry 'diff --help' for more information.`,
      2,
    );
  if (extra !== undefined)
    throw new Failure(`extra operand '${extra}'\nTry 'diff --help' for more information.`, 2);
  return new Comparison(context, options).paths(left, right);
};

class Comparison {
  readonly #context: AppletContext;
  readonly #options: ParsedOptions;

  constructor(context: AppletContext, options: ParsedOptions) {
    this.#context = context;
    this.#options = options;
  }

  async paths(left: string, right: string): Promise<number> {
    const isDirectory = (path: string): boolean =>
      path !== '-' && this.#context.fs.tryStat(this.#context.resolve(path))?.type === 'directory';
    if (isDirectory(left) && isDirectory(right)) return this.#directories(left, right);
    const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
    // A file against a directory: the file of that name in it.
    if (isDirectory(left)) return this.#files(`${left}/${name(right)}`, right, false);
    if (isDirectory(right)) return this.#files(left, `${right}/${name(left)}`, false);
    return this.#files(left, right, false);
  }

  async #directories(left: string, right: string): Promise<number> {
    const { fs } = this.#context;
    const names = (path: string): string[] => fs.readdir(this.#context.resolve(path)).map(({ name }) => name);
    const [inLeft, inRight] = [new Set(names(left)), new Set(names(right))];
    let status = 0;
    for (const name of [...new Set([...inLeft, ...inRight])].sort()) {
      await this.#context.breathe();
      const [a, b] = [`${left}/${name}`, `${right}/${name}`];
      if ((!inLeft.has(name) || !inRight.has(name)) && !this.#options.has('N')) {
        await this.#context.stdout.write(`Only in ${inLeft.has(name) ? left : right}: ${name}\n`);
        status = Math.max(status, 1);
        continue;
      }
      const types = [a, b].map((path) => fs.tryStat(this.#context.resolve(path))?.type);
      if (types.includes('directory') && types[0] === types[1]) {
        if (this.#options.has('r')) status = Math.max(status, await this.#directories(a, b));
        else await this.#context.stdout.write(`Common subdirectories: ${a} and ${b}\n`);
      } else status = Math.max(status, await this.#files(a, b, true));
    }
    return status;
  }

  async #files(left: string, right: string, heading: boolean): Promise<number> {
    const { stdout } = this.#context;
    const sides: DiffSide[] = [];
    for (const path of [left, right]) {
      try {
        sides.push(await this.#side(path));
      } catch (error) {
        if (!isFileError(error)) throw error;
        await this.#context.complain(`${path}: ${errorText(error)}`);
      }
    }
    const [a, b] = sides;
    if (a === undefined || b === undefined) return 2;
    const binary = [a, b].some(({ lines }) => lines.some((line) => line.includes('\0')));
    const key = (line: string): string => this.#key(line);
    const changes: Change[] = diffArrays([...a.lines], [...b.lines], {
      comparator: (x, y) => key(x) === key(y),
    });
    const differ = changes.some(({ added, removed }) => added || removed);
    if (!differ) {
      if (this.#options.has('s')) await stdout.write(`Files ${left} and ${right} are identical\n`);
      return 0;
    }
    if (this.#options.has('q')) {
      await stdout.write(`Files ${left} and ${right} differ\n`);
      return 1;
    }
    if (binary) {
      await stdout.write(`Binary files ${left} and ${right} differ\n`);
      return 1;
    }
    const unified = this.#options.has('u') || this.#options.has('U');
    if (heading) {
      const flags = this.#context.args.filter((arg) => arg.startsWith('-')).join(' ');
      await stdout.write(`diff ${flags === '' ? '' : `${flags} `}${left} ${right}\n`);
    }
    const context = Number(this.#options.value('U') || 3);
    const text = unified ? unifiedDiff(a, b, changes, context) : normalDiff(a, b, changes);
    await stdout.write(stdout.isTerminal ? colored(text) : text);
    return 1;
  }

  async #side(path: string): Promise<DiffSide> {
    const { fs } = this.#context;
    const stats = path === '-' ? undefined : fs.tryStat(this.#context.resolve(path));
    const absent = stats === undefined && path !== '-' && this.#options.has('N');
    const text = absent ? '' : decodeText(await readAllBytes(this.#context.open(path)));
    const lines = text.split('\n');
    const ended = lines.at(-1) === '';
    if (ended) lines.pop();
    const zone = timeZoneOf(this.#context.env['TZ']);
    const time = strftime('%Y-%m-%d %H:%M:%S.%N %z', absent ? 0 : (stats?.mtimeMs ?? Date.now()), zone);
    return {
      name: path,
      time,
      lines: ended || text === '' ? lines : [...lines.slice(0, -1), `${lines.at(-1) ?? ''}\u{10ffff}`],
    };
  }

  #key(line: string): string {
    let key = line;
    if (this.#options.has('i')) key = key.toLowerCase();
    if (this.#options.has('w')) key = key.replace(/\s+/g, '');
    else if (this.#options.has('b')) key = key.replace(/\s+/g, ' ').trimEnd();
    return key;
  }
}

function colored(text: string): string {
  return text.replace(/^([-<].*|[+>].*|@@.*)$/gm, (line) => {
    const color = line.startsWith('@') ? '36' : /^[-<]/.test(line) ? '31' : '32';
    return `\x1b[${color}m${line}\x1b[0m`;
  });
}

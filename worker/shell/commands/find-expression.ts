// find's expression as a function of an entry.

import type { Stats } from '../../vfs/filesystem.ts';
import { compilePattern } from '../expand/pattern.ts';
import { Failure, type AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { posixRegex } from './regex.ts';

export interface FindEntry {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly stats: Stats;
}

/** What an expression tells the walk. */
export interface FindRun {
  prune: boolean;
}

export type Expression = (entry: FindEntry, run: FindRun) => Promise<boolean>;

export interface ParsedFind {
  readonly expression: Expression;
  readonly depthFirst: boolean;
  readonly minDepth: number;
  readonly maxDepth: number;
  /** Runs what `-exec … +` has collected; false where a command failed. */
  readonly finish: () => Promise<boolean>;
}

const typeLetters: Readonly<Record<string, Stats['type']>> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
  c: 'character',
  s: 'socket',
};
const minute = 60_000;

export function parseFind(context: AppletContext, args: readonly string[]): ParsedFind {
  return new FindParser(context, args).parse();
}

class FindParser {
  readonly #context: AppletContext;
  readonly #args: readonly string[];
  #index = 0;
  #acts = false;
  #depthFirst = false;
  #minDepth = 0;
  #maxDepth = Infinity;
  readonly #batches: { command: readonly string[]; paths: string[] }[] = [];
  #failed = false;

  constructor(context: AppletContext, args: readonly string[]) {
    this.#context = context;
    this.#args = args;
  }

  parse(): ParsedFind {
    const parsed = this.#args.length === 0 ? async () => true : this.#or();
    const rest = this.#args[this.#index];
    if (rest !== undefined) throw new Failure(`paths must precede expression: \`${rest}'`);
    const print = this.#print('\n');
    const expression: Expression = this.#acts
      ? parsed
      : async (entry, run) => (await parsed(entry, run)) && (await print(entry, run));
    return {
      expression,
      depthFirst: this.#depthFirst,
      minDepth: this.#minDepth,
      maxDepth: this.#maxDepth,
      finish: async () => {
        for (const { command, paths } of this.#batches) {
          if (paths.length > 0 && (await this.#context.run([...command, ...paths])) !== 0)
            this.#failed = true;
        }
        return !this.#failed;
      },
    };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#peek() === '-o' || this.#peek() === '-or') {
      this.#index += 1;
      const [before, right] = [left, this.#and()];
      left = async (entry, run) => (await before(entry, run)) || (await right(entry, run));
    }
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    for (
      let next = this.#peek();
      next !== undefined && !['-o', '-or', ')'].includes(next);
      next = this.#peek()
    ) {
      if (next === '-a' || next === '-and') this.#index += 1;
      const [before, right] = [left, this.#not()];
      left = async (entry, run) => (await before(entry, run)) && (await right(entry, run));
    }
    return left;
  }

  #not(): Expression {
    const next = this.#peek();
    if (next !== '!' && next !== '-not') return this.#primary();
    this.#index += 1;
    const inner = this.#not();
    return async (entry, run) => !(await inner(entry, run));
  }

  #peek(): string | undefined {
    return this.#args[this.#index];
  }

  #argument(primary: string): string {
    const value = this.#peek();
    if (value === undefined) throw new Failure(`missing argument to \`${primary}'`);
    this.#index += 1;
    return value;
  }

  #primary(): Expression {
    const primary = this.#peek();
    if (primary === undefined) throw new Failure('expected an expression');
    this.#index += 1;
    const value = (): string => this.#argument(primary);
    const always = async (): Promise<boolean> => true;
    switch (primary) {
      case '(': {
        const inner = this.#or();
        if (this.#peek() !== ')')
          throw new Failure(
            "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
          );
        this.#index += 1;
        return inner;
      }
      case '-true':
        return always;
      case '-false':
        return async () => false;
      case '-name':
      case '-iname': {
        const pattern = compilePattern(value(), { ignoreCase: primary === '-iname' });
        return async ({ name }) => pattern.test(name);
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const pattern = compilePattern(value(), { ignoreCase: primary === '-ipath' });
        return async ({ path }) => pattern.test(path);
      }
      case '-regex':
      case '-iregex': {
        const regex = posixRegex(`^\\(${value()}\\)$`, {
          extended: false,
          ignoreCase: primary === '-iregex',
          code: 1,
        });
        return async ({ path }) => regex.test(path);
      }
      case '-type': {
        const types = value().split(',');
        const wanted = types.map((letter) => {
          if (!(letter in typeLetters) && !'bps'.includes(letter))
            throw new Failure(`Unknown argument to -type: ${letter}`);
          return typeLetters[letter];
        });
        return async ({ stats }) => wanted.includes(stats.type);
      }
      case '-maxdepth':
      case '-mindepth': {
        const text = value();
        if (!/^\d+$/.test(text))
          throw new Failure(`Expected a positive decimal integer argument to ${primary}, but got ‘${text}’`);
        if (primary === '-maxdepth') this.#maxDepth = Number(text);
        else this.#minDepth = Number(text);
        return always;
      }
      case '-depth':
        this.#depthFirst = true;
        return always;
      case '-size':
        return this.#size(value());
      case '-empty':
        return async ({ path, stats }) =>
          stats.type === 'directory'
            ? this.#context.fs.readdir(this.#context.resolve(path)).length === 0
            : stats.type === 'file' && stats.size === 0;
      case '-newer': {
        const reference = value();
        const { mtimeMs } = this.#stat(reference);
        return async ({ stats }) => stats.mtimeMs > mtimeMs;
      }
      case '-mtime':
      case '-mmin':
        return this.#age(value(), primary === '-mmin' ? minute : 1440 * minute);
      case '-perm': {
        const text = value();
        const mode = parseInt(text.replace(/^[-/]/, ''), 8);
        if (Number.isNaN(mode)) throw new Failure(`invalid mode ‘${text}’`);
        return async ({ stats }) => {
          const bits = stats.mode & 0o7777;
          return text.startsWith('-')
            ? (bits & mode) === mode
            : text.startsWith('/')
              ? (bits & mode) !== 0
              : bits === mode;
        };
      }
      case '-prune':
        return async (_, run) => {
          run.prune = true;
          return true;
        };
      case '-print':
        this.#acts = true;
        return this.#print('\n');
      case '-print0':
        this.#acts = true;
        return this.#print('\0');
      case '-delete':
        this.#acts = true;
        this.#depthFirst = true;
        return (entry) => this.#delete(entry);
      case '-exec':
      case '-execdir':
        this.#acts = true;
        return this.#exec(primary);
      default:
        throw new Failure(
          primary.startsWith('-')
            ? `unknown predicate \`${primary}'`
            : `paths must precede expression: \`${primary}'`,
        );
    }
  }

  #stat(operand: string): Stats {
    try {
      return this.#context.fs.stat(this.#context.resolve(operand));
    } catch (error) {
      throw new Failure(`‘${operand}’: ${errorText(error)}`);
    }
  }

  #print(end: string): Expression {
    return async ({ path }) => {
      await this.#context.stdout.write(path + end);
      return true;
    };
  }

  #size(text: string): Expression {
    const match = /^([-+]?)(\d+)([bckwMG]?)$/.exec(text);
    if (match === null) throw new Failure(`Invalid argument \`${text}' to -size`);
    const unit = { '': 512, b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[3] ?? ''] ?? 512;
    return async ({ stats }) => compare(Math.ceil(stats.size / unit), match[1] ?? '', Number(match[2]));
  }

  #age(text: string, unit: number): Expression {
    const match = /^([-+]?)(\d+)$/.exec(text);
    if (match === null) throw new Failure(`invalid argument \`${text}'`);
    const now = Date.now();
    return async ({ stats }) =>
      compare(Math.floor((now - stats.mtimeMs) / unit), match[1] ?? '', Number(match[2]));
  }

  async #delete({ path, stats }: FindEntry): Promise<boolean> {
    if (path === '.') return true;
    try {
      if (stats.type === 'directory') this.#context.fs.rmdir(this.#context.resolve(path));
      else this.#context.fs.unlink(this.#context.resolve(path));
      return true;
    } catch (error) {
      if (!isFileError(error)) throw error;
      await this.#context.complain(`cannot delete ‘${path}’: ${errorText(error)}`);
      this.#failed = true;
      return false;
    }
  }

  #exec(primary: string): Expression {
    const command: string[] = [];
    for (;;) {
      const word = this.#argument(primary);
      if (word === ';') break;
      if (word === '+' && command.at(-1) === '{}') {
        command.pop();
        const batch = { command, paths: [] as string[] };
        this.#batches.push(batch);
        return async ({ path }) => {
          batch.paths.push(path);
          return true;
        };
      }
      command.push(word);
    }
    if (command.length === 0) throw new Failure(`invalid argument \`;' to \`${primary}'`);
    const here = primary === '-execdir';
    return async ({ path, name }) => {
      const shown = here ? `./${name}` : path;
      const directory = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '.';
      const code = await this.#context.run(
        command.map((word) => word.replaceAll('{}', shown)),
        here ? { cwd: this.#context.resolve(directory) } : {},
      );
      return code === 0;
    };
  }
}

function compare(value: number, sign: string, wanted: number): boolean {
  return sign === '+' ? value > wanted : sign === '-' ? value < wanted : value === wanted;
}

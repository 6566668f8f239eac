// find: paths, then an expression (POSIX XCU, with GNU's -iname -maxdepth -mindepth -empty -delete -print0).

import type { Applet, AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { parseFind, type Expression, type FindEntry, type FindRun } from './find-expression.ts';
import { isFileError } from './lines.ts';

export const find: Applet = async (context) => {
  const args = [...context.args];
  const roots: string[] = [];
  let follow = false;
  while (/^-[HLP]$/.test(args[0] ?? '')) follow = args.shift() === '-L';
  while (args[0] !== undefined && !/^[-(!]/.test(args[0])) roots.push(args.shift() ?? '');
  const { expression, depthFirst, minDepth, maxDepth, finish } = parseFind(context, args);
  const walk = new Walk(context, { expression, depthFirst, minDepth, maxDepth }, follow);
  for (const root of roots.length === 0 ? ['.'] : roots) await walk.visit(root, 0);
  if (!(await finish())) walk.status = 1;
  return walk.status;
};

interface WalkOptions {
  readonly expression: Expression;
  readonly depthFirst: boolean;
  readonly minDepth: number;
  readonly maxDepth: number;
}

class Walk {
  readonly #context: AppletContext;
  readonly #options: WalkOptions;
  readonly #follow: boolean;
  status = 0;

  constructor(context: AppletContext, options: WalkOptions, follow: boolean) {
    this.#context = context;
    this.#options = options;
    this.#follow = follow;
  }

  async visit(path: string, depth: number): Promise<void> {
    const { fs } = this.#context;
    await this.#context.breathe();
    let entry: FindEntry;
    try {
      const absolute = this.#context.resolve(path);
      const stats = this.#follow ? (fs.tryStat(absolute) ?? fs.lstat(absolute)) : fs.lstat(absolute);
      entry = { path, name: path.replace(/(?<=.)\/+$/, '').replace(/^.*\/(?=.)/, ''), depth, stats };
    } catch (error) {
      await this.#complain(path, error);
      return;
    }
    const run: FindRun = { prune: false };
    const { depthFirst, minDepth, maxDepth, expression } = this.#options;
    if (!depthFirst && depth >= minDepth) await expression(entry, run);
    if (entry.stats.type === 'directory' && depth < maxDepth && !run.prune) {
      try {
        for (const { name } of fs.readdir(this.#context.resolve(path)))
          await this.visit(`${path.endsWith('/') ? path : `${path}/`}${name}`, depth + 1);
      } catch (error) {
        await this.#complain(path, error);
      }
    }
    if (depthFirst && depth >= minDepth) await expression(entry, run);
  }

  async #complain(path: string, error: unknown): Promise<void> {
    if (!isFileError(error)) throw error;
    await this.#context.complain(`‘${path}’: ${errorText(error)}`);
    this.status = 1;
  }
}

// du -s -h -a -c -d -b -k: sizes of the contents, rounded up to 4 KB a file, the unit of most filesystems (-b: to the byte).

import type { Applet, AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { humanSize } from './human-size.ts';
import { isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

const blockSize = 4096;

export const du: Applet = async (context) => {
  const options = parseOptions('du', context.args, {
    short: 'shacd:bkm',
    long: { summarize: 's', 'human-readable': 'h', all: 'a', total: 'c', 'max-depth=': 'd', bytes: 'b' },
  });
  const exact = options.has('b');
  const maxDepth = options.has('s') ? 0 : Number(options.value('d') ?? Infinity);
  const text = (bytes: number): string =>
    options.has('h')
      ? humanSize(bytes)
      : exact
        ? String(bytes)
        : String(Math.ceil(bytes / (options.has('m') ? 1024 ** 2 : 1024)));
  const show = (bytes: number, path: string): Promise<void> =>
    context.stdout.write(`${text(bytes)}\t${path}\n`);
  const seen = new Set<number>();
  const measure = async (path: string, depth: number): Promise<number> => {
    await context.breathe();
    const stats = context.fs.lstat(context.resolve(path));
    const own = exact ? stats.size : Math.ceil(stats.size / blockSize) * blockSize;
    if (stats.type !== 'directory') {
      // Further names of the same file take no room.
      const counted = seen.has(stats.ino) ? 0 : own;
      seen.add(stats.ino);
      if ((options.has('a') && depth <= maxDepth) || depth === 0) await show(counted, path);
      return counted;
    }
    let sum = exact ? stats.size : blockSize;
    for (const { name } of context.fs.readdir(context.resolve(path)))
      sum += await measure(`${path.endsWith('/') ? path : `${path}/`}${name}`, depth + 1);
    if (depth <= maxDepth) await show(sum, path);
    return sum;
  };
  return run(
    context,
    options.operands.length === 0 ? ['.'] : options.operands,
    measure,
    options.has('c') ? show : undefined,
  );
};

async function run(
  context: AppletContext,
  operands: readonly string[],
  measure: (path: string, depth: number) => Promise<number>,
  showTotal: ((bytes: number, path: string) => Promise<void>) | undefined,
): Promise<number> {
  let status = 0;
  let total = 0;
  for (const operand of operands) {
    try {
      total += await measure(operand, 0);
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`cannot access '${operand}': ${errorText(error)}`);
      status = 1;
    }
  }
  await showTotal?.(total, 'total');
  return status;
}

// mv -f -n -v -T -t.

import { isSystemError } from '../../protocol/errno.ts';
import { Failure, type Applet } from './applet.ts';
import { copyTree, targetOf } from './copy-tree.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

export const mv: Applet = async (context) => {
  const { fs } = context;
  const options = parseOptions('mv', context.args, {
    short: 'fnvTt:',
    long: {
      force: 'f',
      'no-clobber': 'n',
      verbose: 'v',
      'no-target-directory': 'T',
      'target-directory=': 't',
    },
  });
  const operands = [...options.operands];
  const usage = `\nTry 'mv --help' for more information.`;
  if (operands.length === 0) throw new Failure(`missing file operand${usage}`);
  const destination = options.value('t') ?? (operands.length > 1 ? operands.pop() : undefined);
  if (destination === undefined)
    throw new Failure(`missing destination file operand after '${operands[0] ?? ''}'${usage}`);
  const stats = fs.tryStat(context.resolve(destination));
  if (operands.length > 1 && stats?.type !== 'directory')
    throw new Failure(
      `target '${destination}': ${stats === undefined ? 'No such file or directory' : 'Not a directory'}`,
    );
  let status = 0;
  for (const source of operands) {
    const target = targetOf(context, source, destination, options.has('T'));
    const [from, to] = [context.resolve(source.replace(/(?<=.)\/+$/, '')), context.resolve(target)];
    try {
      const before = fs.lstat(from);
      const existing = fs.tryStat(to);
      if (existing !== undefined && options.has('n')) continue;
      if (existing?.ino === before.ino && before.type !== 'symlink') {
        await context.complain(`'${source}' and '${target}' are the same file`);
        status = 1;
        continue;
      }
      fs.rename(from, to);
      if (options.has('v')) await context.stdout.write(`renamed '${source}' -> '${target}'\n`);
    } catch (error) {
      if (!isFileError(error)) throw error;
      if (isSystemError(error, 'EXDEV')) {
        const copied = await copyTree(context, source, target, {
          recursive: true,
          preserve: true,
          keepLinks: true,
          force: true,
        });
        if (copied) fs.remove(from);
        else status = 1;
        continue;
      }
      const text = errorText(error);
      const missing = isSystemError(error, 'ENOENT') && !hasEntry(from);
      await context.complain(
        missing
          ? `cannot stat '${source}': ${text}`
          : isSystemError(error, 'EINVAL')
            ? `cannot move '${source}' to a subdirectory of itself, '${target}'`
            : `cannot move '${source}' to '${target}': ${text}`,
      );
      status = 1;
    }
  }
  return status;

  function hasEntry(path: string): boolean {
    try {
      fs.lstat(path);
      return true;
    } catch {
      return false;
    }
  }
};

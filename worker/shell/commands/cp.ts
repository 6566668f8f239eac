// cp -r -R -a -p -f -n -v -L -P -d -T -t.

import { Failure, type Applet } from './applet.ts';
import { copyTree, targetOf, type CopyOptions } from './copy-tree.ts';
import { parseOptions } from './options.ts';

export const cp: Applet = async (context) => {
  const options = parseOptions('cp', context.args, {
    short: 'rRapfnvLPdTt:u',
    long: {
      recursive: 'r',
      archive: 'a',
      'preserve=?': 'p',
      force: 'f',
      'no-clobber': 'n',
      verbose: 'v',
      dereference: 'L',
      'no-dereference': 'P',
      'no-target-directory': 'T',
      'target-directory=': 't',
      update: 'u',
    },
  });
  const operands = [...options.operands];
  const given = options.value('t');
  const usage = `\nTry 'cp --help' for more information.`;
  if (operands.length === 0) throw new Failure(`missing file operand${usage}`);
  const destination = given ?? (operands.length > 1 ? operands.pop() : undefined);
  if (destination === undefined)
    throw new Failure(`missing destination file operand after '${operands[0] ?? ''}'${usage}`);
  const stats = context.fs.tryStat(context.resolve(destination));
  if ((operands.length > 1 || given !== undefined) && stats?.type !== 'directory')
    throw new Failure(
      `target '${destination}': ${stats === undefined ? 'No such file or directory' : 'Not a directory'}`,
    );
  const archive = options.has('a');
  const recursive = archive || options.has('r') || options.has('R');
  const copy: CopyOptions = {
    recursive,
    preserve: archive || options.has('p'),
    keepLinks: archive || options.has('P') || options.has('d') || (recursive && !options.has('L')),
    force: options.has('f'),
    ...(options.has('v')
      ? { onCopied: async (from, to) => context.stdout.write(`'${from}' -> '${to}'\n`) }
      : {}),
  };
  let status = 0;
  for (const source of operands) {
    const target = targetOf(context, source, destination, options.has('T'));
    const existing = context.fs.tryStat(context.resolve(target));
    if (existing !== undefined && options.has('n')) continue;
    const newer = context.fs.tryStat(context.resolve(source))?.mtimeMs ?? 0;
    if (existing !== undefined && options.has('u') && newer <= existing.mtimeMs) continue;
    if (!(await copyTree(context, source, target, copy))) status = 1;
  }
  return status;
};

// tree -a -d -L -I --noreport.

import { compilePattern } from '../expand/pattern.ts';
import { Failure, type Applet } from './applet.ts';
import { parseOptions } from './options.ts';

export const tree: Applet = async (context) => {
  const { fs, stdout } = context;
  const options = parseOptions('tree', context.args, { short: 'adL:I:C', long: { noreport: 'noreport' } });
  const depth = Number(options.value('L') ?? Infinity);
  if (!(depth > 0)) throw new Failure('Invalid level, must be greater than 0.');
  const ignored = options.values('I').flatMap((list) => list.split('|').map((glob) => compilePattern(glob)));
  const colored = stdout.isTerminal || options.has('C');
  let [directories, files, status] = [0, 0, 0];
  const walk = async (path: string, prefix: string, level: number): Promise<void> => {
    await context.breathe();
    const entries = fs.readdir(path).filter(({ name, type }) => {
      if (name.startsWith('.') && !options.has('a')) return false;
      if (options.has('d') && type !== 'directory') return false;
      return !ignored.some((pattern) => pattern.test(name));
    });
    for (const [index, { name, type }] of entries.entries()) {
      const last = index === entries.length - 1;
      const link = type === 'symlink' ? ` -> ${fs.readlink(`${path}/${name}`)}` : '';
      const shown = colored && type === 'directory' ? `\x1b[1;34m${name}\x1b[0m` : name;
      await stdout.write(`${prefix}${last ? '└── ' : '├── '}${shown}${link}\n`);
      if (type !== 'directory') {
        files += 1;
        continue;
      }
      directories += 1;
      if (level < depth) await walk(`${path}/${name}`, `${prefix}${last ? '    ' : '│   '}`, level + 1);
    }
  };
  for (const operand of options.operands.length === 0 ? ['.'] : options.operands) {
    if (fs.tryStat(context.resolve(operand))?.type !== 'directory') {
      await stdout.write(`${operand}  [error opening dir]\n`);
      status = 2;
      continue;
    }
    await stdout.write(`${operand}\n`);
    directories += 1;
    await walk(context.resolve(operand), '', 1);
  }
  const count = (value: number, one: string, many: string): string =>
    `${String(value)} ${value === 1 ? one : many}`;
  if (!options.has('noreport')) {
    const report = [count(directories, 'directory', 'directories')];
    if (!options.has('d')) report.push(count(files, 'file', 'files'));
    await stdout.write(`\n${report.join(', ')}\n`);
  }
  return status;
};

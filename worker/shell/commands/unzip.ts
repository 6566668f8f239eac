// unzip -l -o -n -q -d -p -j: reads with fflate.

import { unzipSync, type UnzipFileInfo } from 'fflate';
import { compilePattern } from '../expand/pattern.ts';
import { Failure, type Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

export const unzip: Applet = async (context) => {
  const { fs, stdout } = context;
  const options = parseOptions('unzip', context.args, { short: 'lonqd:pjx:' });
  const [archive, ...members] = options.operands;
  if (archive === undefined) throw new Failure('missing archive name', 10);
  const bytes = read(archive);
  const patterns = members.map((glob) => compilePattern(glob));
  const wanted = ({ name }: UnzipFileInfo): boolean =>
    patterns.length === 0 || patterns.some((pattern) => pattern.test(name));
  const entries: Record<string, Uint8Array> = {};
  const listed: UnzipFileInfo[] = [];
  try {
    Object.assign(
      entries,
      unzipSync(bytes, {
        filter: (info) => {
          if (wanted(info)) listed.push(info);
          return wanted(info) && !options.has('l');
        },
      }),
    );
  } catch {
    throw new Failure(
      `${archive}: End-of-central-directory signature not found, or the archive is damaged`,
      9,
    );
  }
  if (options.has('l')) {
    const rows = listed.map(({ name, originalSize }) => `${String(originalSize).padStart(9)}  ${name}\n`);
    const total = listed.reduce((sum, { originalSize }) => sum + originalSize, 0);
    await stdout.write(
      `Archive:  ${archive}\n   Length  Name\n---------  ----\n${rows.join('')}---------  -------\n${String(total).padStart(9)}  ${String(listed.length)} file${listed.length === 1 ? '' : 's'}\n`,
    );
    return 0;
  }
  if (listed.length === 0) throw new Failure('caution: filename not matched', 11);
  const quiet = options.has('q') || options.has('p');
  if (!quiet) await stdout.write(`Archive:  ${archive}\n`);
  const base = context.resolve(options.value('d') ?? '.');
  let status = 0;
  for (const [name, contents] of Object.entries(entries)) {
    await context.breathe();
    const directory = name.endsWith('/');
    if (options.has('p')) {
      if (!directory) await stdout.write(contents.slice());
      continue;
    }
    const parts = name.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) {
      await context.complain(`skipped: ${name} would leave the directory`);
      status = 1;
      continue;
    }
    const path = `${base}/${options.has('j') ? (parts.at(-1) ?? '') : parts.join('/')}`;
    if (directory) {
      if (!options.has('j')) fs.makeDirectories(path, 0o777 & ~context.umask);
      continue;
    }
    if (fs.tryStat(path) !== undefined && !options.has('o')) {
      if (!options.has('n')) {
        await context.complain(`${name}: exists already; -o overwrites, -n keeps`);
        status = 1;
      }
      continue;
    }
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (fs.tryStat(parent) === undefined) fs.makeDirectories(parent, 0o777 & ~context.umask);
    fs.writeFile(path, contents);
    if (!quiet) await stdout.write(`  inflating: ${name}\n`);
  }
  return status;

  function read(operand: string): Uint8Array {
    for (const name of [operand, `${operand}.zip`]) {
      try {
        return fs.readFile(context.resolve(name));
      } catch (error) {
        if (!isFileError(error)) throw error;
        if (name !== operand)
          throw new Failure(`cannot find or open ${operand}, ${name}: ${errorText(error)}`, 9);
      }
    }
    return new Uint8Array();
  }
};

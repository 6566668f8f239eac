// gzip, gunzip and zcat -c -d -f -k, over the browser's own (De)CompressionStream.

import { openFlags } from '../../vfs/filesystem.ts';
import { Failure, type Applet, type AppletContext, type Input } from './applet.ts';
import { transform } from './compression.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

export const gzip: Applet = async (context) => {
  const options = parseOptions(context.name, context.args, {
    short: 'cdfkvqnt123456789',
    long: {
      stdout: 'c',
      'to-stdout': 'c',
      decompress: 'd',
      uncompress: 'd',
      force: 'f',
      keep: 'k',
      test: 't',
      fast: '1',
      best: '9',
    },
  });
  const unpack = options.has('d') || options.has('t') || context.name === 'gunzip' || context.name === 'zcat';
  const toStdout = options.has('c') || context.name === 'zcat';
  const keep = options.has('k') || toStdout;
  let status = 0;
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    try {
      if (operand === '-' || toStdout || options.has('t')) {
        if (!unpack && operand === '-' && context.stdout.isTerminal && !options.has('f'))
          throw new Failure('compressed data not written to a terminal. Use -f to force compression.');
        await copy(
          context,
          context.open(operand),
          unpack,
          options.has('t') ? async () => {} : (bytes) => context.stdout.write(bytes),
        );
      } else if (!(await toFile(context, operand, unpack, options.has('f'), keep))) status = 1;
    } catch (error) {
      if (error instanceof TypeError) {
        await context.complain(`${operand === '-' ? 'stdin' : operand}: not in gzip format`);
      } else if (isFileError(error)) await context.complain(`${operand}: ${errorText(error)}`);
      else throw error;
      status = 1;
    }
  }
  return status;
};

async function copy(
  context: AppletContext,
  input: Input,
  unpack: boolean,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  await transform(input, unpack ? new DecompressionStream('gzip') : new CompressionStream('gzip'), write);
  await context.breathe();
}

async function toFile(
  context: AppletContext,
  operand: string,
  unpack: boolean,
  force: boolean,
  keep: boolean,
): Promise<boolean> {
  const { fs } = context;
  const path = context.resolve(operand);
  if (fs.stat(path).type === 'directory') {
    await context.complain(`${operand} is a directory -- ignored`);
    return false;
  }
  const known = /\.(?:gz|z|Z|tgz)$/.test(operand);
  if (unpack && !known) {
    await context.complain(`${operand}: unknown suffix -- ignored`);
    return false;
  }
  if (!unpack && known && !force) {
    await context.complain(`${operand} already has .gz suffix -- unchanged`);
    return false;
  }
  const name = unpack ? operand.replace(/\.tgz$/, '.tar').replace(/\.(?:gz|z|Z)$/, '') : `${operand}.gz`;
  const target = context.resolve(name);
  if (fs.tryStat(target) !== undefined && !force) {
    await context.complain(`${name} already exists;\tnot overwritten`);
    return false;
  }
  const { mode, mtimeMs, atimeMs } = fs.stat(path);
  const file = fs.open(target, openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC, mode & 0o7777);
  try {
    await copy(context, context.open(operand), unpack, async (bytes) => {
      file.write(bytes, null);
    });
    file.utimes(atimeMs, mtimeMs);
  } catch (error) {
    fs.unlink(target);
    throw error;
  } finally {
    file.close();
  }
  if (!keep) fs.unlink(path);
  return true;
}

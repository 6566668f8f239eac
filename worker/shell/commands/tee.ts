// tee -a -i.

import { openFlags, type OpenFile } from '../../vfs/filesystem.ts';
import type { Applet, Output } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

export const tee: Applet = async (context) => {
  const options = parseOptions('tee', context.args, {
    short: 'aip',
    long: { append: 'a', 'ignore-interrupts': 'i' },
  });
  const files: OpenFile[] = [];
  const outputs: Output[] = [];
  let status = 0;
  const flags =
    openFlags.O_WRONLY | openFlags.O_CREAT | (options.has('a') ? openFlags.O_APPEND : openFlags.O_TRUNC);
  for (const operand of options.operands) {
    const inherited = context.inherited(operand);
    if (inherited !== undefined) {
      outputs.push(inherited);
      continue;
    }
    try {
      files.push(context.fs.open(context.resolve(operand), flags, 0o666 & ~context.umask));
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`${operand}: ${errorText(error)}`);
      status = 1;
    }
  }
  try {
    for (let chunk = await context.stdin.read(); chunk !== null; chunk = await context.stdin.read()) {
      // Writing gives the bytes away (process-context.ts): the files' copies come first.
      for (const file of files) file.write(chunk.slice(), null);
      for (const output of outputs) await output.write(chunk.slice());
      await context.stdout.write(chunk);
    }
    for (const output of outputs) await output.flush();
  } finally {
    for (const file of files) file.close();
  }
  return status;
};

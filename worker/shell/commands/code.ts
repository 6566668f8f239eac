// code [-grnw] FILE[:LINE[:COLUMN]]…: shows files in the editor, with the options of VS Code's command of that name. Dev servers
// call it for the file that an error page names (`EDITOR`).

import { openFileSequence, type FilePlace } from '../../protocol/open-file.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import { Failure, type Applet } from './applet.ts';
import { missingOperand, parseOptions } from './options.ts';

export const code: Applet = async (context) => {
  const { operands } = parseOptions('code', context.args, {
    short: 'grnw',
    long: { goto: 'g', 'reuse-window': 'r', 'new-window': 'n', wait: 'w' },
  });
  if (operands.length === 0) throw missingOperand('code');
  const terminal = [context.stdout, context.stderr].find(({ isTerminal }) => isTerminal);
  if (terminal === undefined) throw new Failure('there is no terminal, and the editor is reached by one');
  let status = 0;
  for (const operand of operands) {
    const place = placeOf(context.resolve(operand), context.fs);
    const type = context.fs.tryStat(place.path)?.type;
    if (type === 'file') await terminal.write(openFileSequence(place));
    else {
      await context.complain(
        `${operand}: ${type === undefined ? 'No such file or directory' : 'Is not a file'}`,
      );
      status = 1;
    }
  }
  return status;
};

/** A name with colons in it is a name where there is such a file. */
function placeOf(operand: string, fs: FileSystem): FilePlace {
  const match = /^(.+?):(\d+)(?::(\d+))?$/.exec(operand);
  if (match === null || fs.tryStat(operand) !== undefined) return { path: operand, line: null, column: null };
  const [, path = '', line, column] = match;
  return { path, line: Number(line), column: column === undefined ? null : Number(column) };
}

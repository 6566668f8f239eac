// awk [-F separator] [-v name=value]… [-f file]… [program] [file | name=value]…: POSIX's (XCU, awk). It streams: a record at a
// time, and no further than the program asks.

import { decodeText } from '../stream/text.ts';
import { Failure, type Applet, type AppletContext } from './applet.ts';
import { expandEscapes } from './awk/lexer.ts';
import { runAwk } from './awk/run-program.ts';
import { errorText } from './error-text.ts';
import { isFileError, readAllText } from './lines.ts';
import { parseOptions } from './options.ts';

export const awk: Applet = async (context) => {
  const options = parseOptions('awk', context.args, { short: 'F:v:f:', posix: true, code: 2 });
  const [program, ...afterProgram] = options.operands;
  const files = options.values('f');
  if (files.length === 0 && program === undefined)
    throw new Failure("no program\nTry 'awk --help' for more information.", 2);
  const sources: string[] = [];
  for (const file of files) sources.push(await readSource(context, file));
  return runAwk(context, {
    source: files.length === 0 ? (program ?? '') : sources.join('\n'),
    operands: files.length === 0 ? afterProgram : options.operands,
    variables: [
      ...options.values('F').map((separator) => ['FS', expandEscapes(separator)] as const),
      ...options.values('v').map(assignmentOf),
    ],
  });
};

function assignmentOf(text: string): readonly [string, string] {
  const [, name, value] = /^([A-Za-z_]\w*)=([^]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Failure(`improper assignment: -v ${text}`, 2);
  return [name, expandEscapes(value)];
}

async function readSource(context: AppletContext, file: string): Promise<string> {
  try {
    if (file === '-') return await readAllText(context.stdin);
    return decodeText(context.fs.readFile(context.resolve(file)));
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new Failure(`cannot open ${file} (${errorText(error)})`, 2);
  }
}

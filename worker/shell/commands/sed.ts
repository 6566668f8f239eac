// sed -n -e -f -E -r -i -s -z: streams line by line, one line ahead so that `$` is known.

import { encodeText } from '../stream/text.ts';
import { Failure, type Applet, type AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError, lineBatches } from './lines.ts';
import { parseOptions } from './options.ts';
import { SedMachine, type SedLine } from './sed-machine.ts';
import { parseSed } from './sed-parser.ts';

export const sed: Applet = async (context) => {
  const options = parseOptions('sed', context.args.map(inPlace), {
    short: 'ne:f:Ersuz',
    long: {
      quiet: 'n',
      silent: 'n',
      'expression=': 'e',
      'file=': 'f',
      'regexp-extended': 'E',
      'in-place=?': 'i',
      separate: 's',
      'null-data': 'z',
      unbuffered: 'u',
    },
  });
  const operands = [...options.operands];
  const scripts: string[] = [];
  for (const [index, name] of options.order.entries()) {
    // -e and -f in the order given.
    const nth = options.order.slice(0, index).filter((each) => each === name).length;
    if (name === 'e') scripts.push(options.values('e')[nth] ?? '');
    if (name === 'f') scripts.push(readScript(context, options.values('f')[nth] ?? ''));
  }
  if (scripts.length === 0) {
    const script = operands.shift();
    if (script === undefined)
      throw new Failure('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...');
    scripts.push(script);
  }
  const program = parseSed(scripts.join('\n'), options.has('E') || options.has('r'));
  const separator = options.has('z') ? '\0' : '\n';
  const suffix = options.value('i');
  const files = operands.length === 0 ? ['-'] : operands;
  let status = 0;
  const quiet = options.has('n') || program.quiet;
  if (suffix === undefined && !options.has('s')) {
    const machine = new SedMachine(context, program.commands, { quiet, separator }, (text) =>
      context.stdout.write(text),
    );
    const code = await machine.run(linesOf(context, files, separator, () => (status = 2)));
    return code ?? status;
  }
  // Each file for itself: line numbers and `$` begin anew.
  for (const file of files) {
    if (suffix !== undefined && file === '-') throw new Failure("couldn't edit -: not a regular file", 4);
    let edited = '';
    let failed = false;
    const write = async (text: string): Promise<void> => {
      if (suffix === undefined) await context.stdout.write(text);
      else edited += text;
    };
    const machine = new SedMachine(context, program.commands, { quiet, separator }, write);
    const code = await machine.run(linesOf(context, [file], separator, () => (failed = true)));
    if (failed) {
      status = suffix === undefined ? 2 : 4;
      continue;
    }
    if (suffix !== undefined) {
      const path = context.resolve(file);
      if (suffix !== '')
        context.fs.writeFile(
          suffix.includes('*') ? context.resolve(suffix.replaceAll('*', file)) : path + suffix,
          context.fs.readFile(path),
        );
      const { mode } = context.fs.stat(path);
      context.fs.writeFile(path, encodeText(edited));
      context.fs.chmod(path, mode & 0o7777);
    }
    if (code !== undefined) return code;
  }
  return status;
};

/** -i takes its suffix only attached; getopt's clusters would take it for more options. */
function inPlace(arg: string): string {
  const match = /^-([nErsuz]*)i(.*)$/s.exec(arg);
  if (match === null || arg.startsWith('--')) return arg;
  if (match[1] !== '') throw new Failure(`-i must stand alone: use -${match[1] ?? ''} -i${match[2] ?? ''}`);
  return `--in-place=${match[2] ?? ''}`;
}

function readScript(context: AppletContext, file: string): string {
  try {
    return new TextDecoder().decode(context.fs.readFile(context.resolve(file))).replace(/\n$/, '');
  } catch (error) {
    throw new Failure(`couldn't open file ${file}: ${errorText(error)}`);
  }
}

async function* linesOf(
  context: AppletContext,
  files: readonly string[],
  separator: string,
  onFailure: () => void,
): AsyncGenerator<SedLine> {
  for (const file of files) {
    try {
      if (file !== '-' && context.fs.tryStat(context.resolve(file))?.type === 'directory') {
        await context.complain(`couldn't edit ${file}: not a regular file`);
        onFailure();
        continue;
      }
      for await (const { lines, unterminated } of lineBatches(context.open(file), separator))
        for (const text of lines) yield { text, ended: !unterminated, file };
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`can't read ${file}: ${errorText(error)}`);
      onFailure();
    }
  }
}

// xargs -n -L -I -0 -d -r -t -P (one at a time whatever -P says: the order stays).

import { Failure, type Applet } from './applet.ts';
import { lineBatches } from './lines.ts';
import { parseOptions } from './options.ts';

/** As much as GNU's default of 128 KB. */
const maxCharacters = 128 * 1024;

export const xargs: Applet = async (context) => {
  const options = parseOptions('xargs', context.args, {
    short: 'n:L:I:0d:rtP:i',
    long: {
      'max-args=': 'n',
      'max-lines=': 'L',
      'replace=': 'I',
      null: '0',
      'delimiter=': 'd',
      'no-run-if-empty': 'r',
      verbose: 't',
      'max-procs=': 'P',
    },
    posix: true,
  });
  const command = options.operands.length === 0 ? ['echo'] : options.operands;
  const replace = options.has('i') ? '{}' : options.value('I');
  const delimiter = options.has('0')
    ? '\0'
    : options.value('d')?.replace('\\n', '\n').replace('\\0', '\0').replace('\\t', '\t');
  const perCall = Number(options.value('n') ?? options.value('L') ?? Infinity);
  let status = 0;
  let ran = false;
  const call = async (argv: readonly string[]): Promise<boolean> => {
    ran = true;
    if (options.has('t')) {
      await context.stderr.write(`${argv.join(' ')}\n`);
      await context.stderr.flush();
    }
    const code = await context.run(argv, { noInput: true });
    if (code === 126 || code === 127) {
      status = code;
      return false;
    }
    if (code === 255) {
      await context.complain(`${argv[0] ?? ''}: exited with status 255; aborting`);
      status = 124;
      return false;
    }
    if (code > 128) status = 125;
    else if (code !== 0) status = 123;
    return true;
  };
  let pending: string[] = [];
  let size = 0;
  const feed = async (item: string): Promise<boolean> => {
    if (replace !== undefined) return call(command.map((word) => word.replaceAll(replace, item)));
    if (size + item.length > maxCharacters && pending.length > 0 && !(await drain())) return false;
    pending.push(item);
    size += item.length + 1;
    return pending.length < perCall || drain();
  };
  const drain = async (): Promise<boolean> => {
    const argv = [...command, ...pending];
    pending = [];
    size = 0;
    return call(argv);
  };
  const byLine = replace !== undefined || options.has('L');
  for await (const { lines } of lineBatches(context.stdin, delimiter ?? '\n')) {
    for (const line of lines) {
      const items =
        delimiter !== undefined ? [line] : byLine ? splitLine(line, replace !== undefined) : splitItems(line);
      for (const item of items) if (!(await feed(item))) return status;
    }
  }
  if (pending.length > 0 || (!ran && !options.has('r') && replace === undefined)) await drain();
  return status;
};

function splitLine(line: string, trim: boolean): string[] {
  const text = trim ? line.replace(/^[ \t]+/, '') : line;
  return text === '' ? [] : trim ? [splitQuotes(text)] : splitItems(text);
}

function splitQuotes(text: string): string {
  return text.replace(
    /\\(.)|'([^']*)'|"([^"]*)"/g,
    (_, escaped?: string, single?: string, double?: string) => escaped ?? single ?? double ?? '',
  );
}

function splitItems(line: string): string[] {
  const items = line.match(/(?:\\.|'[^']*'|"[^"]*"|[^\s'"\\])+/g) ?? [];
  const rest = line.replace(/(?:\\.|'[^']*'|"[^"]*"|[^\s'"\\])+/g, '').trim();
  if (rest !== '')
    throw new Failure(
      `unmatched ${rest.startsWith("'") ? 'single' : 'double'} quote; by default quotes are special to xargs unless you use the -0 option`,
    );
  return items.map(splitQuotes);
}

// tar -c -x -t, -z -f -v -C -p --strip-components --exclude: ustar with GNU's and pax's long names.

import { Failure, type Applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { createArchive } from './tar-create.ts';
import { readArchive } from './tar-extract.ts';

export const tar: Applet = async (context) => {
  const [first = '', ...rest] = context.args;
  // `tar czf x`: the old style, whose option values follow in order.
  const args = first !== '' && !first.startsWith('-') ? oldStyle(first, rest) : context.args;
  const options = parseOptions('tar', args, {
    short: 'cxtzf:vC:pkmOj',
    long: {
      create: 'c',
      extract: 'x',
      get: 'x',
      list: 't',
      gzip: 'z',
      'file=': 'f',
      verbose: 'v',
      'directory=': 'C',
      'strip-components=': 'strip',
      'exclude=': 'exclude',
      'to-stdout': 'O',
      'preserve-permissions': 'p',
    },
    code: 2,
  });
  if (options.has('j')) throw new Failure('bzip2 is not supported', 2);
  const modes = ['c', 'x', 't'].filter((mode) => options.has(mode));
  if (modes.length === 0)
    throw new Failure(
      "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.",
      2,
    );
  if (modes.length > 1)
    throw new Failure(
      "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option",
      2,
    );
  const job = {
    archive: options.value('f') ?? '-',
    gzip: options.has('z'),
    verbose: options.has('v'),
    directory: options.value('C') === undefined ? context.cwd : context.resolve(options.value('C') ?? ''),
    exclude: options.values('exclude'),
    members: options.operands,
  };
  if (options.has('c')) return createArchive(context, job);
  return readArchive(context, {
    ...job,
    list: options.has('t'),
    strip: Number(options.value('strip') ?? 0),
    toStdout: options.has('O'),
  });
};

function oldStyle(letters: string, rest: readonly string[]): string[] {
  const values = [...rest];
  const args: string[] = [];
  for (const letter of letters) {
    args.push(`-${letter}`);
    if (letter === 'f' || letter === 'C') args.push(values.shift() ?? '');
  }
  return [...args, ...values];
}

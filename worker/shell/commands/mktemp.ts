// mktemp -d -u -p, with a template.

import { openFlags } from '../../vfs/filesystem.ts';
import { isSystemError } from '../../protocol/errno.ts';
import { Failure, type Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { parseOptions } from './options.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const attempts = 20;

export const mktemp: Applet = async (context) => {
  const options = parseOptions('mktemp', context.args, {
    short: 'dup:tq',
    long: { directory: 'd', 'dry-run': 'u', 'tmpdir=?': 'p', 'suffix=': 'suffix' },
  });
  const [template = 'tmp.XXXXXXXXXX'] = options.operands;
  const run = /X{3,}(?=[^X]*$)/.exec(template);
  if (run === null) throw new Failure(`too few X's in template ‘${template}’`);
  const inTmp = options.operands.length === 0 || options.has('p') || options.has('t');
  const base = inTmp ? `${options.value('p') || (context.env['TMPDIR'] ?? '/tmp')}/` : '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const random = crypto.getRandomValues(new Uint8Array(run[0].length));
    const letters = [...random].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
    const name =
      base +
      template.slice(0, run.index) +
      letters +
      template.slice(run.index + run[0].length) +
      (options.value('suffix') ?? '');
    try {
      const path = context.resolve(name);
      if (options.has('d') && !options.has('u')) context.fs.mkdir(path, 0o700);
      else if (!options.has('u'))
        context.fs.open(path, openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_EXCL, 0o600).close();
      await context.stdout.write(`${name}\n`);
      return 0;
    } catch (error) {
      if (isSystemError(error, 'EEXIST')) continue;
      const kind = options.has('d') ? 'directory' : 'file';
      throw new Failure(`failed to create ${kind} via template ‘${base}${template}’: ${errorText(error)}`);
    }
  }
  throw new Failure('every name that was tried exists');
};

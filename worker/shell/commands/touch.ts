// touch -a -m -c -r -d -t.

import { timeZoneOf } from '../../os/time-zone.ts';
import { openFlags } from '../../vfs/filesystem.ts';
import { Failure, type Applet } from './applet.ts';
import { parseDate } from './date-input.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';

export const touch: Applet = async (context) => {
  const { fs } = context;
  const options = parseOptions('touch', context.args, {
    short: 'acmr:d:t:h',
    long: { 'no-create': 'c', 'reference=': 'r', 'date=': 'd' },
  });
  if (options.operands.length === 0) throw missingOperand('touch');
  const reference = options.value('r');
  const stats = reference === undefined ? undefined : fs.stat(context.resolve(reference));
  const given = options.value('d') ?? stamp(options.value('t'));
  const time = given === undefined ? Date.now() : parseDate(given, timeZoneOf(context.env['TZ']));
  if (time === undefined) throw new Failure(`invalid date format ‘${given ?? ''}’`);
  let status = 0;
  for (const operand of options.operands) {
    const path = context.resolve(operand);
    try {
      const old = fs.tryStat(path);
      if (old === undefined) {
        if (options.has('c')) continue;
        fs.open(path, openFlags.O_WRONLY | openFlags.O_CREAT, 0o666 & ~context.umask).close();
        if (given === undefined && stats === undefined) continue;
      }
      const [atime, mtime] = [stats?.atimeMs ?? time, stats?.mtimeMs ?? time];
      const only = options.has('a') !== options.has('m');
      fs.utimes(
        path,
        only && options.has('m') ? (old?.atimeMs ?? atime) : atime,
        only && options.has('a') ? (old?.mtimeMs ?? mtime) : mtime,
      );
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`cannot touch '${operand}': ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};

/** [[CC]YY]MMDDhhmm[.ss] as ISO. */
function stamp(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{2}|\d{4})?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(text);
  if (match === null) throw new Failure(`invalid date format ‘${text}’`);
  const [, year = String(new Date().getFullYear()), month, day, hour, minute, second = '00'] = match;
  const full = year.length === 2 ? `${Number(year) < 69 ? '20' : '19'}${year}` : year;
  return `${full}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second}`;
}

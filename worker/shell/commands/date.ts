// date [+FORMAT] -u -d -r -I -R.

import { timeZoneOf, utcZone } from '../../os/time-zone.ts';
import { Failure, type Applet } from './applet.ts';
import { parseDate } from './date-input.ts';
import { parseOptions } from './options.ts';
import { strftime } from './strftime.ts';

export const date: Applet = async (context) => {
  const options = parseOptions('date', context.args, {
    short: 'ud:r:RI',
    long: { utc: 'u', 'date=': 'd', 'reference=': 'r', 'rfc-email': 'R', 'iso-8601=?': 'iso' },
  });
  const zone = options.has('u') ? utcZone : timeZoneOf(context.env['TZ']);
  const given = options.value('d');
  const reference = options.value('r');
  const time =
    reference !== undefined
      ? context.fs.stat(context.resolve(reference)).mtimeMs
      : given === undefined
        ? Date.now()
        : parseDate(given, zone);
  if (time === undefined) throw new Failure(`invalid date ‘${given ?? ''}’`);
  const [operand] = options.operands;
  if (operand !== undefined && !operand.startsWith('+')) throw new Failure(`invalid date ‘${operand}’`);
  const iso = options.value('iso');
  const isoFormats: Readonly<Record<string, string>> = {
    '': '%Y-%m-%d',
    date: '%Y-%m-%d',
    hours: '%Y-%m-%dT%H%:z',
    minutes: '%Y-%m-%dT%H:%M%:z',
    seconds: '%Y-%m-%dT%H:%M:%S%:z',
  };
  const format =
    operand?.slice(1) ??
    (options.has('I') ? '%Y-%m-%d' : iso !== undefined ? isoFormats[iso] : undefined) ??
    (options.has('R') ? '%a, %d %b %Y %H:%M:%S %z' : '%a %b %e %H:%M:%S %Z %Y');
  await context.stdout.write(`${strftime(format, time, zone)}\n`);
  return 0;
};

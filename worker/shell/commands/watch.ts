// watch [-n seconds] [-t] [-e] command…: runs a command again and again, until ^C.

import { timeZoneOf } from '../../os/time-zone.ts';
import { Failure, type Applet } from './applet.ts';
import { missingOperand, parseOptions } from './options.ts';
import { pause } from './pause.ts';
import { strftime } from './strftime.ts';

const defaultSeconds = 2;
/** As watch(1) of procps: less would be a busy loop. */
const leastSeconds = 0.1;
const clearScreen = '\x1b[H\x1b[2J';

export const watch: Applet = async (context) => {
  const options = parseOptions('watch', context.args, {
    short: 'n:te',
    long: { 'interval=': 'n', 'no-title': 't', errexit: 'e' },
    posix: true,
  });
  if (options.operands.length === 0) throw missingOperand('watch');
  const seconds = Number(options.value('n') ?? defaultSeconds);
  if (Number.isNaN(seconds)) throw new Failure(`failed to parse argument: '${options.value('n') ?? ''}'`);
  const line = options.operands.join(' ');
  for (;;) {
    if (context.stdout.isTerminal) await context.stdout.write(clearScreen);
    if (!options.has('t'))
      await context.stdout.write(
        `Every ${Math.max(seconds, leastSeconds).toFixed(1)}s: ${line}   ${strftime('%H:%M:%S', Date.now(), timeZoneOf(context.env['TZ']))}\n\n`,
      );
    const code = await context.run(['sh', '-c', line], { noInput: true });
    if (code !== 0 && options.has('e')) return code;
    await pause(Math.max(seconds, leastSeconds) * 1000, context.signal);
  }
};

// kill [-s SIGNAL | -SIGNAL] pid…, -l. Negative pids are process groups.

import { signalNumbers, type Signal } from '../../os/signals.ts';
import { Failure, type Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { signalOf } from './signal-name.ts';

export const kill: Applet = async (context) => {
  const rest = [...context.args];
  let signal: Signal | 0 = 'SIGTERM';
  const first = rest[0];
  if (first === '-l' || first === '-L') return list(context, rest.slice(1));
  if (first === '-s' || first === '-n') {
    signal = signalOf(rest[1] ?? '');
    rest.splice(0, 2);
  } else if (first !== undefined && /^-[A-Za-z0-9]+$/.test(first)) {
    signal = signalOf(first.slice(1));
    rest.shift();
  }
  if (rest[0] === '--') rest.shift();
  if (rest.length === 0) throw new Failure('usage: kill [-s signal | -signal] pid ... or kill -l', 2);
  let status = 0;
  for (const target of rest) {
    if (!/^-?\d+$/.test(target)) {
      await context.complain(`${target}: arguments must be process or job IDs`);
      status = 1;
      continue;
    }
    try {
      await context.sys.kill(Number(target), signal);
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`(${target}) - ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};

async function list(context: Parameters<Applet>[0], numbers: readonly string[]): Promise<number> {
  const names = Object.entries(signalNumbers);
  if (numbers.length === 0) {
    await context.stdout.write(
      `${names.map(([name, number]) => `${String(number).padStart(2)}) ${name}`).join('\n')}\n`,
    );
    return 0;
  }
  for (const text of numbers) {
    // $? of a process that died of a signal is 128 more.
    const number = Number(text) > 128 ? Number(text) - 128 : Number(text);
    const found = names.find(([name, value]) => value === number || name === `SIG${text.toUpperCase()}`);
    if (found === undefined) throw new Failure(`${text}: invalid signal specification`);
    await context.stdout.write(/^\d+$/.test(text) ? `${found[0].slice(3)}\n` : `${String(found[1])}\n`);
  }
  return 0;
}

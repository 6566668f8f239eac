// timeout [-s signal] [-k duration] [--preserve-status] duration command…: ends a command that takes too long. It is a process
// in any case, as only a process can be sent a signal.

import { shellCode, type Signal } from '../../os/signals.ts';
import { Failure, type Applet, type AppletContext, type ChildProcess } from './applet.ts';
import { secondsOf } from './duration.ts';
import { isFileError } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';
import { pause } from './pause.ts';
import { signalOf } from './signal-name.ts';

const timedOut = 124;
/** Of timeout itself, not of the command. */
const ownFailure = 125;

export const timeout: Applet = async (context) => {
  const options = parseOptions('timeout', context.args, {
    short: 's:k:',
    long: { 'signal=': 's', 'kill-after=': 'k', 'preserve-status': 'preserve', foreground: 'foreground' },
    posix: true,
    code: ownFailure,
  });
  const [duration, ...command] = options.operands;
  if (duration === undefined || command.length === 0)
    throw new Failure(missingOperand('timeout', duration).message, ownFailure);
  const limit = intervalOf(duration);
  const killAfter = intervalOf(options.value('k') ?? '0');
  const signal = signalOf(options.value('s') ?? 'TERM', ownFailure);
  const child = await context.start(command);
  if (typeof child === 'number') return child;
  // 0 is no limit.
  if (limit === 0 || (await endsWithin(context, child, limit))) return shellCode(await child.ended);
  await send(context, child, signal);
  const killed = killAfter > 0 && !(await endsWithin(context, child, killAfter));
  if (killed) await send(context, child, 'SIGKILL');
  const status = await child.ended;
  const tells = killed || signal === 'SIGKILL' || options.has('preserve');
  return tells ? shellCode(status) : timedOut;
};

function intervalOf(text: string): number {
  const seconds = secondsOf(text);
  if (seconds !== undefined) return seconds;
  throw new Failure(
    `invalid time interval ‘${text}’\nTry 'timeout --help' for more information.`,
    ownFailure,
  );
}

async function endsWithin(context: AppletContext, child: ChildProcess, seconds: number): Promise<boolean> {
  const over = new AbortController();
  const waits = pause(seconds * 1000, AbortSignal.any([context.signal, over.signal]));
  const outcome = Promise.race([child.ended.then(() => true), waits.then(() => false)]);
  try {
    return await outcome;
  } finally {
    waits.catch(() => {});
    over.abort();
  }
}

async function send({ sys }: AppletContext, { pid }: ChildProcess, signal: Signal | 0): Promise<void> {
  try {
    await sys.kill(pid, signal);
  } catch (error) {
    // It has ended meanwhile.
    if (!isFileError(error)) throw error;
  }
}

import type { Applet } from './applet.ts';

/** Lines written at a time: enough that the pipe, not this loop, sets the speed. */
const batch = 512;

export const yes: Applet = async ({ args, stdout }) => {
  const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`;
  const lines = line.repeat(batch);
  for (;;) {
    await stdout.write(lines);
    await stdout.flush();
  }
};

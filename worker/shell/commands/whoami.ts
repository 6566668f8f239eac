import type { Applet } from './applet.ts';
import { userName } from './machine.ts';

export const whoami: Applet = async ({ stdout }) => {
  await stdout.write(`${userName}\n`);
  return 0;
};

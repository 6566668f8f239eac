import type { Applet } from './applet.ts';

/** The logical processors that the browser admits to. */
export const nproc: Applet = async ({ stdout }) => {
  await stdout.write(`${String(navigator.hardwareConcurrency)}\n`);
  return 0;
};

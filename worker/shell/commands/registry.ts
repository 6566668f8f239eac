// Applets by name: the everyday ones with the shell, the others when they are first called.

import type { Applet } from './applet.ts';
import { cat } from './cat.ts';
import { echo } from './echo.ts';
export async function loadApplet(name: string): Promise<Applet> {
  if (name === 'cat') return cat;
  if (name === 'echo') return echo;
  throw new Error(name);
}

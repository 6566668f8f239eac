import type { Applet } from './applet.ts';

export const noStatus: Applet = async () => 1;

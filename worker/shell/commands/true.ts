import type { Applet } from './applet.ts';

export const yesStatus: Applet = async () => 0;

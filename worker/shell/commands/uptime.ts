// uptime: since the oldest process of this machine began.

import { timeZoneOf } from '../../os/time-zone.ts';
import type { Applet } from './applet.ts';
import { strftime } from './strftime.ts';

export const uptime: Applet = async (context) => {
  const processes = await context.sys.processes();
  const since = Math.min(Date.now(), ...processes.map(({ startedAt }) => startedAt));
  const minutes = Math.floor((Date.now() - since) / 60_000);
  const hours = Math.floor(minutes / 60);
  const length =
    hours > 0 ? `${String(hours)}:${String(minutes % 60).padStart(2, '0')}` : `${String(minutes)} min`;
  const now = strftime('%H:%M:%S', Date.now(), timeZoneOf(context.env['TZ']));
  await context.stdout.write(` ${now} up ${length},  ${String(processes.length)} processes\n`);
  return 0;
};

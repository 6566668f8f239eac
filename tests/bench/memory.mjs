// Memory of the processes that a benchmark has started.
import { readdirSync, readFileSync } from 'node:fs';

/** What a file of /proc says in kB, as MB; 0 for a process that is gone. */
export function megabytes(pid, file, field) {
  try {
    const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
      readFileSync(`/proc/${pid}/${file}`, 'utf8'),
    );
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Every process below this one. */
function descendants(root) {
  const children = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [];
  for (let level = [String(root)]; level.length > 0;) {
    level = level.flatMap((pid) => children.get(pid) ?? []);
    found.push(...level);
  }
  return found;
}

/** The browser and all else that the benchmark has started, in MB; shared pages counted once. */
export const browserMemory = () =>
  descendants(process.pid).reduce((sum, pid) => sum + megabytes(pid, 'smaps_rollup', 'Pss'), 0);

/** The same with no garbage in it: every renderer is told that memory is short, until that changes nothing. */
export async function settledMemory({ context, page }) {
  const cdp = await context.newCDPSession(page);
  let before = Infinity;
  for (let look = 0; look < 10; look++) {
    await cdp.send('Memory.simulatePressureNotification', { level: 'critical' });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const now = browserMemory();
    if (Math.abs(now - before) < now / 200) return now;
    before = now;
  }
  return before;
}

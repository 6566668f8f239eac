// How a process is described in the list.

import type { ProcessInfo } from '../../worker/os/process-context.ts';

/** Null for a process that simply runs. */
export function processWords({ state, restarts }: Pick<ProcessInfo, 'state' | 'restarts'>): string | null {
  switch (state) {
    case 'running':
      return restarts > 0 ? 'restarted after reload' : null;
    case 'starting':
      return 'starting';
    case 'stopped':
      return 'stopped';
    case 'disowned':
      return 'being reaped';
  }
}

/** `9s`, `4m 05s`, `2h 07m`, `3d 4h`. A clock that was set back shows 0s. */
export function uptime(startedAt: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - startedAt) / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${two(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${two(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

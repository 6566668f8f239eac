// Tells when the machine of the shown project has nothing under way that a person waits for, as far as the kernel's words
// tell: an install, a start, a command that just began. What a window does in its own idle time would slow those down.
// Lives as long as who asks.

import type { LinkState } from './kernel-connection.ts';

/** Processes that started or ended so long ago are at work on nothing that is awaited: a dev server, a prompt. */
const restMs = 10_000;
/** For a machine that never rests (`watch`, say). */
const latestMs = 120_000;
const lookMs = 1_000;

interface Machines {
  readonly current: { readonly connection: { getSnapshot(): LinkState } } | null;
}

interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

const windowClock: Clock = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Resolves when the machine has rested for ten seconds, counted from the first call on; at the latest after two minutes. */
export function machineRest(machines: Machines, { now, wait }: Clock = windowClock): () => Promise<void> {
  let known: string | null = null;
  let busyUntil = 0;
  const look = (): void => {
    const link = machines.current?.connection.getSnapshot();
    const state = link?.link === 'attached' ? link.snapshot.state : null;
    const pids = JSON.stringify([state?.status, state?.processes.map(({ pid }) => pid)]);
    const server = state?.status === 'running' ? state.server.status : 'none';
    if (pids !== known || server === 'installing' || server === 'starting') busyUntil = now() + restMs;
    known = pids;
  };
  return async () => {
    const latest = now() + latestMs;
    for (look(); now() < Math.min(busyUntil, latest); look()) await wait(lookMs);
  };
}

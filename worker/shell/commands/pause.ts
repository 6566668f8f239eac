// A wait that ^C ends.

import { Interrupted } from '../stream/interrupted.ts';

/** setTimeout's own limit. */
export const longestTimer = 2 ** 31 - 1;

/** Settles after `ms`, 24 days at most; rejects with Interrupted as soon as the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new Interrupted());
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.min(ms, longestTimer),
    );
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

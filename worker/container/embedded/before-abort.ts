// Waits that end early where somebody has gone. Leaves nothing on the signal: a tab's lives as long as the tab.

/** True once `promise` is fulfilled; false where `signal` has aborted by then. Rejects as `promise` does. */
export async function beforeAbort(promise: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const over = new AbortController();
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { signal: over.signal }),
  );
  try {
    await Promise.race([promise, aborted]);
    return !signal.aborted;
  } finally {
    over.abort();
  }
}

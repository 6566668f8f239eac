// Waits that end early where somebody has gone. Leaves nothing on the signal: a tab's lives as long as the tab.

/** True once `promise` is fulfilled; false where `signal` aborts before that. Rejects as `promise` does. */
export async function beforeAbort(promise: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const over = new AbortController();
  const aborted = new Promise<false>((resolve) =>
    signal.addEventListener('abort', () => resolve(false), { signal: over.signal }),
  );
  try {
    return await Promise.race([promise.then(() => true), aborted]);
  } finally {
    over.abort();
  }
}

// Starts one of Monaco's workers so that it is handed over only once its script runs. Monaco ends a worker whose options
// changed, often while it still loads; a load of megabytes that is cut off fails others of the same script
// (net::ERR_CACHE_WRITE_FAILURE in Chromium). And a worker that fails to load makes Monaco run its code in the window.

/** Loads that fail although the script can be had, before Monaco is left to say what it says. */
const maxAttempts = 5;

/** Resolves when the script can be had: offline before it was cached, that waits for the network. */
async function reachable(url: string): Promise<void> {
  for (;;) {
    // Its head alone: see above.
    const response = await fetch(url, { method: 'HEAD' }).catch(() => null);
    if (response?.ok === true) return;
    await new Promise((online) => addEventListener('online', online, { once: true }));
  }
}

/** A worker whose script has run: every script in this folder ends with a message. */
export async function startWorker(url: string, name: string): Promise<Worker> {
  for (let attempt = 1; ; attempt++) {
    await reachable(url);
    const worker = new Worker(url, { type: 'module', name });
    const runs = await new Promise<boolean>((resolve) => {
      worker.addEventListener('message', () => resolve(true), { once: true });
      worker.addEventListener('error', () => resolve(false), { once: true });
    });
    if (runs || attempt === maxAttempts) return worker;
    worker.terminate();
  }
}

// A worker that started before there was a service worker comes under it later, but then a blocking call of it is lost when
// the service worker is stopped meanwhile, instead of being sent again. So workers are made when there is one.

/** The host is slow, or the browser lets none be registered: workers start without, and a blocking call may fail. */
const longestMs = 10_000;

/** `registered` rejects where there will be none. Never rejects itself. */
export async function untilServed(
  window: Pick<Window, 'navigator' | 'setTimeout'>,
  registered: Promise<unknown>,
): Promise<void> {
  const { serviceWorker } = window.navigator as { serviceWorker?: ServiceWorkerContainer };
  // An insecure context.
  if (serviceWorker === undefined) return;
  await Promise.race([
    serviceWorker.ready,
    new Promise((resolve) => void registered.catch(resolve)),
    new Promise((resolve) => window.setTimeout(resolve, longestMs)),
  ]);
}

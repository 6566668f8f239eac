// Code of the build that is loaded while a process runs comes through the service worker, which the browser may end in the middle
// of an answer: with the renderer of a tab that crashes, say. A failed `import()` is asked for anew by the next one.

import { setTimeout } from './browser-globals.ts';

/** Waits before the second and later tries, in milliseconds: a service worker starts in some tens. */
const waits = [50, 250, 1_000, 3_000];

/** What `load` resolves with; where it fails as a request does (TypeError), it is called again, a few times. */
export async function loadAgain<T>(load: () => Promise<T>): Promise<T> {
  for (const wait of waits) {
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise<void>((resolve) => void setTimeout(resolve, wait));
    }
  }
  return load();
}

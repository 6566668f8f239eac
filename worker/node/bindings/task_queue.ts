// internalBinding('task_queue'): the tick queue's flags, microtasks and promise rejections (src/node_task_queue.cc).

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

export function createTaskQueueBinding(realm: CoreRealm): Binding {
  const loop = realm.eventLoop;
  return {
    tickInfo: loop.tickInfo,
    // `process` is the receiver, as stack traces show.
    setTickCallback: (callback: () => void) => loop.setTickCallback(() => callback.call(realm.process)),
    /** Added by tools/node-lib/patches.mjs. */
    onTickScheduled: () => loop.onTickScheduled(),
    /** The browser drains microtasks when the turn ends; see loop.ts. */
    runMicrotasks() {},
    enqueueMicrotask(callback: () => void) {
      realm.host.queueMicrotask(() => {
        if (realm.exited) return;
        try {
          callback();
        } catch (error) {
          realm.fatal(error, false);
          loop.wake();
        }
      });
    },
    setPromiseRejectCallback: (callback: (type: number, promise: unknown, reason: unknown) => void) =>
      realm.setRejectionCallback(callback),
  };
}

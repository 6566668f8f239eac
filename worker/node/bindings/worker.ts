// internalBinding('worker'): facts of the main thread. A browser has no Worker inside a SharedWorker, so that making one
// throws (src/node_worker.cc).

import type { Binding, Realm } from '../realm.ts';

export function createWorkerBinding(realm: Realm): Binding {
  class Worker {
    constructor() {
      realm.unavailable('worker_threads.Worker');
    }
  }
  return {
    Worker,
    isMainThread: true,
    isInternalThread: false,
    ownsProcessState: true,
    threadId: 0,
    threadName: 'main',
    getEnvMessagePort: () => undefined,
  };
}

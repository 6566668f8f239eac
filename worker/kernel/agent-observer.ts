// A reader of the WorkspaceDaemon on a MessagePort. It can only listen: the daemon's `append` is not reachable from it.

import type { WorkspaceDaemon } from './workspace-daemon.ts';

export class AgentObserver implements Disposable {
  readonly #subscription: Disposable;

  constructor(daemon: Pick<WorkspaceDaemon, 'observe'>, from: number, port: MessagePort) {
    this.#subscription = daemon.observe(from, (event) => port.postMessage(event));
    // A message from the reader, whatever it says, ends the observation: ports have no reliable close event.
    port.onmessage = () => {
      this[Symbol.dispose]();
      port.close();
    };
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }
}

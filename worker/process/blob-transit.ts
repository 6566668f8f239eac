// Blobs that this worker has sent and the browser may not have yet. A Blob crosses by reference; its bytes are fetched from
// the worker that made it some time later, and Chromium loses those of a worker that ends before (NotReadableError for
// whoever reads them). One a process worker; lives as long as that.

import { blobsOf, type ReplicaMessage } from '../vfs/operation.ts';

export class BlobTransit {
  readonly #under = new Set<Promise<unknown>>();

  sent(messages: readonly ReplicaMessage[]): void {
    for (const blob of new Set(messages.flatMap(({ op }) => blobsOf(op)))) {
      // The last byte can be read once all of them have arrived. What cannot be read is not waited for.
      const arrived = blob.slice(-1).arrayBuffer();
      const way: Promise<unknown> = arrived.catch(() => undefined).then(() => this.#under.delete(way));
      this.#under.add(way);
    }
  }

  /** Calls back at once where none is under way. */
  whenArrived(then: () => void): void {
    if (this.#under.size === 0) then();
    else void Promise.all(this.#under).then(() => this.whenArrived(then));
  }
}

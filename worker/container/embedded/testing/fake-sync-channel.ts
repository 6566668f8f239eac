// The way of synchronous calls in one thread: what the kernel answers at once comes back, what it does not cannot. For tests
// only.

import type { SyncTransport } from '../../../process/sync-calls.ts';
import type { SyncMessage } from '../../../protocol/sync-call.ts';

/** So often `pending`, and nothing can change any more: nobody else has a turn. */
const maxAsked = 10;

export class FakeSyncChannel {
  onmessage: BroadcastChannel['onmessage'] = null;
  readonly #answers = new Map<string, ArrayBuffer>();
  #relays = 0;
  #pending = 0;

  postMessage(message: SyncMessage): void {
    if (message.to === 'relay') this.#answers.set(message.relay, message.body as ArrayBuffer);
  }

  readonly transport: SyncTransport = {
    send: (body) => {
      const relay = String(++this.#relays);
      const data: SyncMessage = { to: 'kernel', relay, body: body.buffer };
      this.onmessage?.call(this as unknown as BroadcastChannel, { data } as MessageEvent);
      const answer = this.#answers.get(relay);
      if (answer !== undefined) {
        this.#pending = 0;
        return { outcome: 'answer', body: new Uint8Array(answer) };
      }
      if (++this.#pending > maxAsked) throw new Error('this call would block for ever');
      return { outcome: 'pending', body: new Uint8Array() };
    },
    fetchBlob: () => new Blob(),
    sleep: () => {},
  };
}

// System calls that block this process's thread until the kernel has answered (docs/adr/0013). Owned by the runtime.

import { ProcessEnded } from '../os/process-ended.ts';
import { decodeSync, encodeSync } from '../os/sync-codec.ts';
import type { SyncAddress, SyncCall, SyncReply, SyncRequest } from '../os/sync-messages.ts';
import { decodeError } from '../protocol/wire-error.ts';
import type { SyncOutcome } from '../protocol/sync-call.ts';

/** The way to the service worker and back: a synchronous XMLHttpRequest. */
export interface SyncTransport {
  /** `outcome` is null where no service worker answered: the network did, or nobody. */
  send(body: Uint8Array<ArrayBuffer>): { readonly outcome: SyncOutcome | null; readonly body: Uint8Array };
  fetchBlob(address: string): Blob;
  /** Blocks for so long. */
  sleep(ms: number): void;
}

interface SyncCallsHost {
  readonly transport: SyncTransport;
  readonly address: SyncAddress;
  readonly now: () => number;
  /** Lets everything leave that was sent, and says how many messages that were, and what was seen. */
  readonly position: () => Pick<SyncRequest, 'sent' | 'files' | 'signals' | 'stopped'>;
  /** Takes over what came with an answer; false where the process has ended by it. */
  readonly take: (reply: Pick<SyncReply, 'files' | 'signals'>) => boolean;
  /** The kernel has killed this process, or is gone itself. */
  readonly ended: () => void;
}

/** A service worker that is just being installed or replaced answers within this; without one no call can be made. */
const absentMs = 10_000;
const retryMs = 20;
/** Attempts are made often: where there is no service worker they are left out for a while. */
const attemptPauseMs = 5_000;

/** Why a call could not be made at all. */
export class SyncCallError extends Error {
  constructor(
    readonly code: 'ERR_NO_SERVICE_WORKER' | 'ERR_NO_KERNEL',
    message: string,
  ) {
    super(message);
    this.name = 'SyncCallError';
  }
}

export class SyncCalls {
  #number = 0;
  #noAttemptBefore = 0;

  constructor(private readonly host: SyncCallsHost) {}

  /** Blocks. Throws the kernel's error, SyncCallError, or ProcessEnded where the process must not go on. */
  call(call: SyncCall): unknown {
    return this.#call(call, absentMs);
  }

  /** For what can do without: as `call`, but where no call can be made it does nothing. */
  attempt(call: SyncCall): void {
    if (this.host.now() < this.#noAttemptBefore) return;
    try {
      this.#call(call, 0);
    } catch (error) {
      if (!(error instanceof SyncCallError)) throw error;
      if (error.code === 'ERR_NO_KERNEL') throw new ProcessEnded();
      this.#noAttemptBefore = this.host.now() + attemptPauseMs;
    }
  }

  #call(call: SyncCall, patienceMs: number): unknown {
    const number = ++this.#number;
    let told: SyncCall | null = call;
    for (;;) {
      const reply = this.#ask(number, told, patienceMs);
      if (reply === null) continue;
      // From here on the kernel knows the call.
      told = null;
      if (!this.host.take(reply)) throw new ProcessEnded();
      const { result } = reply;
      switch (result.type) {
        case 'value':
          if (!this.host.position().stopped) return result.value;
          break;
        case 'error':
          if (!this.host.position().stopped) throw decodeError(result.error);
          break;
        case 'ended':
          this.host.ended();
          throw new ProcessEnded();
        case 'interrupted':
      }
    }
  }

  /** One request; null where it has to be asked again. */
  #ask(number: number, call: SyncCall | null, patienceMs: number): SyncReply | null {
    const { transport, address, position, now } = this.host;
    const { key } = address;
    const deadline = now() + patienceMs;
    for (;;) {
      const body = encodeSync({ key, number, call, ...position() } satisfies SyncRequest);
      const answer = transport.send(body);
      switch (answer.outcome) {
        case 'answer':
          return decodeSync(answer.body, (url) => transport.fetchBlob(url)) as SyncReply;
        case 'pending':
          return null;
        case 'gone':
          this.host.ended();
          throw new SyncCallError('ERR_NO_KERNEL', 'The machine that this process ran in is gone.');
        case null:
          if (now() >= deadline)
            throw new SyncCallError(
              'ERR_NO_SERVICE_WORKER',
              'Blocking calls need the service worker of Holdfast, which does not answer.',
            );
          transport.sleep(retryMs);
      }
    }
  }
}

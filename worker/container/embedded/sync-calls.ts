// The kernel's side of one worker's synchronous calls. A worker makes one at a time; it is run once however often it is
// asked, and its result is kept until the next one. Owned by the worker's link, lives as long as that.

import type { SyncCall, SyncReply, SyncRequest, SyncResult } from '../../os/sync-messages.ts';
import type { Signal } from '../../os/signals.ts';
import { encodeError } from '../../protocol/wire-error.ts';
import type { AuthorityMessage } from '../../vfs/operation.ts';
import { Unread } from './unread.ts';

/** Carries a call out: returns its value, now or later, or throws. */
export type RunSyncCall = (call: SyncCall) => unknown;

interface SyncCallsHost {
  /** Sends a reply to each of these relays. */
  reply(relays: readonly string[], reply: SyncReply): void;
  /** Calls back when so many messages of the worker have arrived. */
  whenReceived(count: number, action: () => void): void;
}

export class SyncCalls {
  readonly files = new Unread<AuthorityMessage>();
  readonly signals = new Unread<Signal>();
  #run: RunSyncCall | null = null;
  #number = 0;
  #result: SyncResult | null = null;
  #stopped = false;
  /** Events of the service worker that wait for an answer. */
  #relays: string[] = [];
  #ended = false;

  constructor(private readonly host: SyncCallsHost) {}

  /** From now on the worker is a process; null: a spare. */
  serve(run: RunSyncCall | null): void {
    this.#run = run;
  }

  /** The process is no more: whatever its worker still asks, it is told so. */
  end(): void {
    this.#ended = true;
    this.#run = null;
    this.settle();
  }

  request(relay: string, { number, sent, files, signals, stopped, call }: SyncRequest): void {
    // An earlier call that the browser has sent again: nobody waits for its answer.
    if (number < this.#number) return;
    this.files.trim(files);
    this.signals.trim(signals);
    this.#stopped = stopped;
    this.#relays.push(relay);
    if (number > this.#number && call !== null) {
      this.#number = number;
      this.#result = null;
      // What its signals are does not depend on what it has sent.
      if (call.type === 'poll') this.#result = { type: 'value' };
      else this.host.whenReceived(sent, () => void this.#start(number, call));
    }
    this.settle();
  }

  /** Answers if there is anything to say: a signal was posted, or the call has its result. */
  settle(): void {
    if (this.#relays.length === 0) return;
    const signals = this.signals.all;
    const result = this.#ended ? ({ type: 'ended' } as const) : this.#stopped ? null : this.#result;
    if (result === null && signals.length === 0) return;
    const relays = this.#relays;
    this.#relays = [];
    this.host.reply(relays, {
      files: this.files.all,
      signals,
      result: result ?? { type: 'interrupted' },
    });
  }

  async #start(number: number, call: SyncCall): Promise<void> {
    let result: SyncResult;
    try {
      const value = this.#run?.(call);
      result = { type: 'value', value: value instanceof Promise ? ((await value) as unknown) : value };
    } catch (error) {
      result = { type: 'error', error: encodeError(error) };
    }
    if (number !== this.#number) return;
    this.#result = result;
    this.settle();
  }
}

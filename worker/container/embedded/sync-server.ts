// Where the service worker's relayed calls arrive: a BroadcastChannel of this machine, from which each call goes to the
// worker that it names. One a machine; lives as long as the kernel's worker.

import * as v from 'valibot';
import { encodeSync, decodeSync } from '../../os/sync-codec.ts';
import { syncRequest, type SyncReply } from '../../os/sync-messages.ts';
import type { SyncMessage } from '../../protocol/sync-call.ts';
import type { SyncCalls } from './sync-calls.ts';

/** Above this a Blob, which crosses twice by reference, is cheaper than two copies (docs/adr/0013). */
const inlineBytes = 64 * 1024;

export interface SyncServerHost {
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;
  /** Addresses under which a process can fetch a Blob. */
  createUrl(blob: Blob): string;
  revokeUrl(url: string): void;
}

export class SyncServer {
  readonly #calls = new Map<string, SyncCalls>();
  /** Addresses given out in the last answer to each worker. */
  readonly #urls = new Map<string, string[]>();

  constructor(private readonly host: SyncServerHost) {
    host.channel.onmessage = ({ data }: MessageEvent<SyncMessage>) => {
      if (data.to === 'kernel') this.#receive(data.relay, data.body);
    };
  }

  add(key: string, calls: SyncCalls): void {
    this.#calls.set(key, calls);
  }

  remove(key: string): void {
    this.#calls.delete(key);
    this.#revoke(key);
  }

  reply(key: string, relays: readonly string[], reply: SyncReply): void {
    // The worker has taken over what the answer before had, or it would not ask again.
    this.#revoke(key);
    const urls: string[] = [];
    const bytes = encodeSync(reply, {
      addressOf: (blob) => {
        const url = this.host.createUrl(blob);
        urls.push(url);
        return url;
      },
    });
    if (urls.length > 0) this.#urls.set(key, urls);
    const body = bytes.byteLength > inlineBytes ? new Blob([bytes]) : bytes.buffer;
    for (const relay of relays)
      this.host.channel.postMessage({ to: 'relay', relay, body } satisfies SyncMessage);
  }

  #receive(relay: string, body: ArrayBuffer): void {
    const request = v.parse(syncRequest, decodeSync(new Uint8Array(body)));
    const calls = this.#calls.get(request.key);
    if (calls !== undefined) calls.request(relay, request);
    // Its worker counts as gone: a killed process that was in a loop.
    else this.reply(request.key, [relay], { files: [], signals: [], result: { type: 'ended' } });
  }

  #revoke(key: string): void {
    for (const url of this.#urls.get(key) ?? []) this.host.revokeUrl(url);
    this.#urls.delete(key);
  }
}

// The transport of synchronous calls in a real worker: what it is given of the browser. Used by the entry file only.

import { performance, XMLHttpRequest } from '../os/browser-globals.ts';
import { machineParameter, syncHeader, syncPath, type SyncOutcome } from '../protocol/sync-call.ts';
import type { SyncTransport } from './sync-calls.ts';

export function createSyncTransport(machine: string): SyncTransport {
  const url = `${syncPath}?${machineParameter}=${encodeURIComponent(machine)}`;
  const cell = sleepCell();
  /** A service worker has answered the last request. */
  let served = false;
  const ask = (method: 'GET' | 'POST', body?: Uint8Array<ArrayBuffer>): ReturnType<SyncTransport['send']> => {
    const request = new XMLHttpRequest();
    request.open(method, url, false);
    request.responseType = 'arraybuffer';
    try {
      request.send(body);
    } catch {
      // The network: no service worker, and no server either.
      served = false;
      return { outcome: null, body: new Uint8Array() };
    }
    const outcome = request.getResponseHeader(syncHeader) as SyncOutcome | null;
    served = outcome !== null;
    return { outcome, body: new Uint8Array((request.response as ArrayBuffer | null) ?? new ArrayBuffer()) };
  };
  return {
    send(body) {
      if (!served) {
        const { outcome, body: none } = ask('GET');
        if (outcome === null) return { outcome, body: none };
      }
      return ask('POST', body);
    },
    fetchBlob(address) {
      const request = new XMLHttpRequest();
      request.open('GET', address, false);
      request.responseType = 'blob';
      request.send();
      return request.response as Blob;
    },
    sleep(ms) {
      if (cell !== null) {
        Atomics.wait(cell, 0, 0, ms);
        return;
      }
      for (const end = performance.now() + ms; performance.now() < end;);
    },
  };
}

/** Memory to sleep on; null where a SharedWorker may not (Firefox, WebKit). */
function sleepCell(): Int32Array<SharedArrayBuffer> | null {
  try {
    const { buffer } = new WebAssembly.Memory({ shared: true, initial: 1, maximum: 1 });
    const cell = new Int32Array(buffer as unknown as SharedArrayBuffer);
    Atomics.wait(cell, 0, 0, 0);
    return cell;
  } catch {
    return null;
  }
}

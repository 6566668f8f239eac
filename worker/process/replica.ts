// The replica of the filesystem in a real worker: the globals that worker/vfs is given. Used by the entry file only.

import { performance, queueMicrotask } from '../os/browser-globals.ts';
import type { ReplicaMessage } from '../vfs/operation.ts';
import { createReplica, type Replica } from '../vfs/replica.ts';
import type { Snapshot } from '../vfs/snapshot.ts';

export function openReplica(
  start: Snapshot,
  send: (message: ReplicaMessage) => void,
  settle: () => void,
  holdsWrites: boolean,
): Replica {
  const reader = new FileReaderSync();
  return createReplica(start, {
    send,
    settle,
    ...(holdsWrites && { later: queueMicrotask }),
    clock: () => performance.timeOrigin + performance.now(),
    readBlob: (blob, from, to) => new Uint8Array(reader.readAsArrayBuffer(blob.slice(from, to))),
  });
}

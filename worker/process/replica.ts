// The replica of the filesystem in a real worker: the globals that worker/vfs is given. Used by the entry file only.

import { MessageChannel, performance } from '../os/browser-globals.ts';
import type { ReplicaMessage } from '../vfs/operation.ts';
import { createReplica, type Replica } from '../vfs/replica.ts';
import type { Snapshot } from '../vfs/snapshot.ts';

export function openReplica(
  start: Snapshot,
  send: (messages: readonly ReplicaMessage[]) => void,
  settle: () => void,
  gathers: boolean,
): Replica {
  const reader = new FileReaderSync();
  return createReplica(start, {
    send,
    settle,
    ...(gathers && { later: nextTask() }),
    clock: () => performance.timeOrigin + performance.now(),
    readBlob: (blob, from, to) => new Uint8Array(reader.readAsArrayBuffer(blob.slice(from, to))),
  });
}

/** Runs one function at a time, in a task of its own: what a program does in a row of microtasks goes together. */
function nextTask(): (task: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  let next: (() => void) | undefined;
  port1.onmessage = () => next?.();
  return (task) => {
    next = task;
    port2.postMessage(null);
  };
}

// A synchronous system call on its way: a process blocks in a synchronous XMLHttpRequest to `syncPath`, the service worker
// relays it to the kernel over a BroadcastChannel and answers with what comes back (docs/adr/0013). Bodies are those of
// os/sync-codec.ts; nobody in between reads them.

/**
 * POST, with `machine` in the query. A GET asks whether a service worker is there: where none is, it finds an empty file of
 * the build, and no error stands in the console.
 */
export const syncPath = '/__holdfast/sync.txt';
export const machineParameter = 'machine';

/**
 * On every answer of the service worker: what became of the call. Where it is missing somebody else has answered (a
 * request can fall through to the network while one service worker takes over from another): ask again.
 */
export const syncHeader = 'x-holdfast-sync';
/** `pending`: ask again, with the same number. `gone`: no kernel of that machine lives. */
export type SyncOutcome = 'answer' | 'pending' | 'gone';

export type SyncMessage =
  | { readonly to: 'kernel'; readonly relay: string; readonly body: ArrayBuffer }
  /** Large bodies cross as Blobs, by reference. */
  | { readonly to: 'relay'; readonly relay: string; readonly body: ArrayBuffer | Blob };

/** A machine is one life of a project's kernel. */
export function machineName(project: string, epoch: string): string {
  return `${project}:${epoch}`;
}

export function syncChannel(machine: string): string {
  return `holdfast-sync:${machine}`;
}

/** Web Lock that the kernel's worker holds for as long as it lives. */
export function machineLock(machine: string): string {
  return `holdfast-machine:${machine}`;
}

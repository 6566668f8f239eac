// For tests: the two roles of the filesystem, wired without workers.

import { Authority } from './authority.ts';
import type { FileSystem } from './filesystem.ts';
import type { AuthorityMessage } from './operation.ts';
import { createReplica, type Replica } from './replica.ts';

/** Blobs whose bytes a test knows: Node has no synchronous read of one. */
export class BlobBytes {
  readonly #bytes = new WeakMap<Blob, Uint8Array>();
  reads = 0;

  blob(bytes: Uint8Array): Blob {
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
    this.#bytes.set(blob, bytes);
    return blob;
  }

  readonly read = (blob: Blob, start: number, end: number): Uint8Array => {
    this.reads++;
    const bytes = this.#bytes.get(blob);
    if (bytes === undefined) throw new Error('A Blob that the test did not make.');
    return bytes.slice(start, end);
  };
}

export function testClock(): () => number {
  let now = 1_700_000_000_000;
  return () => ++now;
}

interface Wired {
  readonly authority: Authority;
  readonly replica: Replica;
  readonly clock: () => number;
  readonly join: () => Replica;
}

/** An authority and a replica that hear each other at once; messages are cloned where they can be. */
export function wire(blobs = new BlobBytes()): Wired {
  const clock = testClock();
  const authority = new Authority({ clock, readBlob: blobs.read });
  const join = (): Replica => {
    // The link's messages may come before the replica is made only if it were not synchronous.
    const later: { replica?: Replica } = {};
    const link = authority.attach((message: AuthorityMessage) => later.replica?.receive(message));
    later.replica = createReplica(link.start, {
      send: (messages) => queueMicrotask(() => messages.forEach((message) => link.receive(message))),
      clock,
      readBlob: blobs.read,
    });
    return later.replica;
  };
  return { authority, replica: join(), clock, join };
}

export const roles: readonly (readonly [string, () => FileSystem])[] = [
  ['authority', () => wire().authority.fs],
  ['replica', () => wire().replica.fs],
];

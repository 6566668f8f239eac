import { expect, test } from 'vitest';
import { Authority } from './authority.ts';
import { openFlags, type FileSystem } from './filesystem.ts';
import type { AuthorityMessage, ReplicaMessage } from './operation.ts';
import { createReplica, type Replica } from './replica.ts';

/** mulberry32: a small seeded generator, so that a failure can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const noBlobs = (): Uint8Array => {
  throw new Error('No blob is expected here.');
};

function describeTree(fs: FileSystem, path = '', seen = new Map<number, number>()): unknown[] {
  return fs.readdir(path === '' ? '/' : path).map(({ name, type }) => {
    const full = `${path}/${name}`;
    const { ino, mode, nlink, size, mtimeMs } = fs.lstat(full);
    // A hard link is told by the number of its first name in the walk.
    if (!seen.has(ino)) seen.set(ino, seen.size);
    const common = [name, seen.get(ino), mode, nlink, mtimeMs];
    if (type === 'directory') return [...common, describeTree(fs, full, seen)];
    if (type === 'symlink') return [...common, fs.readlink(full)];
    return [...common, size, new TextDecoder().decode(fs.readFile(full))];
  });
}

/** One random operation; errors are part of the game. */
function step(fs: FileSystem, next: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const name = (): string => pick(['a', 'b', 'c', 'd']);
  const path = (): string =>
    pick([() => `/${name()}`, () => `/${name()}/${name()}`, () => `/${name()}/${name()}/${name()}`])();
  const actions = [
    () => fs.writeFile(path(), `${Math.floor(next() * 1e6)}`.repeat(1 + Math.floor(next() * 4))),
    () => fs.mkdir(path(), 0o755),
    () => fs.mkdir(path(), 0o755),
    () => void fs.makeDirectories(path(), 0o755),
    () => fs.unlink(path()),
    () => fs.rmdir(path()),
    () => fs.remove(path()),
    () => fs.rename(path(), path()),
    () => fs.rename(path(), path()),
    () => fs.link(path(), path()),
    () => fs.symlink('a', path()),
    () => fs.truncate(path(), Math.floor(next() * 20)),
    () => fs.chmod(path(), next() < 0.5 ? 0o600 : 0o640),
    () => fs.utimes(path(), 1, Math.floor(next() * 1000)),
    () => {
      const file = fs.open(path(), openFlags.O_RDWR | openFlags.O_CREAT, 0o644);
      file.write(new TextEncoder().encode('xyz'), Math.floor(next() * 10));
      file.close();
    },
    () => {
      const file = fs.open(path(), openFlags.O_WRONLY | openFlags.O_APPEND, 0o644);
      file.write(new TextEncoder().encode('++'), null);
      file.close();
    },
  ];
  try {
    pick(actions)();
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error)) throw error;
  }
}

interface Peer {
  replica: Replica;
  up: ReplicaMessage[];
  down: AuthorityMessage[];
  receive: (message: ReplicaMessage) => void;
}

test.each(Array.from({ length: 150 }, (_, seed) => [seed + 1]))(
  'authority and replicas converge, whatever the delays: seed %i',
  (seed) => {
    const next = random(seed);
    let now = 1000;
    const clock = (): number => (now += 1);
    const authority = new Authority({ clock, readBlob: noBlobs });
    const peers: Peer[] = [];
    const join = (): void => {
      const up: ReplicaMessage[] = [];
      const down: AuthorityMessage[] = [];
      const link = authority.attach((message) => down.push(message));
      const send = (messages: readonly ReplicaMessage[]): void => void up.push(...messages);
      // What is gathered is held back until it is fetched, or a while has passed.
      const replica = createReplica(structuredClone(link.start), {
        send,
        clock,
        readBlob: noBlobs,
        later: () => {},
      });
      peers.push({ replica, up, down, receive: (message) => link.receive(message) });
    };
    for (let count = 0; count < 20; count++) step(authority.fs, next);
    join();
    join();
    const deliver = (peer: Peer, upwards: boolean): boolean => {
      if (upwards) {
        peer.replica.flush();
        const message = peer.up.shift();
        if (message !== undefined) peer.receive(structuredClone(message));
        return message !== undefined;
      }
      const message = peer.down.shift();
      if (message !== undefined) peer.replica.receive(structuredClone(message));
      return message !== undefined;
    };
    for (let count = 0; count < 400; count++) {
      if (count === 200) join();
      const peer = peers[Math.floor(next() * peers.length)] as Peer;
      const what = next();
      if (what < 0.4) step(peer.replica.fs, next);
      else if (what < 0.45) step(authority.fs, next);
      else deliver(peer, what < 0.72);
    }
    for (let busy = true; busy;)
      busy = peers
        .map((peer) => [deliver(peer, true), deliver(peer, false)])
        .flat()
        .includes(true);
    const truth = describeTree(authority.fs);
    for (const { replica } of peers) {
      expect(replica.pending).toBe(0);
      expect(describeTree(replica.fs)).toEqual(truth);
    }
  },
);

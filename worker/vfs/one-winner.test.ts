import { expect, test } from 'vitest';
import { Authority } from './authority.ts';
import { openFlags } from './filesystem.ts';
import type { ReplicaMessage } from './operation.ts';
import { createReplica, type Replica } from './replica.ts';

const readBlob = (): Uint8Array => {
  throw new Error('No blob is expected here.');
};

/** Two processes that hear of each other only when one of them asks: a race in every call. */
function race(): [Replica, Replica] {
  const authority = new Authority({ clock: Date.now, readBlob });
  authority.fs.writeFile('/job', 'to be claimed');
  const join = (): Replica => {
    const sent: ReplicaMessage[] = [];
    const heard: Parameters<Replica['receive']>[0][] = [];
    const link = authority.attach((message) => void heard.push(message));
    const replica = createReplica(link.start, {
      send: (messages) => void sent.push(...messages),
      settle() {
        for (const message of sent.splice(0)) link.receive(message);
        for (const message of heard.splice(0)) replica.receive(message);
      },
      clock: Date.now,
      readBlob,
    });
    return replica;
  };
  return [join(), join()];
}

const outcome = (action: () => void): string => {
  try {
    action();
    return 'won';
  } catch (error) {
    return (error as Error).message;
  }
};
const exclusive = openFlags.O_CREAT | openFlags.O_EXCL | openFlags.O_WRONLY;

test.each<[string, (replica: Replica) => void, string]>([
  [
    'O_EXCL',
    ({ fs }) => fs.open('/lock', exclusive, 0o644).close(),
    "EEXIST: file already exists, open '/lock'",
  ],
  ['mkdir of a lock', ({ fs }) => fs.mkdir('/x.lock', 0o755), "EEXIST: file already exists, mkdir '/x.lock'"],
  ['link', ({ fs }) => fs.link('/job', '/lock'), "EEXIST: file already exists, link '/job' -> '/lock'"],
  [
    "rename of another's file",
    ({ fs }) => fs.rename('/job', '/mine'),
    "ENOENT: no such file or directory, rename '/job' -> '/mine'",
  ],
])('%s has one winner', (_name, action, lost) => {
  const [first, second] = race();
  expect([outcome(() => action(first)), outcome(() => action(second))]).toEqual(['won', lost]);
  expect(outcome(() => action(second))).not.toBe('won');
});

test('the loser sees what the winner has made', () => {
  const [first, second] = race();
  const file = first.fs.open('/lock', exclusive, 0o644);
  file.write(new TextEncoder().encode('first'), null);
  expect(outcome(() => second.fs.open('/lock', exclusive, 0o644))).toMatch(/^EEXIST/);
  expect(second.fs.stat('/lock').ino).toBe(first.fs.stat('/lock').ino);
});

test('a rename of what the process has made itself waits for nobody', () => {
  const [first] = race();
  first.fs.writeFile('/mine.tmp', 'x');
  first.fs.rename('/mine.tmp', '/job');
  expect(first.pending).toBe(3);
});

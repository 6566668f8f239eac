import { expect, test } from 'vitest';
import { Authority } from './authority.ts';
import { openFlags } from './filesystem.ts';
import type { ReplicaMessage } from './operation.ts';
import { createReplica } from './replica.ts';

function machine() {
  const readBlob = (): Uint8Array => {
    throw new Error('No blob is expected here.');
  };
  const authority = new Authority({ clock: () => 1, readBlob });
  const sent: ReplicaMessage[] = [];
  const posts: number[] = [];
  const time = { now: 1 };
  const tasks: (() => void)[] = [];
  const link = authority.attach((message) => answers.push(message));
  const answers: Parameters<typeof replica.receive>[0][] = [];
  const replica = createReplica(link.start, {
    send: (messages) => {
      posts.push(messages.length);
      sent.push(...messages);
      for (const message of messages) link.receive(message);
    },
    clock: () => time.now,
    readBlob,
    later: (task) => tasks.push(task),
  });
  const answer = () => {
    for (const message of answers.splice(0)) replica.receive(message);
  };
  const text = (path: string) => new TextDecoder().decode(authority.fs.readFile(path));
  return { authority, replica, sent, posts, time, tasks, answer, text };
}

test('small writes that go on from one another are sent as one', () => {
  const { replica, sent, tasks, answer, text } = machine();
  const log = replica.fs.open('/log', openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_APPEND, 0o644);
  const before = sent.length;
  for (let i = 0; i < 1000; i++) log.write(new TextEncoder().encode(`${i}\n`), null);
  expect(new TextDecoder().decode(replica.fs.readFile('/log')).split('\n').length).toBe(1001);
  expect(sent.length - before).toBe(0);
  tasks.splice(0).forEach((task) => task());
  expect(sent.length - before).toBe(1);
  answer();
  expect(replica.pending).toBe(0);
  expect(text('/log')).toBe(Array.from({ length: 1000 }, (_, i) => `${i}\n`).join(''));
});

test('another operation, a stamp and a flush send what is held first; a gap starts anew', () => {
  const { replica, sent, time, text, answer } = machine();
  const file = replica.fs.open('/f', openFlags.O_RDWR | openFlags.O_CREAT, 0o644);
  const write = (value: string, position: number | null) =>
    file.write(new TextEncoder().encode(value), position);
  sent.length = 0;
  write('ab', null);
  write('cd', null);
  time.now += 5;
  replica.fs.mkdir('/d', 0o755);
  expect(sent.map(({ op }) => op.type)).toEqual(['write', 'create']);
  write('x', 0);
  write('y', 2);
  expect(sent.length).toBe(2);
  expect(replica.causality.stamp()).toMatchObject({ op: sent.at(-1)?.number });
  expect(sent.length).toBe(4);
  write('z', 3);
  replica.flush();
  expect(sent.length).toBe(5);
  expect(text('/f')).toBe('xbyz');
  answer();
  expect(replica.pending).toBe(0);
  expect(new TextDecoder().decode(replica.fs.readFile('/f'))).toBe('xbyz');
});

test('operations of a burst are sent together, one that comes alone at once', () => {
  const { replica, sent, posts, time, tasks, answer, text } = machine();
  replica.fs.mkdir('/alone', 0o755);
  expect(posts).toEqual([1]);
  for (let i = 0; i < 100; i++) replica.fs.writeFile(`/alone/${i}`, `${i}`);
  replica.fs.rename('/alone/7', '/seven');
  expect(posts).toEqual([1]);
  time.now += 5;
  replica.fs.unlink('/alone/8');
  expect(posts).toEqual([1, 202]);
  replica.fs.mkdir('/last', 0o755);
  tasks.splice(0).forEach((task) => task());
  expect(posts).toEqual([1, 202, 1]);
  expect(sent.map(({ number }) => number)).toEqual(sent.map((_, index) => index + 1));
  answer();
  expect(replica.pending).toBe(0);
  expect(text('/seven')).toBe('7');
});

test('what must have one winner is sent with all that came before it', () => {
  const { replica, posts, text } = machine();
  replica.fs.mkdir('/d', 0o755);
  replica.fs.writeFile('/d/a', 'a');
  replica.fs.link('/d/a', '/d/b');
  expect(posts).toEqual([1, 3]);
  expect(text('/d/b')).toBe('a');
});

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
  const tasks: (() => void)[] = [];
  const link = authority.attach((message) => answers.push(message));
  const answers: Parameters<typeof replica.receive>[0][] = [];
  const replica = createReplica(link.start, {
    send: (message) => {
      sent.push(message);
      link.receive(message);
    },
    clock: () => 1,
    readBlob,
    later: (task) => tasks.push(task),
  });
  const answer = () => {
    for (const message of answers.splice(0)) replica.receive(message);
  };
  const text = (path: string) => new TextDecoder().decode(authority.fs.readFile(path));
  return { authority, replica, sent, tasks, answer, text };
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
  const { replica, sent, text, answer } = machine();
  const file = replica.fs.open('/f', openFlags.O_RDWR | openFlags.O_CREAT, 0o644);
  const write = (value: string, position: number | null) =>
    file.write(new TextEncoder().encode(value), position);
  sent.length = 0;
  write('ab', null);
  write('cd', null);
  replica.fs.mkdir('/d', 0o755);
  expect(sent.map(({ op }) => op.type)).toEqual(['write', 'create']);
  write('x', 0);
  write('y', 2);
  expect(sent.length).toBe(3);
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

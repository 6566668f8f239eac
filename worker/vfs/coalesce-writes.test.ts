import { expect, test } from 'vitest';
import { Authority } from './authority.ts';
import { openFlags, type FileSystem } from './filesystem.ts';
import type { AuthorityMessage } from './operation.ts';
import { createReplica } from './replica.ts';
import { BlobBytes, testClock } from './test-filesystems.ts';

const { O_CREAT, O_RDWR, O_APPEND } = openFlags;

/** An authority, and a replica that hears of it only by `deliver`, with everything since the last time in one piece. */
function spare() {
  const clock = testClock();
  const { read: readBlob } = new BlobBytes();
  const authority = new Authority({ clock, readBlob });
  const undelivered: AuthorityMessage[] = [];
  const link = authority.attach((message) => undelivered.push(message));
  const replica = createReplica(link.start, { send: () => {}, clock, readBlob });
  const deliver = (): AuthorityMessage[] => {
    const messages = link.coalesce(undelivered.splice(0));
    for (const message of messages) replica.receive(structuredClone(message));
    return messages;
  };
  return { fs: authority.fs, replica, deliver };
}

function write(fs: FileSystem, path: string, position: number | null, text: string): void {
  const file = fs.open(path, O_CREAT | O_RDWR | (position === null ? O_APPEND : 0), 0o644);
  file.write(new TextEncoder().encode(text), position);
  file.close();
}

function text(fs: FileSystem, path: string): string {
  return new TextDecoder().decode(fs.readFile(path));
}

test('a file that is written again and again travels once, as it is in the end', () => {
  const { fs, replica, deliver } = spare();
  write(fs, '/log', null, 'first\n');
  for (let count = 0; count < 100; count++) write(fs, '/log', 6, `${count}`.padEnd(1000, '.'));
  write(fs, '/other', null, 'little');
  const messages = deliver();
  const written = messages.filter((message) => message.type === 'op' && 'data' in message.op);
  expect(written).toHaveLength(2);
  expect(text(replica.fs, '/log')).toBe(text(fs, '/log'));
  expect(replica.fs.stat('/log')).toEqual(fs.stat('/log'));
  expect(text(replica.fs, '/other')).toBe('little');
  expect(replica.causality.has({ seq: messages.at(-1)?.seq ?? 0, origin: 0, op: 103 })).toBe(true);
});

test('what happens to the file besides stays in its place', () => {
  const { fs, replica, deliver } = spare();
  for (const name of ['/cut', '/touched', '/gone', '/moved', '/replaced'])
    for (let count = 0; count < 100; count++) write(fs, name, 0, `${count}`.padEnd(1000, '.'));
  fs.truncate('/cut', 10);
  fs.utimes('/touched', 5, 6);
  fs.unlink('/gone');
  fs.rename('/moved', '/there');
  fs.writeFile('/replaced', new TextEncoder().encode('new'));
  deliver();
  for (const name of ['/cut', '/touched', '/there', '/replaced']) {
    expect(text(replica.fs, name)).toBe(text(fs, name));
    expect(replica.fs.stat(name)).toEqual(fs.stat(name));
  }
  expect(replica.fs.tryStat('/gone')).toBeUndefined();
});

test('a little of a large file travels as it was written', () => {
  const { fs, deliver } = spare();
  fs.writeFile('/large', new Uint8Array(60_000));
  fs.truncate('/large', 2_000_000);
  deliver();
  for (let count = 0; count < 70; count++) write(fs, '/large', count * 1000, 'x'.repeat(1000));
  expect(deliver().filter(({ type }) => type === 'skip')).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { ReadQueue, type Party } from './read-queue.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function party(): Party & { readonly log: string[] } {
  const log: string[] = [];
  return {
    log,
    chunk: (_source, read, bytes) =>
      log.push(`${read}: ${bytes === null ? 'end' : JSON.stringify(new TextDecoder().decode(bytes))}`),
    taken: (_sink, bytes) => log.push(`taken ${bytes}`),
    broken: (_sink, code) => log.push(code),
  };
}

describe('ReadQueue', () => {
  test('one read is answered by one chunk of all that is there; the writer learns how much', () => {
    const queue = new ReadQueue('q');
    const [reader, writer] = [party(), party()];
    queue.push(encode('ab'), writer);
    queue.push(encode('cd'), writer);
    queue.read(reader, 1);
    queue.read(reader, 2);
    queue.push(encode('e'), writer);
    expect({ reader: reader.log, writer: writer.log, size: queue.size }).toEqual({
      reader: ['1: "abcd"', '2: "e"'],
      writer: ['taken 2', 'taken 2', 'taken 1'],
      size: 0,
    });
  });

  test('lines are read one at a time', () => {
    const queue = new ReadQueue('q');
    const reader = party();
    queue.push(encode('one\n'), undefined, false);
    queue.push(encode('two\n'), undefined, false);
    queue.read(reader, 1);
    queue.read(reader, 2);
    expect(reader.log).toEqual(['1: "one\\n"', '2: "two\\n"']);
  });

  test('an end that was pushed is read once, the final one for ever', () => {
    const queue = new ReadQueue('q');
    const reader = party();
    queue.pushEnd();
    queue.push(encode('x'));
    for (const read of [1, 2, 3]) queue.read(reader, read);
    expect(reader.log).toEqual(['1: end', '2: "x"']);
    queue.end();
    queue.read(reader, 4);
    expect(reader.log).toEqual(['1: end', '2: "x"', '3: end', '4: end']);
  });

  test('a cancelled read takes nothing', () => {
    const queue = new ReadQueue('q');
    const [first, second] = [party(), party()];
    queue.read(first, 1);
    queue.cancel(first, 1);
    queue.read(second, 1);
    queue.push(encode('x'));
    expect([first.log, second.log]).toEqual([[], ['1: "x"']]);
  });

  test("the answer to a read that was cancelled on its way is the next one's", () => {
    const queue = new ReadQueue('q');
    const [first, second] = [party(), party()];
    queue.read(first, 1);
    queue.push(encode('a'));
    queue.cancel(first, 1);
    queue.push(encode('b'));
    queue.read(second, 1);
    queue.read(second, 2);
    expect(second.log).toEqual(['1: "a"', '2: "b"']);
    queue.pushEnd();
    queue.read(first, 2);
    queue.cancel(first, 2);
    queue.read(second, 3);
    expect(second.log.at(-1)).toBe('3: end');
  });

  test('what a reader has taken it cannot cancel', () => {
    const queue = new ReadQueue('q');
    const [first, second] = [party(), party()];
    queue.push(encode('a'));
    queue.push(encode('b'), undefined, false);
    queue.read(first, 1);
    queue.read(first, 2);
    queue.cancel(first, 1);
    queue.end();
    queue.read(second, 1);
    expect(second.log).toEqual(['1: end']);
  });

  test('bytes that were given back come first', () => {
    const queue = new ReadQueue('q');
    const reader = party();
    queue.push(encode('b'));
    queue.unread(encode('a'));
    queue.read(reader, 1);
    queue.read(reader, 2);
    expect(reader.log).toEqual(['1: "a"', '2: "b"']);
  });

  test('a chunk is at most 64 KiB', () => {
    const queue = new ReadQueue('q');
    const sizes: number[] = [];
    const reader: Party = {
      ...party(),
      chunk: (_source, _read, bytes) => sizes.push(bytes?.byteLength ?? -1),
    };
    queue.push(new Uint8Array(150_000));
    for (const read of [1, 2, 3]) queue.read(reader, read);
    expect(sizes).toEqual([65_536, 65_536, 18_928]);
  });
});

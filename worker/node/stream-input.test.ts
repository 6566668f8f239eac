import { describe, expect, it } from 'vitest';
import type { Stream } from '../os/process-context.ts';
import { giveBackInput, inputOf } from './stream-input.ts';

type PipeRead = Extract<Stream, { kind: 'pipe-read' }>;

/** A pipe that the test feeds. */
function pipe() {
  let reader: { onData: (chunk: Uint8Array) => void; onEnd: () => void } | undefined;
  const returned: string[] = [];
  const stream: PipeRead = {
    kind: 'pipe-read',
    pipe: 'p',
    start: (onData, onEnd) => (reader = { onData, onEnd }),
    stop: () => (reader = undefined),
    unread: (bytes) => returned.push(new TextDecoder().decode(bytes)),
    close() {},
  };
  return {
    stream,
    returned,
    isRead: () => reader !== undefined,
    feed: (text: string) => reader?.onData(new TextEncoder().encode(text)),
    end: () => reader?.onEnd(),
  };
}

function read(stream: PipeRead, size: number): string | number | undefined {
  const target = new Uint8Array(size);
  const count = inputOf(stream).readSync(target);
  return count === undefined || count === 0 ? count : new TextDecoder().decode(target.subarray(0, count));
}

describe('StreamInput', () => {
  it('cannot block on a source that has no such read', () => {
    expect(read(pipe().stream, 4)).toBeUndefined();
  });

  it('answers waiting reads in order, and reads no further than it is asked', () => {
    const p = pipe();
    const answers: [string, number][] = [];
    for (const name of ['first', 'second'])
      inputOf(p.stream).read(new Uint8Array(3), (count) => answers.push([name, count]));
    expect(p.isRead()).toBe(true);
    p.feed('abcd');
    expect(answers).toEqual([
      ['first', 3],
      ['second', 1],
    ]);
    expect(p.isRead()).toBe(false);
  });

  it('blocks where its source can, and gives back what nobody has read', () => {
    const p = pipe();
    const chunks = ['hello', 'you', null];
    const stream: PipeRead = {
      ...p.stream,
      readSync() {
        const chunk = chunks.shift() ?? null;
        return chunk === null ? null : new TextEncoder().encode(chunk);
      },
    };
    expect([read(stream, 4), read(stream, 4), read(stream, 1)]).toEqual(['hell', 'o', 'y']);
    giveBackInput(stream);
    expect(p.returned).toEqual(['ou']);
    expect(read(stream, 4)).toBe(0);
  });
});

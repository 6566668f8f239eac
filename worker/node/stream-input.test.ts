import { describe, expect, it } from 'vitest';
import type { Stream } from '../os/process-context.ts';
import { giveBackInput, inputArrived, inputOf, prefetchInput } from './stream-input.ts';

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
  const count = inputOf(stream).tryRead(target);
  return count === undefined || count === 0 ? count : new TextDecoder().decode(target.subarray(0, count));
}

describe('StreamInput', () => {
  it('has nothing before anything has arrived, then what has, then the end', () => {
    const p = pipe();
    expect(read(p.stream, 4)).toBeUndefined();
    p.feed('hello');
    expect([read(p.stream, 4), read(p.stream, 4)]).toEqual(['hell', 'o']);
    expect(read(p.stream, 4)).toBeUndefined();
    p.end();
    expect(read(p.stream, 4)).toBe(0);
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

  it('reads ahead on standard input, and gives back what nobody has read', () => {
    const p = pipe();
    prefetchInput(p.stream);
    p.feed('one');
    p.feed('two');
    expect(read(p.stream, 2)).toBe('on');
    giveBackInput(p.stream);
    expect(p.returned).toEqual(['two', 'e']);
    expect(p.isRead()).toBe(false);
  });

  it('waits for a writer that has begun, and not for a quiet one', async () => {
    const timers = {
      setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms) as unknown as number,
      clearTimeout: (id: number) => clearTimeout(id),
    };
    const quiet = pipe();
    prefetchInput(quiet.stream);
    await inputArrived(quiet.stream, timers);
    const busy = pipe();
    prefetchInput(busy.stream);
    const arrived = inputArrived(busy.stream, timers);
    busy.feed('a');
    setTimeout(() => {
      busy.feed('b');
      busy.end();
    }, 40);
    await arrived;
    expect([read(busy.stream, 9), read(busy.stream, 9), read(busy.stream, 9)]).toEqual(['a', 'b', 0]);
  });

  it('does not read ahead where it could not give back', () => {
    const p = pipe();
    const stream = { ...p.stream };
    delete stream.unread;
    prefetchInput(stream);
    expect(p.isRead()).toBe(false);
  });
});

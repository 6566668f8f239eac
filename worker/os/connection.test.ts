import { describe, expect, test, vi } from 'vitest';
import type { Stamp } from '../vfs/replica.ts';
import type { Causality } from './causality.ts';
import { acceptOver, connectOver, refuse } from './connection.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function pair(causality?: Causality) {
  const { port1, port2 } = new MessageChannel();
  const addresses = { local: 50_000 as never, remote: 3000 as never };
  const client = connectOver(port1, { ...addresses, ...(causality && { causality }) });
  const server = acceptOver(port2, {
    local: 3000 as never,
    remote: 50_000 as never,
    ...(causality && { causality }),
  });
  return { client, server };
}

function readAll(source: ReturnType<typeof pair>['client']): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    source.start(
      (chunk) => (text += decode(chunk)),
      () => resolve(text),
    );
  });
}

describe('Connection', () => {
  test('carries bytes both ways, ends each way by itself and closes both ends once', async () => {
    const { client, server } = pair();
    const closed = vi.fn();
    client.onClose(closed);
    const serverClosed = new Promise<Error | undefined>((resolve) => server.onClose(resolve));
    await client.opened;
    client.write(encode('GET '));
    client.write(encode('/'));
    client.end();
    expect(await readAll(server)).toBe('GET /');
    server.write(encode('200'));
    server.end();
    expect(await readAll(client)).toBe('200');
    expect(await serverClosed).toBeUndefined();
    expect(closed.mock.calls).toEqual([[undefined]]);
  });

  test('a refused connection rejects opened and closes with ECONNREFUSED', async () => {
    const { port1, port2 } = new MessageChannel();
    const client = connectOver(port1, { local: 50_000 as never, remote: 9 as never });
    const closed = new Promise<Error | undefined>((resolve) => client.onClose(resolve));
    refuse(port2);
    await expect(client.opened).rejects.toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' });
    expect(await closed).toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a reset is ECONNRESET at the peer and fails its writes', async () => {
    const { client, server } = pair();
    await client.opened;
    const closed = new Promise<Error | undefined>((resolve) => server.onClose(resolve));
    client.reset();
    expect(await closed).toMatchObject({ code: 'ECONNRESET' });
    const failure = await new Promise((resolve) => server.write(encode('x'), resolve));
    expect(failure).toMatchObject({ code: 'ECONNRESET' });
  });

  test('writing after end fails with EPIPE', async () => {
    const { client } = pair();
    client.end();
    const failure = await new Promise((resolve) => client.write(encode('x'), resolve));
    expect(failure).toMatchObject({ code: 'EPIPE', errno: -32, syscall: 'write' });
    client.reset();
  });

  test('a writer waits while the reader does not read, and a paused reader loses nothing', async () => {
    const { client, server } = pair();
    await client.opened;
    let finished = 0;
    const chunk = 100_000;
    for (let i = 0; i < 10; i++) client.write(new Uint8Array(chunk).fill(i), () => finished++);
    client.end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(finished).toBe(2);
    const seen: number[] = [];
    let bytes = 0;
    await new Promise<void>((resolve) => {
      const onData = (data: Uint8Array) => {
        seen.push(data[0]!);
        bytes += data.byteLength;
        if (seen.length !== 3) return;
        server.stop();
        setTimeout(() => server.start(onData, resolve), 5);
      };
      server.start(onData, resolve);
    });
    expect({ seen, bytes, finished }).toEqual({
      seen: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      bytes: 1_000_000,
      finished: 10,
    });
    client.reset();
  });

  test('holds data back until the receiver has seen what the sender had written', async () => {
    const visible = new Set<number>();
    const retries: (() => void)[] = [];
    let stamp: Stamp | undefined = { seq: 7, origin: 1, op: 0 };
    const { client, server } = pair({
      stamp: () => stamp,
      seen: (wanted, retry) => visible.has(wanted.seq) || (retries.push(retry), false),
    });
    const text: string[] = [];
    server.start(
      (chunk) => text.push(decode(chunk)),
      () => {},
    );
    client.write(encode('after 7'));
    stamp = undefined;
    client.write(encode('later'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(text).toEqual([]);
    visible.add(7);
    for (const retry of retries) retry();
    expect(text).toEqual(['after 7', 'later']);
    client.reset();
  });

  test('after the close of a process that ends, what it sent is read and what is written fails', async () => {
    const { client, server } = pair();
    await client.opened;
    client.write(encode('last words'));
    client.close();
    expect(await readAll(server)).toBe('last words');
    await new Promise((resolve) => setTimeout(resolve, 20));
    const failure = await new Promise((resolve) => server.write(encode('x'), resolve));
    expect(failure).toMatchObject({ code: 'EPIPE' });
  });

  test('copies a view of a larger buffer and leaves that buffer usable', async () => {
    const { client, server } = pair();
    const pool = encode('xxhelloxx');
    client.write(pool.subarray(2, 7));
    client.end();
    expect(await readAll(server)).toBe('hello');
    expect(decode(pool)).toBe('xxhelloxx');
    server.reset();
  });
});

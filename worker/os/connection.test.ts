import { describe, expect, test, vi } from 'vitest';
import type { Stamp } from '../vfs/replica.ts';
import type { Causality } from './causality.ts';
import { abandon, acceptOver, connectOver, refuse, resumeOver } from './connection.ts';

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

describe('a connection that goes to another process', () => {
  const names = { local: 3000 as never, remote: 50_000 as never };
  /** Through a port, as it crosses. */
  function handOver(connection: ReturnType<typeof pair>['server'], unread: Uint8Array[] = []) {
    const { port, state } = connection.detach(unread);
    const clone = structuredClone({ port, state }, { transfer: [port] });
    return resumeOver(clone.port, names, clone.state);
  }
  const turn = () => new Promise((resolve) => void setTimeout(resolve));

  test('loses and repeats nothing, whatever had been read, acknowledged or was under way', async () => {
    const { client, server } = pair();
    await client.opened;
    const sent = Array.from({ length: 40 }, (_item, index) => `${index} `.padEnd(20_000, '.'));
    let written = 0;
    for (const text of sent) client.write(encode(text), () => written++);
    const unread: Uint8Array[] = [];
    let read = '';
    await new Promise<void>((resolve) => {
      server.start(
        (chunk) => {
          if (read === '') {
            read = decode(chunk);
            return;
          }
          unread.push(chunk);
          if (unread.length < 5) return;
          server.stop();
          resolve();
        },
        () => {},
      );
    });
    const heard = vi.fn();
    server.onClose(heard);
    const moved = handOver(server, unread);
    client.end();
    read += await readAll(moved);
    expect(read).toBe(sent.join(''));
    expect(written).toBe(sent.length);
    expect(heard).not.toHaveBeenCalled();
    moved.end();
    expect(await readAll(client)).toBe('');
  });

  test('what it had to say is said from there', async () => {
    const { client, server } = pair();
    await client.opened;
    const sent = Array.from({ length: 10 }, (_item, index) => `${index} `.padEnd(60_000, '.'));
    const done = sent.map((text) => new Promise((resolve) => server.write(encode(text), resolve)));
    server.end();
    const moved = handOver(server);
    expect(await Promise.all(done)).toEqual(sent.map(() => undefined));
    expect(await readAll(client)).toBe(sent.join(''));
    client.end();
    expect(await readAll(moved)).toBe('');
  });

  test('is a reset where nobody goes on with it, and cannot leave twice', async () => {
    const { client, server } = pair();
    expect(() => client.detach()).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    await client.opened;
    await turn();
    const closed = new Promise<Error | undefined>((resolve) => client.onClose(resolve));
    abandon(server.detach().port);
    expect(() => server.detach()).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(await closed).toMatchObject({ code: 'ECONNRESET' });
  });
});

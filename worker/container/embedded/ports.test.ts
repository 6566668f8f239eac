import { connectFromOutside } from '../../preview/outside-connection.ts';
import { describe, expect, test } from 'vitest';
import { screenOf, world } from './testing/world.ts';
import { readText, type Main } from './testing/fake-workers.ts';
import { inherited, never, print, readAll, run } from './testing/programs.ts';

describe('ports', () => {
  const server: Main = async (context) => {
    context.sys.listen(
      3000 as never,
      (connection) => {
        void readAll(connection as never, (text) =>
          connection.write(new TextEncoder().encode(text.toUpperCase())),
        ).then(() => connection.end());
      },
      () => {},
    );
    await context.sys.flush();
    await print(context, 'listening\n');
    return never;
  };

  test('a client in another process talks to the server; the port is told and vanishes with its process', async () => {
    const { container, ports } = world({
      server,
      async client(context) {
        const connection = context.sys.connect(3000 as never);
        await connection.opened;
        connection.write(new TextEncoder().encode('hello'));
        connection.end();
        await readAll(connection as never, (text) => void print(context, text));
        return 0;
      },
    });
    const ready: string[] = [];
    container.on('server-ready', (port, url) => ready.push(`${port} ${url}`));
    const listening = await container.machine.spawn('server', []);
    await screenOf(listening).contains('listening');
    expect(container.machine.processes()[0]?.ports).toEqual([3000]);
    const client = await container.spawn('client');
    expect(await readText(client.output)).toBe('HELLO');
    listening.signal('SIGTERM');
    await listening.exit;
    expect({ ports, ready }).toEqual({
      ports: ['3000 open', '3000 close'],
      ready: ['3000 http://preview/3000/'],
    });
  });

  test('a second listener gets EADDRINUSE at once; port 0 picks a free one; a closed one refuses', async () => {
    const { container } = world({
      server,
      async second(context) {
        const code = (error: unknown) => (error as { code: string }).code;
        let taken = '';
        try {
          context.sys.listen(
            3000 as never,
            () => {},
            () => {},
          );
        } catch (error) {
          taken = code(error);
        }
        const free = context.sys.listen(
          0 as never,
          () => {},
          () => {},
        );
        const refused = await context.sys.connect(4000 as never).opened.catch(code);
        await print(context, JSON.stringify({ taken, free: Number(free.address) > 1024, refused }));
        return 0;
      },
    });
    await screenOf(await container.machine.spawn('server', [])).contains('listening');
    const second = await container.spawn('second');
    expect(await readText(second.output)).toBe('{"taken":"EADDRINUSE","free":true,"refused":"ECONNREFUSED"}');
  });

  test('the outside connects too, and a crash of the server resets its clients', async () => {
    const { container, crash, alive } = world({
      server,
      async client(context) {
        const connection = context.sys.connect(3000 as never);
        await connection.opened;
        const closed = new Promise<Error | undefined>((resolve) => connection.onClose(resolve));
        await print(context, 'open');
        await print(context, ` ${((await closed) as { code?: string } | undefined)?.code}`);
        return 0;
      },
    });
    await screenOf(await container.machine.spawn('server', [])).contains('listening');
    const [worker] = alive();
    const outside = connectFromOutside(3000 as never, (end, life) =>
      container.machine.connect(3000 as never, end, life),
    );
    const outsideClosed = new Promise<Error | undefined>((resolve) => outside.onClose(resolve));
    await outside.opened;
    const client = await container.spawn('client');
    const screen = screenOf(client);
    await screen.contains('open');
    crash(worker!);
    await client.exit;
    await screen.contains('open ECONNRESET');
    expect(await outsideClosed).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('connections that go to another process', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const read = (connection: { start(onData: (chunk: Uint8Array) => void, onEnd: () => void): void }) =>
    new Promise<string>((resolve) =>
      connection.start(
        (chunk) => resolve(new TextDecoder().decode(chunk)),
        () => resolve('end'),
      ),
    );
  /** Hands the first connection to its child, by the socket pair that is the child's fd 3. */
  const giver: Main = async (context) => {
    const { ours, theirs } = context.sys.socketPair();
    const { code } = run(context, ['taker'], [...inherited, theirs]);
    context.sys.listen(
      3000 as never,
      (connection) => {
        context.sys.handOver(ours.outgoing, connection, { unread: [bytes('first')], detail: { n: 1 } });
        ours.write(bytes('there'));
      },
      () => {},
    );
    await context.sys.flush();
    await print(context, 'listening ');
    await print(context, `taker ${await code}`);
    return never;
  };
  const client: Main = async (context) => {
    const connection = context.sys.connect(3000 as never);
    await connection.opened;
    const closed = new Promise<Error | undefined>((resolve) => connection.onClose(resolve));
    await print(context, await Promise.race([read(connection), closed.then(() => 'nothing')]));
    await print(context, ` ${((await closed) as { code?: string } | undefined)?.code}`);
    return 0;
  };
  const taking = (then: 'exit' | 'crash'): Main =>
    async function taker(context) {
      const channel = context.stdio[3];
      if (channel?.kind !== 'socket') throw new Error('not a socket');
      const word = await read(channel);
      const { connection, detail } = context.sys.takeHandedOver(channel.incoming) ?? {};
      if (connection === undefined) throw new Error('nothing came');
      connection.write(bytes(`${word} ${JSON.stringify(detail)} ${await read(connection)}`));
      if (then === 'crash') return never;
      connection.end();
      return 0;
    };

  test('come before the bytes that follow them, and end by their new owner', async () => {
    const { container } = world({ giver, client, taker: taking('exit') });
    const screen = screenOf(await container.machine.spawn('giver', []));
    await screen.contains('listening');
    const asking = await container.spawn('client');
    await screen.contains('taker 0');
    expect(await readText(asking.output)).toBe('there {"n":1} first undefined');
  });

  test('a crash of the new owner resets them, and its end of the pipe those that it never took', async () => {
    const { container, crash, alive } = world({ giver, client, taker: taking('crash') });
    const screen = screenOf(await container.machine.spawn('giver', []));
    await screen.contains('listening');
    const before = new Set(alive());
    const asking = await container.spawn('client');
    const seen = screenOf(asking);
    await seen.contains('there {"n":1} first');
    const [taker] = [...before].slice(1);
    crash(taker!);
    await seen.contains('first ECONNRESET');
    const late = await container.spawn('client');
    expect(await readText(late.output)).toBe('nothing ECONNRESET');
  });
});

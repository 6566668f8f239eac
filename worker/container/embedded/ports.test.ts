import { connectFromOutside } from '../../preview/outside-connection.ts';
import { describe, expect, test } from 'vitest';
import { screenOf, world } from './testing/world.ts';
import { readText, type Main } from './testing/fake-workers.ts';
import { never, print, readAll } from './testing/programs.ts';

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

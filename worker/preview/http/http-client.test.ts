import { expect, test } from 'vitest';
import { acceptOver, connectOver, type PortConnection } from '../../os/connection.ts';
import type { Port } from '../../protocol/ids.ts';
import { HttpClient } from './http-client.ts';

const port = 3000 as Port;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Server {
  readonly client: HttpClient;
  /** What each connection received, as text. */
  readonly received: string[];
  readonly connections: PortConnection[];
}

/** A scripted server: `answer` is called with all that a connection sent so far, whenever it sends. */
function serve(answer: (connection: PortConnection, received: string, index: number) => void): Server {
  const received: string[] = [];
  const connections: PortConnection[] = [];
  const client = new HttpClient((to) => {
    const { port1, port2 } = new MessageChannel();
    const index = connections.length;
    const connection = acceptOver(port2, { local: to, remote: to });
    connections.push(connection);
    received.push('');
    connection.start(
      (chunk) => {
        received[index] += new TextDecoder('latin1').decode(chunk);
        answer(connection, received[index] ?? '', index);
      },
      () => connection.end(),
    );
    return connectOver(port1, { local: to, remote: to });
  });
  return { client, received, connections };
}

const text = async (body: ReadableStream<Uint8Array> | null): Promise<string> => new Response(body).text();
const get = { method: 'GET', target: '/x?y', headers: [['Host', 'localhost:3000']] } as const;

test('a response of known length keeps the connection for the next request', async () => {
  const { client, received } = serve((connection, all) => {
    if (all.endsWith('\r\n\r\n'))
      connection.write(encode('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: a\r\nx: b\r\n\r\nhello'));
  });
  const first = await client.request(port, get);
  expect([
    first.status,
    first.statusText,
    first.headers,
    await text(first.body),
    await first.trailers,
  ]).toEqual([
    200,
    'OK',
    [
      ['Content-Length', '5'],
      ['X', 'a'],
      ['x', 'b'],
    ],
    'hello',
    [],
  ]);
  expect(await text((await client.request(port, get)).body)).toBe('hello');
  expect(received).toEqual(['GET /x?y HTTP/1.1\r\nHost: localhost:3000\r\n\r\n'.repeat(2)]);
  client.close();
});

test('chunked, in single bytes, with extensions, trailers and an interim response', async () => {
  const { client } = serve((connection, all) => {
    if (!all.endsWith('\r\n\r\n')) return;
    const response =
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n' +
      '3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nSum: 13\r\n\r\n';
    for (const byte of encode(response)) connection.write(Uint8Array.of(byte));
  });
  const response = await client.request(port, get);
  expect([response.status, await text(response.body), await response.trailers]).toEqual([
    200,
    'abc0123456789',
    [['Sum', '13']],
  ]);
  client.close();
});

test('a body that ends with the connection; HEAD and 204 have none', async () => {
  const { client } = serve((connection, all, index) => {
    if (!all.endsWith('\r\n\r\n')) return;
    if (index === 0) {
      connection.write(encode('HTTP/1.0 200 OK\r\n\r\nuntil'));
      connection.write(encode(' close'));
      connection.end();
    } else if (all.startsWith('HEAD')) {
      connection.write(encode('HTTP/1.1 200 OK\r\nContent-Length: 900\r\nConnection: close\r\n\r\n'));
    } else {
      connection.write(encode('HTTP/1.1 204 No Content\r\n\r\n'));
    }
  });
  expect(await text((await client.request(port, get)).body)).toBe('until close');
  const head = await client.request(port, { ...get, method: 'HEAD' });
  expect([head.status, head.body]).toEqual([200, null]);
  const none = await client.request(port, get);
  expect([none.status, none.body]).toEqual([204, null]);
  client.close();
});

test('request bodies: whole with a length, streamed in chunks, none', async () => {
  const { client, received } = serve((connection, all) => {
    if (
      /(\r\n\r\n(body)?|0\r\n\r\n)$/.test(all) &&
      !/chunked\r\n\r\n$/.test(all) &&
      !/: 4\r\n\r\n$/.test(all)
    )
      connection.write(encode('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
  });
  const post = { method: 'POST', target: '/', headers: [] } as const;
  await client.request(port, { ...post, body: encode('body') });
  await client.request(port, { ...post, body: new Blob(['streamed']).stream() });
  await client.request(port, post);
  expect(received).toEqual([
    'POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody',
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nstreamed\r\n0\r\n\r\n',
    'POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n',
  ]);
});

test('a body streams: each chunk arrives as it is sent, and a slow reader holds the server back', async () => {
  let sent = 0;
  const { client } = serve((connection, all) => {
    if (!all.endsWith('\r\n\r\n')) return;
    connection.write(encode('HTTP/1.1 200 OK\r\n\r\n'));
    const more = (): void => {
      if (sent++ < 64) connection.write(new Uint8Array(64 * 1024), more);
      else connection.end();
    };
    more();
  });
  const response = await client.request(port, get);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const stalled = sent < 30;
  expect([stalled, (await new Response(response.body).arrayBuffer()).byteLength]).toEqual([
    true,
    64 * 64 * 1024,
  ]);
});

test('a server that breaks off mid-body errors the body, not the past', async () => {
  const { client } = serve((connection, all) => {
    if (!all.endsWith('\r\n\r\n')) return;
    connection.write(encode('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
    setTimeout(() => connection.reset(), 20);
  });
  const response = await client.request(port, get);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('half');
  await expect(reader?.read()).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a kept connection that was closed meanwhile is replaced without a word', async () => {
  const { client, connections } = serve((connection, all) => {
    if (all.endsWith('\r\n\r\n')) connection.write(encode('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  });
  await text((await client.request(port, get)).body);
  connections[0]?.reset();
  expect(await text((await client.request(port, get)).body)).toBe('ok');
  expect(connections).toHaveLength(2);
  client.close();
});

test.each([
  ['SMTP 200\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ['HTTP/1.1 200 OK\r\nbad header\r\n\r\n', 'HPE_INVALID_HEADER_TOKEN'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 'HPE_INVALID_CONTENT_LENGTH'],
  [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(140_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW'],
])('what is no HTTP is refused: %.40s', async (response, code) => {
  const { client } = serve((connection) => connection.write(encode(response)));
  await expect(client.request(port, get)).rejects.toMatchObject({ code });
});

test('header injection is refused before a byte is sent', async () => {
  const { client, received } = serve(() => {});
  await expect(client.request(port, { ...get, headers: [['X', 'a\r\nY: b']] })).rejects.toMatchObject({
    code: 'ERR_INVALID_CHAR',
  });
  expect(received).toEqual(['']);
});

test('an aborted request ends with the reason of its signal', async () => {
  const { client } = serve(() => {});
  const controller = new AbortController();
  const request = client.request(port, { ...get, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('gone')), 10);
  await expect(request).rejects.toThrow('gone');
});

test('an upgrade hands over the connection and what came with it', async () => {
  const { client } = serve((connection, all) => {
    if (all.endsWith('\r\n\r\n'))
      connection.write(encode('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nfirst'));
  });
  const { response, connection, head } = await client.upgrade(port, {
    ...get,
    headers: [
      ['Upgrade', 'x'],
      ['Connection', 'Upgrade'],
    ],
  });
  expect([response.status, new TextDecoder().decode(head)]).toEqual([101, 'first']);
  connection?.reset();
});

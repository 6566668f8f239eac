import { describe, expect, it } from 'vitest';
import type { Host } from '../realm.ts';
import { HttpBridge } from './http-bridge.ts';

interface Call {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}

/** A bridge over a fetch that answers with `respond`, and what came out of both ends. */
function bridge(respond: (call: Call) => Response | Error, name = 'api.dev') {
  const calls: Call[] = [];
  const failures: (Error & { code?: string })[] = [];
  let output = '';
  let ended = false;
  const host = {
    URL,
    AbortController,
    TextDecoder,
    TextEncoder,
    setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms) as unknown as number,
    clearTimeout: (id: number) => clearTimeout(id),
    fetch: async (url: string, init: RequestInit) => {
      const body = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : '';
      const headers = Object.fromEntries((init.headers ?? []) as [string, string][]);
      const call = { url, method: init.method ?? 'GET', headers, body };
      if (init.mode !== 'no-cors') calls.push(call);
      const response = respond(init.mode === 'no-cors' ? { ...call, method: 'PROBE' } : call);
      if (response instanceof Error) throw response;
      return response;
    },
  } as unknown as Host;
  const channel = new HttpBridge({
    host,
    authority: { name, port: 80 },
    onFailure: (error) => failures.push(error),
  });
  channel.start(
    (chunk) => (output += new TextDecoder('latin1').decode(chunk)),
    () => (ended = true),
  );
  const write = (text: string) => channel.write(new TextEncoder().encode(text), () => {});
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
  return { channel, write, settled, calls, failures, output: () => output, ended: () => ended };
}

describe('HttpBridge', () => {
  it('makes a request with fetch and answers in chunks', async () => {
    const b = bridge(() => new Response('hello', { status: 200, statusText: 'OK', headers: { 'x-a': 'b' } }));
    b.write('GET /a?b HTTP/1.1\r\nHost: api.dev\r\nAccept: text/plain\r\nConnection: keep-alive\r\n\r\n');
    await b.settled();
    expect(b.calls).toEqual([
      { url: 'http://api.dev/a?b', method: 'GET', headers: { Accept: 'text/plain' }, body: '' },
    ]);
    expect(b.output()).toBe(
      'HTTP/1.1 200 OK\r\ncontent-type: text/plain;charset=UTF-8\r\nx-a: b\r\nconnection: keep-alive\r\n' +
        'transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    );
    expect(b.ended()).toBe(false);
  });

  it("reaches the IDE's own registry proxy by a name, since localhost is the machine's", async () => {
    const b = bridge(() => new Response(null, { status: 204 }), 'registry.holdfast.internal');
    b.write('GET /express HTTP/1.1\r\n\r\n');
    await b.settled();
    expect(b.calls.map(({ url }) => url)).toEqual(['/registry/express']);
  });

  it('reads bodies of both framings, in pieces, and two requests on one connection', async () => {
    const b = bridge(({ body }) => new Response(null, { status: 204, headers: { got: body } }));
    b.channel.secure();
    b.write('POST /1 HTTP/1.1\r\nContent-Length: 5\r\n\r\nhe');
    b.write('lloPUT /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n');
    b.write('2\r\nde\r\n0\r\n\r\n');
    await b.settled();
    expect(b.calls.map(({ url, method, body }) => [url, method, body])).toEqual([
      ['https://api.dev:80/1', 'POST', 'hello'],
      ['https://api.dev:80/2', 'PUT', 'abcde'],
    ]);
    expect(b.output()).toBe(
      'HTTP/1.1 204 \r\ngot: hello\r\nconnection: keep-alive\r\n\r\n' +
        'HTTP/1.1 204 \r\ngot: abcde\r\nconnection: keep-alive\r\n\r\n',
    );
  });

  it('says so where CORS refuses, and where nobody answers', async () => {
    const cors = bridge(({ method }) =>
      method === 'PROBE' ? new Response(null) : new TypeError('Failed to fetch'),
    );
    cors.write('GET / HTTP/1.1\r\n\r\n');
    await cors.settled();
    expect(cors.failures.map(({ code, message }) => [code, message])).toEqual([
      [
        'ERR_HOLDFAST_CORS',
        "The browser's CORS rules refused http://api.dev/: http://api.dev answers, but does not allow other sites to read it",
      ],
    ]);
    const gone = bridge(() => new TypeError('Failed to fetch'));
    gone.write('GET / HTTP/1.1\r\n\r\n');
    await gone.settled();
    expect(gone.failures.map(({ code }) => code)).toEqual(['ERR_HOLDFAST_FETCH_REFUSED']);
  });

  it('refuses what is no HTTP request', async () => {
    const b = bridge(() => new Response(''));
    b.write('\x00\x00\x00\x08\x04\xd2\x16\x2f no startup packet\r\n\r\n');
    await b.settled();
    expect(b.failures.map(({ code }) => code)).toEqual(['ERR_HOLDFAST_NO_RAW_SOCKETS']);
    expect(b.ended()).toBe(true);
  });
});

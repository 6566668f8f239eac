// The parser against the real one of the Node that runs the tests: the same bytes, the same events, the same errors.
import { describe, expect, it } from 'vitest';
import { createHttpParserBinding } from './http_parser.ts';
import { fakeRealm, realBinding } from './testing/fake-realm.ts';

interface Parser {
  initialize(type: number, resource: object, max?: number, lenient?: number, list?: object): void;
  execute(chunk: Uint8Array): unknown;
  finish(): unknown;
  [index: number]: unknown;
}
interface ParserBinding {
  HTTPParser: { new (): Parser } & Record<string, number>;
}

const natives = realBinding<Record<string, string>>('natives');
const encoded = /"(AGFzbQ[A-Za-z0-9+/=]+)"/.exec(natives['internal/deps/undici/undici'] ?? '')?.[1] ?? '';
const wasm = new WebAssembly.Module(Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)));

const builtin = (id: string) =>
  (globalThis as unknown as { process: { getBuiltinModule(id: string): unknown } }).process.getBuiltinModule(
    id,
  );
const real = builtin('_http_common') as ParserBinding;
const ours = createHttpParserBinding(
  fakeRealm({
    llhttp: () => wasm,
    require: (id: string) => {
      if (id === 'internal/options') return { getOptionValue: () => 16_384 };
      return builtin(id);
    },
    meta: {
      bindings: {
        http_parser: {
          HTTPParser: {
            statics: Object.fromEntries(
              Object.keys(real.HTTPParser).map((name) => [name, real.HTTPParser[name]]),
            ),
          },
          methods: [],
          allMethods: [],
        },
      },
    } as never,
  }),
) as unknown as ParserBinding;

/** Everything that a parser tells while it reads `chunks`. */
function events(
  { HTTPParser }: ParserBinding,
  type: 'REQUEST' | 'RESPONSE',
  chunks: readonly string[],
  options: { max?: number; lenient?: number; throwIn?: number } = {},
): unknown[] {
  const log: unknown[] = [];
  const parser = new HTTPParser();
  const record =
    (name: string, index: number) =>
    (...args: unknown[]) => {
      log.push([
        name,
        ...args.map((arg) =>
          arg instanceof Uint8Array
            ? `bytes:${new TextDecoder('latin1').decode(arg)}`
            : Array.isArray(arg)
              ? [...(arg as unknown[])]
              : arg,
        ),
      ]);
      if (options.throwIn === index) throw new Error(`thrown in ${name}`);
      return 0;
    };
  const names = ['kOnMessageBegin', 'kOnHeaders', 'kOnHeadersComplete', 'kOnBody', 'kOnMessageComplete'];
  for (const name of names) {
    const index = HTTPParser[name] ?? -1;
    parser[index] = record(name, index);
  }
  parser.initialize(HTTPParser[type] ?? 0, {}, options.max ?? 0, options.lenient ?? 0);
  const outcome = (work: () => unknown) => {
    try {
      const result = work();
      if (!(result instanceof Error)) return result;
      return { ...result, message: result.message };
    } catch (error) {
      return { thrown: String(error) };
    }
  };
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk, 'latin1');
    log.push(['executed', outcome(() => parser.execute(bytes))]);
  }
  log.push(['finished', outcome(() => parser.finish())]);
  return log;
}

const many = Array.from({ length: 70 }, (_, i) => `X-H${i}: value ${i}\r\n`).join('');
const cases: [string, 'REQUEST' | 'RESPONSE', string[], Parameters<typeof events>[3]?][] = [
  ['a GET', 'REQUEST', ['GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept: */*  \r\n\r\n']],
  ['a byte at a time', 'REQUEST', [...'GET /ab HTTP/1.1\r\nHost: xyz\r\nA: b \r\n\r\n']],
  ['two in one chunk', 'REQUEST', ['GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.0\r\n\r\n']],
  ['a POST', 'REQUEST', ['POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhe', 'llo']],
  [
    'chunks and trailers',
    'REQUEST',
    [
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\nU: 2 \r\n\r\n',
    ],
  ],
  [
    'an upgrade',
    'REQUEST',
    ['GET /chat HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nraw bytes'],
  ],
  ['CONNECT', 'REQUEST', ['CONNECT a:443 HTTP/1.1\r\n\r\nhello']],
  ['many headers', 'REQUEST', [`GET / HTTP/1.1\r\n${many}\r\n`]],
  ['a value that spans chunks', 'REQUEST', ['GET / HTTP/1.1\r\nA: one', ' two\r\n', '\r\n']],
  ['an empty value', 'REQUEST', ['GET / HTTP/1.1\r\nA:\r\nB: \r\n\r\n']],
  ['latin1 in a value', 'REQUEST', ['GET / HTTP/1.1\r\nA: \xe9\x80\xff\r\n\r\n']],
  ['a response', 'RESPONSE', ['HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno']],
  ['a response without length', 'RESPONSE', ['HTTP/1.1 200 OK\r\n\r\nabc', 'def']],
  ['204', 'RESPONSE', ['HTTP/1.1 204 No Content\r\n\r\n']],
  ['100 and 200', 'RESPONSE', ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n']],
  ['no status text', 'RESPONSE', ['HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n']],
  ['a bad method', 'REQUEST', ['FOO / HTTP/1.1\r\n\r\n']],
  ['a bad version', 'REQUEST', ['GET / HTTP/9.9\r\n\r\n']],
  ['a bad header', 'REQUEST', ['GET / HTTP/1.1\r\nA b: c\r\n\r\n']],
  ['a bad chunk', 'REQUEST', ['POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n']],
  ['a bad length', 'REQUEST', ['POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\n']],
  [
    'length and chunks',
    'REQUEST',
    ['POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ],
  [
    'length and chunks, lenient',
    'REQUEST',
    ['POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    { lenient: 2 },
  ],
  ['no request at all', 'REQUEST', ['\x16\x03\x01 hello']],
  ['cut off in the head', 'REQUEST', ['GET / HT']],
  ['cut off in the body', 'REQUEST', ['POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc']],
  ['a head too large', 'REQUEST', [`GET / HTTP/1.1\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`]],
  ['a limit of its own', 'REQUEST', [`GET / HTTP/1.1\r\nA: ${'x'.repeat(200)}\r\n\r\n`], { max: 100 }],
  ['a throw in headers', 'REQUEST', ['GET / HTTP/1.1\r\n\r\n'], { throwIn: 2 }],
  ['a throw in the body', 'REQUEST', ['POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello'], { throwIn: 3 }],
];

describe('http_parser', () => {
  it.each(cases)('tells as the real one: %s', (_name, type, chunks, options) => {
    expect(events(ours, type, chunks, options)).toEqual(events(real, type, chunks, options));
  });
});

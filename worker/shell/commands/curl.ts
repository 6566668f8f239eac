// curl: virtual ports over the machine's own network, other hosts through the browser's fetch under its CORS rules.
// -s -S -i -I -v -X -d --data-raw --data-binary -H -o -O -L -w -f -u -A -G -m --json -k.

import { openFlags } from '../../vfs/filesystem.ts';
import { encodeText } from '../stream/text.ts';
import { Failure, type Applet, type AppletContext } from './applet.ts';
import { exchange, type CurlRequest, type CurlResponse } from './curl-exchange.ts';
import { expandEscapes } from './escapes.ts';
import { readAllBytes } from './lines.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

/** As curl's own default. */
const maxRedirects = 50;

export const curl: Applet = async (context) => {
  const options = parseOptions('curl', context.args, {
    short: 'sSiIvX:d:H:o:OLw:fu:A:Gm:kF:e:b:c:Tx:',
    long: {
      silent: 's',
      'show-error': 'S',
      include: 'i',
      head: 'I',
      verbose: 'v',
      'request=': 'X',
      'data=': 'd',
      'data-raw=': 'raw',
      'data-binary=': 'binary',
      'data-urlencode=': 'urlencode',
      'json=': 'json',
      'header=': 'H',
      'output=': 'o',
      'remote-name': 'O',
      location: 'L',
      'write-out=': 'w',
      fail: 'f',
      'user=': 'u',
      'user-agent=': 'A',
      get: 'G',
      'max-time=': 'm',
      insecure: 'k',
      compressed: 'compressed',
      'no-buffer': 'N',
      'url=': 'url',
    },
    code: 2,
  });
  for (const unsupported of ['F', 'b', 'c', 'T', 'x'])
    if (options.has(unsupported)) throw new Failure(`option -${unsupported}: is not supported here`, 2);
  const urls = [...options.values('url'), ...options.operands];
  if (urls.length === 0) throw new Failure("try 'curl --help' for more information", 2);
  let status = 0;
  for (const url of urls) status = await transfer(context, options, url);
  return status;
};

async function transfer(context: AppletContext, options: ParsedOptions, given: string): Promise<number> {
  let url: URL;
  try {
    url = new URL(
      /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given.replace(/^:(?=\d)/, 'localhost:')}`,
    );
  } catch {
    return complain(context, options, 3, 'URL rejected: Malformed input to a URL function');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return complain(context, options, 1, `Protocol "${url.protocol.slice(0, -1)}" not supported`);
  const body = await requestBody(context, options);
  if (body !== undefined && options.has('G'))
    url.search += (url.search === '' ? '?' : '&') + new TextDecoder().decode(body);
  let request: CurlRequest = {
    url,
    method:
      options.value('X') ??
      (options.has('I') ? 'HEAD' : body !== undefined && !options.has('G') ? 'POST' : 'GET'),
    headers: requestHeaders(options, body !== undefined && !options.has('G')),
    body: options.has('G') ? undefined : body,
  };
  const limit = options.value('m');
  const signal =
    limit === undefined
      ? context.signal
      : AbortSignal.any([context.signal, AbortSignal.timeout(Number(limit) * 1000)]);
  const started = performance.now();
  let redirects = 0;
  for (;;) {
    let response: CurlResponse;
    try {
      if (options.has('v')) await showRequest(context, request);
      response = await exchange(context.sys, request, signal);
      if (options.has('v')) await showHead(context, response, '< ');
    } catch (error) {
      if (context.signal.aborted) return 130;
      if (signal.aborted)
        return complain(
          context,
          options,
          28,
          `Operation timed out after ${String(Math.round(performance.now() - started))} milliseconds`,
        );
      return explain(context, options, request.url, error);
    }
    const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    if (options.has('L') && location !== undefined && response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      redirects += 1;
      if (redirects > maxRedirects)
        return complain(context, options, 47, `Maximum (${String(maxRedirects)}) redirects followed`);
      if (options.has('i') || options.has('I')) await showHead(context, response, '');
      request = redirected(request, new URL(location, request.url), response.status, options.has('X'));
      continue;
    }
    return receive(context, options, request, response, { redirects, started });
  }
}

async function requestBody(context: AppletContext, options: ParsedOptions): Promise<Uint8Array | undefined> {
  const parts: string[] = [];
  let binary: Uint8Array | undefined;
  for (const name of ['d', 'raw', 'binary', 'urlencode', 'json']) {
    for (const value of options.values(name)) {
      if (name !== 'raw' && name !== 'urlencode' && value.startsWith('@')) {
        const bytes = await readAllBytes(context.open(value.slice(1)));
        if (name === 'binary' || name === 'json') binary = bytes;
        // -d drops the newlines of a file, as curl documents.
        else parts.push(new TextDecoder().decode(bytes).replace(/[\r\n\0]/g, ''));
      } else if (name === 'urlencode') {
        const equals = value.indexOf('=');
        parts.push(
          equals === -1
            ? encodeURIComponent(value)
            : `${value.slice(0, equals + 1)}${encodeURIComponent(value.slice(equals + 1))}`,
        );
      } else parts.push(value);
    }
  }
  if (binary !== undefined && parts.length === 0) return binary;
  return parts.length === 0 ? undefined : encodeText(parts.join(options.has('json') ? '' : '&'));
}

function requestHeaders(options: ParsedOptions, hasBody: boolean): [string, string][] {
  const headers: [string, string][] = [
    ['User-Agent', options.value('A') ?? 'curl/8.0 (Holdfast)'],
    ['Accept', options.has('json') ? 'application/json' : '*/*'],
  ];
  const user = options.value('u');
  if (user !== undefined) headers.push(['Authorization', `Basic ${btoa(user)}`]);
  const referer = options.value('e');
  if (referer !== undefined) headers.push(['Referer', referer]);
  if (hasBody)
    headers.push([
      'Content-Type',
      options.has('json') ? 'application/json' : 'application/x-www-form-urlencoded',
    ]);
  for (const line of options.values('H')) {
    const colon = line.search(/[:;]/);
    if (colon === -1) continue;
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    const index = headers.findIndex(([given]) => given.toLowerCase() === name.toLowerCase());
    if (index !== -1) headers.splice(index, 1);
    // `Name:` drops a header, `Name;` sends it empty.
    if (value !== '' || line[colon] === ';') headers.push([name, value]);
  }
  return headers;
}

function redirected(request: CurlRequest, url: URL, status: number, keepMethod: boolean): CurlRequest {
  const toGet =
    !keepMethod && (status === 303 || ((status === 301 || status === 302) && request.method === 'POST'));
  const other = url.origin !== request.url.origin;
  const headers = request.headers.filter(
    ([name]) => !(other && /^authorization$/i.test(name)) && !(toGet && /^content-type$/i.test(name)),
  );
  return toGet ? { url, method: 'GET', headers, body: undefined } : { ...request, url, headers };
}

async function showRequest(context: AppletContext, { method, url, headers }: CurlRequest): Promise<void> {
  const lines = [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
  ];
  await context.stderr.write(lines.map((line) => `> ${line}\n`).join(''));
  await context.stderr.flush();
}

async function showHead(context: AppletContext, response: CurlResponse, mark: '' | '< '): Promise<void> {
  const lines = [
    `HTTP/${response.httpVersion} ${String(response.status)} ${response.statusText}`.trimEnd(),
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
    '',
  ];
  const to = mark === '' ? context.stdout : context.stderr;
  await to.write(lines.map((line) => `${mark}${line}${mark === '' ? '\r' : ''}\n`).join(''));
  if (mark !== '') await to.flush();
}

async function receive(
  context: AppletContext,
  options: ParsedOptions,
  request: CurlRequest,
  response: CurlResponse,
  run: { readonly redirects: number; readonly started: number },
): Promise<number> {
  const fails = options.has('f') && response.status >= 400;
  if ((options.has('i') || options.has('I')) && !fails) await showHead(context, response, '');
  const output = options.value('o') ?? (options.has('O') ? remoteName(request.url) : undefined);
  const file =
    output === undefined || output === '-' || fails
      ? undefined
      : context.fs.open(
          context.resolve(output),
          openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC,
          0o666 & ~context.umask,
        );
  let size = 0;
  let status = fails ? 22 : 0;
  try {
    if (fails) await response.body?.cancel();
    else if (response.body !== null && !options.has('I')) {
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        size += value.length;
        if (file !== undefined) file.write(value, null);
        else if (output !== '/dev/null') {
          await context.stdout.write(value);
          // What streams in (server-sent events, say) is seen as it comes.
          await context.stdout.flush();
        }
        if (context.signal.aborted) {
          await reader.cancel();
          return 130;
        }
      }
    } else await response.body?.cancel();
  } catch {
    if (context.signal.aborted) return 130;
    status = await complain(context, options, 18, 'end of response with bytes missing');
  } finally {
    file?.close();
  }
  if (fails)
    status = await complain(
      context,
      options,
      22,
      `The requested URL returned error: ${String(response.status)}`,
    );
  const template = options.value('w');
  if (template !== undefined) {
    const seconds = ((performance.now() - run.started) / 1000).toFixed(6);
    const values: Readonly<Record<string, string>> = {
      http_code: String(response.status).padStart(3, '0'),
      response_code: String(response.status).padStart(3, '0'),
      size_download: String(size),
      time_total: seconds,
      url_effective: request.url.href,
      num_redirects: String(run.redirects),
      content_type: response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '',
      method: request.method,
      exitcode: String(status),
    };
    const { text } = expandEscapes(template);
    await context.stdout.write(
      text.replace(/%\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole).replaceAll('%%', '%'),
    );
  }
  return status;
}

function remoteName(url: URL): string {
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  if (name === '') throw new Failure('Remote file name has no length', 23);
  return decodeURIComponent(name);
}

async function complain(
  context: AppletContext,
  options: ParsedOptions,
  code: number,
  message: string,
): Promise<number> {
  if (!options.has('s') || options.has('S')) await context.complain(`(${String(code)}) ${message}`);
  return code;
}

async function explain(
  context: AppletContext,
  options: ParsedOptions,
  url: URL,
  error: unknown,
): Promise<number> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (code === 'ECONNREFUSED')
    return complain(
      context,
      options,
      7,
      `Failed to connect to ${url.hostname} port ${port} after 0 ms: Couldn't connect to server`,
    );
  if (code === 'ECONNRESET') return complain(context, options, 56, 'Recv failure: Connection reset by peer');
  if (code.startsWith('HPE_'))
    return complain(context, options, 1, `Received an invalid HTTP response (${code})`);
  if (error instanceof TypeError)
    return complain(
      context,
      options,
      7,
      `Could not fetch ${url.origin}: the browser blocked it or the host cannot be reached. A page may read other hosts only where they allow it (CORS)`,
    );
  return complain(context, options, 56, error instanceof Error ? error.message : String(error));
}

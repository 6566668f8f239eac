import { expect, Machine, test } from './machine.ts';

const served = (body: string): Readonly<Record<string, string>> => ({
  'package.json': JSON.stringify({ scripts: { start: 'node server.js' } }),
  'server.js': `require('http').createServer((q, s) => { s.setHeader('content-type', 'text/html'); s.end(${JSON.stringify(body)}); }).listen(3000)`,
});

/** Collects the reports of previewed pages from now on. */
async function watchReports(machine: Machine): Promise<() => Promise<readonly Record<string, unknown>[]>> {
  await machine.page.evaluate(async () => {
    const seen: unknown[] = [];
    Object.assign(window, { seen });
    await window.holdfast.previews.subscribe((message) => seen.push(message));
  });
  return () =>
    machine.page.evaluate(() => (window as unknown as { seen: readonly Record<string, unknown>[] }).seen);
}

test('errors of a previewed page reach the kernel as preview-message events', async ({ page }) => {
  // Not the fixture, which wants a silent console: the page's errors are on purpose.
  const machine = new Machine(page);
  await machine.open();
  await machine.project(
    served(
      `<h1>page</h1><script>addEventListener('load', () => {
        console.error('logged', { a: 1 });
        Promise.reject(new Error('rejected'));
        setTimeout(() => { throw new TypeError('thrown'); });
      })</script>`,
    ),
  );
  const reports = await watchReports(machine);
  await machine.run();
  await expect.poll(async () => (await reports()).length).toBe(3);
  const byType: Readonly<Record<string, Record<string, unknown>>> = Object.fromEntries(
    (await reports()).map((each) => [String(each['type']), each]),
  );
  expect(byType['PREVIEW_CONSOLE_ERROR']).toMatchObject({ port: 3000, pathname: '/' });
  expect(byType['PREVIEW_CONSOLE_ERROR']?.['args']).toEqual(['logged', '[object Object]']);
  expect(byType['PREVIEW_UNHANDLED_REJECTION']).toMatchObject({ message: 'rejected' });
  expect(byType['PREVIEW_UNCAUGHT_EXCEPTION']).toMatchObject({ message: 'thrown' });
  expect(String(byType['PREVIEW_UNCAUGHT_EXCEPTION']?.['stack'])).toContain('TypeError: thrown');
});

test('setPreviewScript: every page has the script from its next load on, until it is taken away', async ({
  machine,
}) => {
  await machine.project(served('<!doctype html><head><title>x</title></head><h1>page</h1>'));
  await machine.run();
  await expect(machine.preview.locator('h1')).toHaveText('page');
  const reload = async (): Promise<void> => {
    await machine.page.getByTestId('preview-reload').click();
  };
  await machine.page.evaluate(() =>
    window.holdfast.previews.setScript('document.documentElement.dataset.injected = "ünïcode"'),
  );
  await reload();
  await expect(machine.preview.locator('html')).toHaveAttribute('data-injected', 'ünïcode');
  await machine.page.evaluate(() =>
    window.holdfast.previews.setScript(
      'await 0; document.documentElement.dataset.module = String(this === undefined)',
      { type: 'module' },
    ),
  );
  await reload();
  await expect(machine.preview.locator('html')).toHaveAttribute('data-module', 'true');
  await machine.page.evaluate(() => window.holdfast.previews.setScript(''));
  await reload();
  await expect(machine.preview.locator('html')).not.toHaveAttribute('data-module');
});

test('K12: messages that are none are refused, and the kernel goes on', async ({ machine }) => {
  await machine.project({ 'package.json': '{}' });
  const refused = await machine.page.evaluate(async () => {
    const said: string[] = [];
    const bad = async (call: () => Promise<unknown>): Promise<void> => {
      try {
        await call();
        said.push('served');
      } catch (error) {
        said.push(`${(error as { code: string }).code}: ${(error as Error).message}`);
      }
    };
    const { holdfast } = window;
    await bad(() => holdfast.fs.writeFile('x', 7 as unknown as string));
    await bad(() => holdfast.processes.kill(-1));
    await bad(() => holdfast.kernel.exec('ls', 'x' as unknown as string[]));
    return said;
  });
  expect(refused).toEqual([
    expect.stringContaining('ERR_INVALID_ARG_TYPE: fs.writeFile: argument 2'),
    expect.stringContaining('ERR_INVALID_ARG_TYPE: kill: argument 1'),
    expect.stringContaining('ERR_INVALID_ARG_TYPE: exec: argument 2'),
  ]);
  expect((await machine.exec('echo', ['on'])).stdout).toBe('on\n');
});

test('a killed server ends its pages’ open streams and WebSockets at once', async ({ machine }) => {
  await machine.project({
    'package.json': JSON.stringify({ scripts: { start: 'node server.js' } }),
    'server.js': `
const { createHash } = require('crypto');
const server = require('http').createServer((request, response) => {
  if (request.url === '/stream') { response.writeHead(200); response.write('first;'); return; }
  response.setHeader('content-type', 'text/html');
  response.end(\`<!doctype html><p id=stream></p><p id=socket></p><script type=module>
    const say = (id, text) => { document.getElementById(id).textContent += text; };
    const socket = new WebSocket('ws://' + location.host + '/');
    socket.onopen = () => say('socket', 'open;');
    socket.onclose = ({ code }) => say('socket', 'closed ' + code);
    const reader = (await fetch('/stream')).body.pipeThrough(new TextDecoderStream()).getReader();
    try { for (;;) { const { done, value } = await reader.read(); if (done) break; say('stream', value); } say('stream', 'ended'); }
    catch (error) { say('stream', 'broken'); }
  </script>\`);
});
server.on('upgrade', ({ headers }, socket) => {
  const accept = createHash('sha1').update(headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + accept + '\\r\\n\\r\\n');
});
server.listen(3000);
`,
  });
  await machine.run();
  const { ports } = await machine.until((s) => s.ports.length === 1);
  const tab = await machine.page.context().newPage();
  await tab.goto(ports[0]?.url ?? '');
  await expect(tab.locator('#stream')).toHaveText('first;');
  await expect(tab.locator('#socket')).toHaveText('open;');
  await machine.page.evaluate((pid) => window.holdfast.processes.kill(pid, 'SIGKILL'), ports[0]?.pid ?? 0);
  await expect(tab.locator('#socket')).toHaveText('open;closed 1006', { timeout: 2_000 });
  await expect(tab.locator('#stream')).toHaveText('first;broken', { timeout: 2_000 });
});

import type { FrameLocator, Page } from '@playwright/test';
import { serveStatic } from '../../tools/static-server.mjs';
import { builtApp } from './serve-built-app.ts';
import { expect, Machine, test } from './machine.ts';

const app = {
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } }),
  'server.js': `
const http = require('http');
const page = \`<!doctype html><title>app</title><link rel=stylesheet href="/style.css"><h1>root</h1>
<script type=module>
  import { word } from '/module.js';
  const lazy = await import('./lazy.js');
  const posted = await (await fetch('/echo', { method: 'POST', body: 'x'.repeat(100000) })).text();
  const chunks = []; for await (const chunk of (await fetch('/stream')).body.pipeThrough(new TextDecoderStream())) chunks.push(chunk);
  const range = await (await fetch('/range', { headers: { range: 'bytes=2-4' } })).text();
  await fetch('/set-cookie'); const cookie = await (await fetch('/cookie')).text();
  const moved = await fetch('/old');
  document.body.append(Object.assign(document.createElement('pre'), { id: 'result', textContent: JSON.stringify({ word, lazy: lazy.word, posted, stream: chunks.join(''), range, cookie, moved: [moved.redirected, await moved.text()], colour: getComputedStyle(document.querySelector('h1')).color }) }));
</script>\`;
http.createServer((req, res) => {
  const send = (type, body, headers = {}) => (res.writeHead(200, { 'content-type': type, ...headers }), res.end(body));
  switch (req.url) {
    case '/': return send('text/html', page);
    case '/style.css': return send('text/css', 'h1 { color: rgb(1, 2, 3) }');
    case '/module.js': return send('text/javascript', 'export const word = "static"');
    case '/lazy.js': return send('text/javascript', 'export const word = "dynamic"');
    case '/echo': { let n = 0; req.on('data', (d) => (n += d.length)); req.on('end', () => send('text/plain', req.method + ' ' + n)); return; }
    case '/stream': { res.writeHead(200, { 'content-type': 'text/plain' }); let i = 0; const t = setInterval(() => { res.write('part' + i++ + ';'); if (i === 3) { clearInterval(t); res.end(); } }, 20); return; }
    case '/range': res.writeHead(206, { 'content-range': 'bytes 2-4/6' }); return res.end('abcdef'.slice(2, 5));
    case '/set-cookie': return send('text/plain', '', { 'set-cookie': 'taste=sweet; Path=/; HttpOnly' });
    case '/cookie': return send('text/plain', req.headers.cookie ?? '');
    case '/old': res.writeHead(302, { location: '/new' }); return res.end();
    case '/links': return send('text/html', '<a href="/#part">_self</a> <a href="/" target=_blank rel=opener>_blank</a>');
    case '/new': return send('text/plain', 'arrived');
    default: res.writeHead(404); res.end('nothing here');
  }
}).listen(3000);
`,
};

async function expectAnswers(preview: FrameLocator | Page): Promise<void> {
  await expect(preview.locator('#result')).toBeVisible();
  expect(JSON.parse((await preview.locator('#result').textContent()) ?? '')).toEqual({
    word: 'static',
    lazy: 'dynamic',
    posted: 'POST 100000',
    stream: 'part0;part1;part2;',
    range: 'cde',
    cookie: 'taste=sweet',
    moved: [true, 'arrived'],
    colour: 'rgb(1, 2, 3)',
  });
}

test('the preview answers every kind of request that a page makes', async ({ machine }) => {
  await machine.project(app);
  await machine.run();
  await expectAnswers(machine.preview);

  const address = machine.page.getByTestId('preview-address');
  const back = machine.page.getByRole('button', { name: 'Back', exact: true });
  await expect(back).toBeDisabled();
  await address.fill('links');
  await address.press('Enter');
  await expect(machine.preview.getByText('_self')).toBeVisible();
  await back.click();
  await expect(machine.preview.locator('h1')).toHaveText('root');
  await expect(address).toHaveValue('/');
  // The IDE itself must never be what is gone back from.
  await expect(back).toBeDisabled();
  // Who leaves before a page has its answers takes them from it, and it complains.
  await expectAnswers(machine.preview);
  await machine.page.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect(machine.preview.getByText('_self')).toBeVisible();
  // From what is no page, too.
  await address.fill('new');
  await address.press('Enter');
  await expect(machine.preview.locator('body')).toHaveText('arrived');
  await back.click();
  await expect(machine.preview.getByText('_self')).toBeVisible();
});

test('on a host without preview origins the preview lives under a path, where `/` is its own page', async ({
  page,
  context,
}) => {
  const server = await serveStatic({ root: builtApp(), port: 0, registry: '', previewOrigins: 0 });
  try {
    await page.goto(server.url);
    const machine = new Machine(page);
    await machine.ready();
    await machine.project(app);
    await machine.run();
    await expectAnswers(machine.preview);
    const { ports } = await machine.until((s) => s.ports.length === 1);
    const url = ports[0]?.url ?? '';
    expect(url).toContain(server.url);
    const tab = await context.newPage();
    for (const target of ['_self', '_blank']) {
      await tab.goto(`${url}links`);
      const opened = target === '_self' ? tab : context.waitForEvent('page');
      await tab.getByRole('link', { name: target }).click();
      await expectAnswers(await opened);
      expect((await opened).url()).toBe(`${url}${target === '_self' ? '#part' : ''}`);
    }
  } finally {
    await server.close();
  }
});

test('the previewed app has an origin of its own', async ({ machine }) => {
  await machine.project(app);
  await machine.run();
  const state = await machine.until((s) => s.ports.length === 1);
  expect(new URL(state.ports[0]?.url ?? '').origin).not.toBe(new URL(machine.page.url()).origin);
});

test('a port that nobody listens on says so and comes alive by itself', async ({ machine }) => {
  await machine.project(app);
  await machine.run();
  // The page has fetched what it wants: a request that its server dies over fails, and the page says so.
  await expect(machine.preview.locator('#result')).toBeVisible();
  const { state } = await machine.snapshot();
  await machine.page.evaluate(
    (pid) => window.holdfast.processes.kill(pid, 'SIGKILL'),
    state.ports[0]?.pid ?? 0,
  );
  await machine.until((s) => s.ports.length === 0);
  const tab = await machine.page.context().newPage();
  await tab.goto(state.ports[0]?.url ?? '');
  await expect(tab.locator('body')).toContainText('3000');
  await machine.run();
  await expect(tab.locator('h1')).toHaveText('root');
});

test('several ports have previews at once', async ({ machine }) => {
  await machine.project({
    'package.json': JSON.stringify({ scripts: { start: 'node two.js' } }),
    'two.js':
      'for (const port of [3000, 3001]) require("http").createServer((q, s) => s.end("<h1>" + port + "</h1>")).listen(port)',
  });
  await machine.run();
  const state = await machine.until((s) => s.ports.length === 2);
  for (const { port, url } of state.ports) {
    const tab = await machine.page.context().newPage();
    await tab.goto(url);
    await expect(tab.locator('body')).toContainText(String(port));
  }
});

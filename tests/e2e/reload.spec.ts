import { expect, Machine, test } from './machine.ts';
import { startSlowHost } from './slow-host.ts';

test('K2: a reload keeps scrollback, cwd, environment, history, a half-typed line and a running REPL', async ({
  machine,
}) => {
  await machine.project({ 'package.json': '{}', sub: { 'file.txt': 'x' } });
  await machine.type('cd sub; export COLOUR=teal; echo scrolled-$((40 + 2))\r');
  await machine.shows(/^scrolled-42$/m);
  await machine.type('echo half-ty');
  await machine.shows(/echo half-ty$/m);
  const before = await machine.snapshot();
  await machine.reload();
  await machine.shows(/^scrolled-42$/m);
  await machine.type('ped-$COLOUR-$PWD\r');
  await machine.shows(/^half-typed-teal-.*\/sub$/m);
  await machine.type('\x1b[A\x1b[A\r');
  await machine.shows(/scrolled-42[\s\S]*scrolled-42/);
  await machine.type('node\r');
  await machine.shows(/^> $/m);
  await machine.type('let kept = 6\r');
  await machine.shows(/undefined\n> ?$/);
  await machine.reload();
  await machine.type('kept * 7\r');
  await machine.shows(/^42$/m);
  const after = await machine.snapshot();
  expect(after.state.epoch).toBe(before.state.epoch);
  expect(after.state.sessions.find(({ kind }) => kind === 'primary')?.pid).toBe(
    before.state.sessions.find(({ kind }) => kind === 'primary')?.pid,
  );
  expect(after.state.reloads).toBe(before.state.reloads + 2);
});

test('K6: a reload in the middle of 100,000 lines loses none and repeats none', async ({ machine }) => {
  await machine.project({
    'lines.js':
      'let n = 0; (function more() { for (let i = 0; i < 500 && n < 100000; i++) console.log("line " + n++); if (n < 100000) setTimeout(more, 5); else console.log("all " + "done"); })();',
  });
  await machine.type('node lines.js\r');
  await machine.shows(/^line 20000$/m);
  await machine.reload();
  const text = await machine.shows(/^all done$/m);
  const seen = [...text.matchAll(/^line (\d+)$/gm)].map((match) => Number(match[1]));
  expect(seen.length).toBe(100_000);
  expect(seen.every((line, index) => line === index)).toBe(true);
});

test('K9: the runtime survives navigating away and back, closing the only tab, and two tabs', async ({
  machine,
  context,
}) => {
  const id = await machine.project({ 'package.json': '{}' });
  await machine.type('export ALIVE=still\r');
  const { epoch } = (await machine.snapshot()).state;
  await machine.page.goto('about:blank');
  await machine.open(`#/${id}`);
  expect((await machine.snapshot()).state.epoch).toBe(epoch);
  await machine.page.close();
  const second = new Machine(await context.newPage());
  await second.open(`#/${id}`);
  expect((await second.snapshot()).state.epoch).toBe(epoch);
  const third = new Machine(await context.newPage());
  await third.open(`#/${id}`);
  await second.reload();
  await third.type('echo $ALIVE-here\r');
  await second.shows(/^still-here$/m);
  await third.shows(/^still-here$/m);
  expect((await third.snapshot()).state.epoch).toBe(epoch);
});

test('K9: a crash of the tab leaves the runtime alive', async ({ machine, context }) => {
  const id = await machine.project({ 'package.json': '{}' });
  await machine.type('export ALIVE=still\r');
  const { epoch } = (await machine.snapshot()).state;
  const session = await context.newCDPSession(machine.page);
  const crashed = machine.page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  const next = new Machine(await context.newPage());
  await next.open(`#/${id}`);
  expect((await next.snapshot()).state.epoch).toBe(epoch);
  await next.type('echo $ALIVE-here\r');
  await next.shows(/^still-here$/m);
});

test('K9: a tab that goes while its shell still loads costs neither the shell nor what was typed', async ({
  context,
}) => {
  await using host = await startSlowHost();
  const loading = host.hold(/\/process-[^/]*\.js$/);
  const first = new Machine(await context.newPage());
  await first.open('', host.url);
  await first.type('echo typed-$((6 * 7))\r');
  const { epoch } = (await first.snapshot()).state;
  const address = new URL(first.page.url());
  await loading;
  await first.page.close();
  host.release();
  const second = new Machine(await context.newPage());
  await second.open(address.hash, host.url);
  await second.shows(/^typed-42$/m);
  expect((await second.snapshot()).state.epoch).toBe(epoch);
});

test('K9: code that could not be fetched when a process needed it is fetched again', async ({ context }) => {
  await using host = await startSlowHost();
  const refused = host.refuseOnce(/\/shell-[^/]*\.js$/);
  const machine = new Machine(await context.newPage());
  await machine.open('', host.url);
  await refused;
  await machine.type('echo typed-$((6 * 7))\r');
  await machine.shows(/^typed-42$/m);
});

test('K9: npm install goes on through a reload and finishes', async ({ machine }) => {
  await machine.project({
    'package.json': JSON.stringify({ name: 'x', dependencies: { express: '5.1.0' } }),
  });
  await machine.type('npm install\r');
  await machine.until((s) => s.processes.some((p) => p.command.startsWith('npm install')));
  await machine.reload();
  await machine.shows(/added \d+ packages/);
  expect(await machine.read('node_modules/express/package.json')).toContain('"version": "5.1.0"');
});

test('K11: two tabs on one session see the same bytes and typing in either works', async ({
  machine,
  context,
}) => {
  const id = await machine.project({ 'package.json': '{}' });
  const other = new Machine(await context.newPage());
  await other.open(`#/${id}`);
  await machine.type('echo from-on');
  await machine.shows(/echo from-on$/m);
  await other.type('e-and-two\r');
  await machine.shows(/^from-one-and-two$/m);
  await other.shows(/^from-one-and-two$/m);
  expect(await machine.screen()).toBe(await other.screen());
  expect((await machine.snapshot()).state.tabs).toBe(2);
});

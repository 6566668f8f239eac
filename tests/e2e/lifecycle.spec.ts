import { appUrl, counterServer, expect, Machine, test } from './machine.ts';

test('K1: generate from a template, Run, and the terminal shows the server’s output and the preview its page', async ({
  machine,
}) => {
  await machine.template('express');
  await machine.run();
  const state = await machine.until((s) => s.status === 'running' && s.server.status === 'ready');
  if (state.status !== 'running' || state.server.status !== 'ready') throw new Error('unreachable');
  await machine.shows(/listening|http:\/\/localhost:\d+/i, state.server.session);
  await expect(machine.page.getByTestId('terminal')).toBeVisible();
  await expect(machine.preview.locator('body')).toContainText(/express/i);
});

test('K3: after a reload the preview works, from the same pid with its memory intact', async ({
  machine,
}) => {
  await machine.project(counterServer);
  await machine.run();
  const before = await machine.until((s) => s.status === 'running' && s.server.status === 'ready');
  await expect(machine.preview.locator('#count')).toHaveText('0');
  await machine.exec('curl', ['-s', 'http://localhost:3000/count']);
  await machine.reload();
  await expect(machine.preview.locator('#count')).toHaveText('1');
  const after = await machine.until((s) => s.status === 'running' && s.server.status === 'ready');
  expect(after.epoch).toBe(before.epoch);
  expect('server' in after && after.server).toEqual('server' in before && before.server);
  expect(await machine.preview.locator('#pid').textContent()).toBe(String(after.ports[0]?.pid));
});

test('K4: Stop ends every process and closes the port within 100 ms, a hot loop included', async ({
  machine,
}) => {
  await machine.project({ ...counterServer, 'loop.js': 'while (true) {}' });
  // Between the call and what the kernel's clock says of its end; the best of three, since other programs share the cores.
  // What a tab takes to draw it is the benchmark `stop`'s business.
  const ms: number[] = [];
  for (let round = 0; round < 3; round++) {
    await machine.run();
    await machine.until((s) => s.ports.length === 1);
    await machine.type('node loop.js\r');
    await machine.until((s) =>
      s.processes.some((p) => p.state === 'running' && p.command.includes('loop.js')),
    );
    const last = (await machine.events()).at(-1)?.seq ?? 0;
    const { called, left } = await machine.page.evaluate(async () => {
      const { kernel } = window.holdfast;
      // What is left of it in the first thing that the tab hears.
      let left: unknown[] | null = null;
      const unsubscribe = kernel.subscribe(({ state }) => {
        if (state.status === 'stopping' || state.status === 'stopped')
          left ??= [...state.ports, ...state.processes.filter((process) => process.state !== 'disowned')];
      });
      const called = Date.now();
      await kernel.stopRuntime();
      unsubscribe();
      return { called, left };
    });
    expect(left).toEqual([]);
    const stopped = (await machine.events(last + 1)).find(({ type }) => type === 'RUNTIME_STOPPED');
    ms.push((stopped?.at ?? Infinity) - called);
    const { state } = await machine.snapshot();
    expect(state.status).toBe('stopped');
    expect(state.ports).toEqual([]);
    expect(state.processes.filter((process) => process.state !== 'disowned')).toEqual([]);
  }
  expect(Math.min(...ms)).toBeLessThanOrEqual(100);
});

test('K5: Run again gives new pids and inherits nothing', async ({ machine }) => {
  await machine.project(counterServer);
  await machine.run();
  const first = await machine.until((s) => s.status === 'running' && s.server.status === 'ready');
  await machine.exec('curl', ['-s', 'http://localhost:3000/count']);
  await machine.type('export INHERITED=yes\r');
  await machine.page.getByTestId('stop').click();
  await machine.until((s) => s.status === 'stopped');
  await machine.run();
  const second = await machine.until((s) => s.status === 'running' && s.server.status === 'ready');
  const pids = (state: typeof first): number[] => state.processes.map(({ pid }) => pid);
  expect(pids(second).filter((pid) => pids(first).includes(pid))).toEqual([]);
  await expect(machine.preview.locator('#count')).toHaveText('0');
  await machine.type('echo "[$INHERITED]"\r');
  await machine.shows(/^\[\]$/m);
});

test('K7: an observer reads the real events in order; a failing build and a killed server are told', async ({
  machine,
}) => {
  await machine.project({
    ...counterServer,
    'package.json': JSON.stringify({
      name: 'b',
      type: 'module',
      scripts: { start: 'node server.js', build: 'node build.js' },
    }),
    'build.js': 'const x = ;\n',
  });
  const build = await machine.exec('npm', ['run', 'build']);
  expect(build.code).not.toBe(0);
  await machine.run();
  const ready = await machine.until((s) => s.status === 'running' && s.server.status === 'ready');
  await machine.page.evaluate(
    (pid) => window.holdfast.processes.kill(pid, 'SIGKILL'),
    ready.ports[0]?.pid ?? 0,
  );
  await machine.until((s) => s.status === 'running' && s.server.status === 'failed');
  const events = await machine.events();
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.map(({ type }) => type)).toEqual([
    'RUNTIME_STARTED',
    'BUILD_STARTED',
    'BUILD_FAILED',
    'BUILD_STARTED',
    'BUILD_SUCCEEDED',
    'RUNTIME_CRASHED',
  ]);
  const failed = events[2];
  if (failed?.type !== 'BUILD_FAILED') throw new Error('unreachable');
  expect(failed.errors[0]?.message).toContain('SyntaxError');
  expect(failed.errors[0]?.line).toBe(1);
  expect(await machine.events(5)).toEqual(events.slice(4));
});

test('a link makes a project of a template and runs it, and a reload does not make another', async ({
  machine,
  browser,
}) => {
  const { page } = machine;
  await machine.open();
  const first = await page.evaluate(() => window.holdfast.projects.current());
  await test.step('in a page that is open', async () => {
    await page.goto(`${appUrl()}#template=http-static&run`);
    await expect(machine.preview.locator('h1')).toBeVisible();
    const linked = await page.evaluate(() => window.holdfast.projects.current());
    expect(linked).not.toBe(first);
    await machine.reload();
    expect(await page.evaluate(() => window.holdfast.projects.current())).toBe(linked);
    await expect(machine.preview.locator('h1')).toBeVisible();
    expect(await page.evaluate(() => window.holdfast.projects.list())).toHaveLength(2);
  });
  await test.step('one that names no template says so, and what was open stays', async () => {
    const before = page.url();
    await page.goto(`${appUrl()}#template=none`);
    await expect(page.getByText('There is no template "none".')).toBeVisible();
    await expect(page).toHaveURL(before);
    expect(await page.evaluate(() => window.holdfast.projects.list())).toHaveLength(2);
  });
  await test.step('at a first visit it is the first project', async () => {
    const context = await browser.newContext();
    const visitor = new Machine(await context.newPage());
    await visitor.open('#template=script');
    expect(await visitor.page.evaluate(() => window.holdfast.projects.list())).toMatchObject([
      { template: 'script' },
    ]);
    await visitor.until((state) => state.status === 'running' && state.server.status === 'none');
    await context.close();
  });
});

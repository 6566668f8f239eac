import { counterServer, endKernels, expect, Machine, test } from './machine.ts';

const failure = (machine: Machine): Promise<string> =>
  machine
    .until((s) => s.status === 'running' && s.server.status === 'failed')
    .then((s) => (s.status === 'running' && s.server.status === 'failed' ? s.server.message : ''));

test('K12: a package.json that is not JSON, then none of its scripts, then a mended one', async ({
  machine,
}) => {
  await machine.project({ ...counterServer, 'package.json': '{ "name": ' });
  await machine.run();
  expect(await failure(machine)).toMatch(/package\.json is not valid JSON/);
  await machine.write('package.json', '{"scripts":{}}');
  await machine.write('other.txt', '');
  await machine.page.evaluate(() => window.holdfast.fs.rm('server.js'));
  await machine.run();
  await expect.poll(() => failure(machine)).toMatch(/no "start" or "dev" script/);
  await machine.write('server.js', counterServer['server.js']);
  await machine.write('package.json', counterServer['package.json']);
  await machine.run();
  await machine.until((s) => s.status === 'running' && s.server.status === 'ready');
});

test('K12: a port that is in use', async ({ machine }) => {
  await machine.project({
    'package.json': '{}',
    'listen.js': 'require("http").createServer().listen(4000, () => console.log("up"))',
  });
  await machine.type('node listen.js &\r');
  await machine.until((s) => s.ports.some(({ port }) => port === 4000));
  const second = await machine.exec('node', ['listen.js']);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain('Error: listen EADDRINUSE: address already in use :::4000');
});

test('K12: names with emoji, a name with a slash, and a file of 100 MB', async ({ machine }) => {
  await machine.project({ 'package.json': '{}' });
  await machine.write('🦀 crab.txt', 'snip');
  expect((await machine.exec('cat', ['🦀 crab.txt'])).stdout).toBe('snip');
  const refused = await machine.page.evaluate(() =>
    window.holdfast.fs.writeFile('no-such-folder/x.txt', '').then(
      () => 'written',
      (error: { code: string }) => error.code,
    ),
  );
  expect(refused).toBe('ENOENT');
  const written = await machine.exec('node', [
    '-e',
    'const fs = require("fs"); const fd = fs.openSync("big", "w"); for (let i = 0; i < 100; i++) fs.writeSync(fd, Buffer.alloc(1 << 20, i)); fs.closeSync(fd)',
  ]);
  expect(written).toEqual({ code: 0, stdout: '', stderr: '' });
  const check = await machine.exec('node', [
    '-p',
    'const b = require("fs").readFileSync("big"); [b.length, b[0], b[99 << 20], b[(100 << 20) - 1]].join()',
  ]);
  expect(check).toEqual({ code: 0, stdout: '104857600,0,99,99\n', stderr: '' });
});

test('K12: rm -rf of the project’s own folder while a server runs', async ({ machine }) => {
  await machine.project(counterServer);
  await machine.run();
  await machine.until((s) => s.status === 'running' && s.server.status === 'ready');
  await machine.type('rm -rf "$PWD"; echo removed-$?\r');
  await machine.shows(/^removed-0$/m);
  expect((await machine.exec('curl', ['-s', 'http://localhost:3000/'], { cwd: '/' })).stdout).toContain(
    'id=count',
  );
  const names = await machine.page.evaluate(() =>
    window.holdfast.fs.readdir('.').catch((error: { code: string }) => error.code),
  );
  expect(names).toBe('ENOENT');
});

test('K12: a corrupt checkpoint record is told and costs nothing but the screens', async ({
  machine,
  context,
  browser,
}) => {
  const id = await machine.project({ 'package.json': '{}', 'kept.txt': 'kept' });
  await machine.type('echo on-screen\r');
  await machine.shows(/^on-screen$/m);
  await machine.page.evaluate(() => window.holdfast.kernel.stopRuntime());
  await machine.page.evaluate(
    (project) =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('holdfast-checkpoints');
        open.onerror = () => reject(new Error('no database'));
        open.onsuccess = () => {
          const transaction = open.result.transaction('checkpoints', 'readwrite');
          transaction.objectStore('checkpoints').put({ version: 1, screens: 'garbage' }, project);
          transaction.oncomplete = () => (open.result.close(), resolve());
        };
      }),
    id,
  );
  await machine.page.close();
  await endKernels(browser);
  const next = new Machine(await context.newPage());
  await next.open(`#/${id}`);
  const { state } = await next.snapshot();
  expect(state.warning?.code).toBe('ERR_CHECKPOINT_CORRUPT');
  expect(await next.read('kept.txt')).toBe('kept');
});

test.describe('with little room', () => {
  test.use({ quota: 64_000_000 });

  test('K12: a full disk is told in state and on the screen, loses nothing, and is over once there is room', async ({
    machine,
    context,
    browser,
  }) => {
    test.setTimeout(240_000);
    const id = await machine.project({ 'package.json': '{}', 'before.txt': 'before' });
    await machine.page.evaluate(() => window.holdfast.kernel.stopRuntime());
    await machine.setQuota((await machine.usage()) + 2_000_000);
    const size = 24_000_000;
    // Chromium looks at what is left when as much was written as was left at its last look, or 30 s after that.
    await expect(async () => {
      // Random: storage compresses.
      await machine.page.evaluate(async (length) => {
        const bytes = new Uint8Array(length);
        for (let at = 0; at < length; at += 60_000) crypto.getRandomValues(bytes.subarray(at, at + 60_000));
        await window.holdfast.fs.writeFile('big.bin', bytes);
      }, size);
      expect((await machine.snapshot()).state.warning?.code).toBe('ENOSPC');
    }).toPass({ timeout: 60_000, intervals: [1_000] });
    await machine.write('next.txt', 'next');
    await expect(machine.page.getByTestId('status-warning')).toBeVisible();
    // Nothing is lost meanwhile: the machine has it, and goes on.
    await machine.write('after.txt', 'after');
    expect((await machine.exec('node', ['-p', 'require("fs").statSync("big.bin").size'])).stdout).toBe(
      `${size}\n`,
    );
    // Room again.
    await machine.setQuota(null);
    await expect(async () => {
      expect((await machine.snapshot()).state.warning).toBeNull();
    }).toPass({ timeout: 90_000 });
    await expect(machine.page.getByTestId('status-warning')).toBeHidden();
    await machine.page.evaluate(() => window.holdfast.kernel.stopRuntime());
    await machine.page.close();
    await endKernels(browser, id);
    const next = new Machine(await context.newPage());
    await next.open(`#/${id}`);
    expect(await next.read('next.txt')).toBe('next');
    expect(await next.read('after.txt')).toBe('after');
    expect(await next.read('before.txt')).toBe('before');
    expect((await next.exec('node', ['-p', 'require("fs").statSync("big.bin").size'])).stdout).toBe(
      `${size}\n`,
    );
  });
});

// The tools that people run, unmodified, from the packages that are shipped with the build.

import { expect, test } from './machine.ts';

test.use({ savesData: true });

test('a library: type errors, tests once and as one types, a build; and node --watch', async ({
  machine,
}) => {
  test.setTimeout(180_000);
  await machine.template('library');
  expect((await machine.exec('npm', ['install'])).code).toBe(0);
  const source = await machine.read('src/index.ts');

  await test.step('tsc tells a type error as it does anywhere', async () => {
    await machine.write('src/index.ts', `${source}export const wrong: string = 1;\n`);
    const line = source.split('\n').length;
    expect(await machine.exec('npx', ['tsc', '--noEmit'])).toEqual({
      code: 2,
      stdout: `src/index.ts(${line},14): error TS2322: Type 'number' is not assignable to type 'string'.\n`,
      stderr: '',
    });
    await machine.write('src/index.ts', source);
  });

  await test.step('vitest in watch mode runs again at an edit, and q gives the prompt back', async () => {
    await machine.type('npm run dev\n');
    await machine.shows(/Tests {2}2 passed[^]*PASS {2}Waiting for file changes/);
    await machine.write('src/index.ts', source.replace('new Map<K, T[]>()', 'new Map<K, T[]>([])'));
    await machine.shows(/RERUN {2}src\/index\.ts[^]*Tests {2}2 passed[^]*PASS {2}Waiting for file changes/);
    await machine.type('q');
    await machine.shows(/Waiting for file changes[^]*❯ $/);
  });

  await test.step('the tests fail as a whole where one does', async () => {
    await machine.write('src/index.ts', source.replace('group.push(item)', 'group.unshift(item)'));
    const { code, stdout, stderr } = await machine.exec('npm', ['test'], { env: { NO_COLOR: '1' } });
    expect(stderr).toMatch(/FAIL.*src\/index\.test\.ts > groupBy > keeps the order within a group/);
    expect(stdout).toMatch(/Tests {2}1 failed \| 1 passed \(2\)/);
    expect(code).toBe(1);
    await machine.write('src/index.ts', source);
  });

  await test.step('node --watch starts a server anew, and a signal ends both', async () => {
    await machine.write('port.mjs', 'export const port = 4001;\n');
    await machine.write(
      'server.mjs',
      `import { createServer } from 'node:http';\nimport { port } from './port.mjs';\ncreateServer().listen(port);\n`,
    );
    await machine.page.evaluate(async () => {
      await window.holdfast.kernel.exec('node', ['--watch', 'server.mjs']);
    });
    await machine.until(({ ports }) => ports.some(({ port }) => port === 4001));
    await machine.write('port.mjs', 'export const port = 4002;\n');
    await machine.until(({ ports }) => ports.length === 1 && ports[0]?.port === 4002);
    const watcher = (await machine.processes()).find(({ command }) => command.includes('--watch'));
    await machine.page.evaluate((pid) => window.holdfast.processes.kill(pid, 'SIGTERM'), watcher?.pid ?? 0);
    await machine.until(({ ports, processes }) => ports.length === 0 && processes.length === 1);
  });
});

test('React before Express: two processes, one page, and the API starts anew at an edit', async ({
  machine,
}) => {
  test.setTimeout(180_000);
  await machine.template('react-express');
  await machine.run();
  const { preview } = machine;
  await expect(preview.getByRole('listitem')).toHaveText(['Hello from Express'], { timeout: 90_000 });
  await preview.getByRole('textbox').fill('A note');
  await preview.getByRole('button').click();
  await expect(preview.getByRole('listitem')).toHaveText(['Hello from Express', 'A note']);

  const { state } = await machine.snapshot();
  expect(state).toMatchObject({ server: { status: 'ready', port: 5173 } });
  const api = state.ports.find(({ port }) => port === 3001)?.pid;
  const notes = await machine.read('server/notes.js');
  await machine.write('server/notes.js', notes.replace('Hello from Express', 'Hello again'));
  await expect
    .poll(async () => (await machine.snapshot()).state.ports.find(({ port }) => port === 3001)?.pid ?? api)
    .not.toBe(api);
  const answer = await machine.exec('curl', ['-s', 'http://localhost:5173/api/notes']);
  expect(JSON.parse(answer.stdout)).toEqual([{ id: 1, text: 'Hello again' }]);
});

// Vite 8, unmodified: its bundler is WebAssembly with threads, which runs in the tab (docs/adr/0015).

import { expect, test } from './machine.ts';
import { buildAndPreview } from './vite-build.ts';

const app = 'src/App.jsx';

test('React on Vite 8: hot reload with its state, build, and the server that comes again after a reload', async ({
  machine,
}) => {
  // Half a minute on two idle cores; the same two often run other suites beside it.
  test.setTimeout(240_000);
  await machine.template('react-vite8');
  const { preview } = machine;
  const button = preview.getByRole('button');
  const heading = preview.locator('h1');
  const source = await machine.read(app);
  const edit = (title: string) => machine.write(app, source.replace('Hello, React', title));
  const server = async () => {
    const { processes, ports } = (await machine.snapshot()).state;
    return {
      ports: ports.map(({ port, pid }) => ({ port, pid })),
      in: processes.find(({ ports: own }) => own.length > 0)?.placement,
    };
  };

  await test.step('Run installs; an edit reaches the page, and the component keeps its state', async () => {
    await machine.run();
    await expect(heading).toHaveText('Hello, React', { timeout: 90_000 });
    await button.click();
    await button.click();
    await expect(button).toHaveText('count is 2');
    await edit('Edited');
    await expect(heading).toHaveText('Edited');
    await expect(button).toHaveText('count is 2');
  });

  const before = await server();
  expect(before.in).toBe('threaded');

  await test.step('after a reload it is started again, under its pid and port, and that is said', async () => {
    await machine.reload();
    const state = await machine.until(
      (now) => now.status === 'running' && now.server.status === 'ready' && now.server.restarted,
      90_000,
    );
    // Vite tries the port before it listens: what opens first may not be what stays.
    await expect.poll(server, { timeout: 60_000 }).toEqual(before);
    await expect(machine.page.getByTestId('status-detail')).toContainText('restarted after reload');
    const session = state.sessions.find(({ kind }) => kind === 'server');
    await machine.shows(/restarted after reload/, session?.id);
    await expect(heading).toHaveText('Edited', { timeout: 60_000 });
    await button.click();
    await expect(button).toHaveText('count is 1');
    await edit('Edited again');
    await expect(heading).toHaveText('Edited again');
    await expect(button).toHaveText('count is 1');
  });

  await buildAndPreview(machine, 'Edited again');
});

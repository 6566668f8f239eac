// Vite 8, unmodified: its bundler is WebAssembly with threads, which runs in the tab (docs/adr/0015).

import { expect, test } from './machine.ts';
import { buildAndPreview, listeners, reactProject } from './vite-react.ts';

test.use({ savesData: true });

test('React on Vite 8: hot reload with its state, build, and the server that comes again after a reload', async ({
  machine,
}) => {
  // Half a minute on two idle cores; the same two often run other suites beside it.
  test.setTimeout(240_000);
  const { heading, hotReload } = await reactProject(machine, 'react-vite8');
  const server = async () => {
    const { state } = await machine.snapshot();
    return {
      ports: listeners(state),
      in: state.processes.find(({ ports: own }) => own.length > 0)?.placement,
    };
  };

  await test.step('Run installs; an edit reaches the page, and the component keeps its state', async () => {
    await machine.run();
    await expect(heading).toHaveText('Hello, React', { timeout: 90_000 });
    await hotReload('Edited', 2);
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
    await hotReload('Edited again', 1);
  });

  await buildAndPreview(machine, 'Edited again');
});

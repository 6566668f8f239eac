// What the buttons, the palette and the keys do. One object a workbench; every method reports its own failure as a toast,
// so that callers need not wait.

import type { Signal } from '../../worker/os/signals.ts';
import type { ProcessInfo } from '../../worker/os/process-context.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';
import type { TerminalStore } from '../terminal/terminal-store.ts';
import { type Layout, type MobileView } from './layout-store.ts';
import type { Store } from './store.ts';
import type { ToastStore } from './toast-store.ts';

export type Pane = 'sidebar' | 'editor' | 'terminal' | 'preview';

export interface Actions {
  readonly run: () => void;
  readonly stop: () => void;
  readonly restart: () => void;
  readonly kill: (process: ProcessInfo, signal: Signal) => void;
  readonly toggle: (pane: 'sidebar' | 'terminal' | 'preview' | 'processes') => void;
  /** Makes a pane visible, on wide and narrow screens alike. */
  readonly show: (pane: Pane) => void;
}

const mobileViews: Readonly<Record<Pane, MobileView>> = {
  sidebar: 'files',
  editor: 'editor',
  terminal: 'terminal',
  preview: 'preview',
};

interface Dependencies {
  readonly connection: KernelConnection;
  readonly layout: Store<Layout>;
  readonly terminals: () => TerminalStore;
  readonly toasts: ToastStore;
  /** Saves what is unsaved before a run, so that what runs is what is seen. */
  readonly saveAll: () => Promise<unknown>;
}

export function createActions({ connection, layout, terminals, toasts, saveAll }: Dependencies): Actions {
  const attempt = (title: string, task: () => Promise<unknown>) => {
    task().catch((error: unknown) => toasts.error(title, error));
  };
  const show = (pane: Pane) =>
    layout.set((now) => ({
      ...now,
      mobileView: mobileViews[pane],
      ...(pane === 'editor' ? { terminalMaximized: false } : { [pane]: true }),
    }));
  return {
    run: () =>
      attempt('Could not start', async () => {
        await saveAll();
        const link = connection.getSnapshot();
        const running = link.link === 'attached' && link.snapshot.state.status === 'running';
        const server =
          link.link === 'attached' && link.snapshot.state.status === 'running'
            ? link.snapshot.state.server.status
            : 'none';
        if (running && server !== 'none') await connection.kernel.restartDevServer();
        else await connection.kernel.startRuntime();
        // Stop ended the shell too; the user has just asked for a machine, and a shell belongs to it.
        await terminals().ensurePrimary();
      }),
    stop: () => attempt('Could not stop', () => connection.kernel.stopRuntime()),
    restart: () =>
      attempt('Could not restart', async () => {
        await saveAll();
        await connection.kernel.restartDevServer();
      }),
    kill: (process, signal) =>
      attempt(`Could not signal ${process.command} (${process.pid})`, () =>
        connection.kernel.kill(process.pid, signal),
      ),
    toggle: (pane) => layout.set((now) => ({ ...now, [pane]: !now[pane] })),
    show,
  };
}

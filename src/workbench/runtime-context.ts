// The kernel connection for components: they read selectors and call methods, and never hold a port.

import { createContext, use, useSyncExternalStore } from 'react';
import type { Snapshot } from '../../worker/kernel/state.ts';
import type { KernelConnection, LinkState } from '../attach/kernel-connection.ts';

export const ConnectionContext = createContext<KernelConnection | null>(null);

export function useConnection(): KernelConnection {
  const connection = use(ConnectionContext);
  if (connection === null) throw new Error('No ConnectionContext above this component');
  return connection;
}

/** Rendering follows what the kernel says in a task of its own, so that several changes at once cost one render. */
const renderings = new WeakMap<KernelConnection, (listener: () => void) => () => void>();

function inOneTask(connection: KernelConnection): (listener: () => void) => () => void {
  const listeners = new Set<() => void>();
  let due = false;
  const render = (): void => {
    due = false;
    for (const listener of [...listeners]) listener();
  };
  connection.subscribe(() => {
    if (due) return;
    due = true;
    setTimeout(render);
  });
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}

function renderingOf(connection: KernelConnection): (listener: () => void) => () => void {
  const known = renderings.get(connection) ?? inOneTask(connection);
  renderings.set(connection, known);
  return known;
}

/** The selector must return a primitive or a part of the link state itself (useSyncExternalStore compares by identity). */
export function useRuntime<T>(selector: (link: LinkState) => T): T {
  const connection = useConnection();
  const read = () => selector(connection.getSnapshot());
  return useSyncExternalStore(renderingOf(connection), read);
}

/** The last snapshot known; of a lost link it is history, not the truth. */
export function snapshotOf(link: LinkState): Snapshot | null {
  switch (link.link) {
    case 'attached':
    case 'lost':
      return link.snapshot;
    case 'connecting':
    case 'unsupported':
      return null;
  }
}

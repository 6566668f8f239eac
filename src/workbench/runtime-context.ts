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

/** The selector must return a primitive or a part of the link state itself (useSyncExternalStore compares by identity). */
export function useRuntime<T>(selector: (link: LinkState) => T): T {
  const connection = useConnection();
  const read = () => selector(connection.getSnapshot());
  return useSyncExternalStore((listener) => connection.subscribe(listener), read);
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

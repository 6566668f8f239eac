// What the preview of one project shows: the port, the path, the width. The path is remembered for the tab's session, so
// that a reload comes back to the page that was open. Owned by the project's workbench.

import { createStore, type Store } from '../workbench/store.ts';

export type DeviceWidth = 'full' | 'tablet' | 'phone';

export interface PreviewState {
  /** Chosen by the user; null follows the dev server. */
  readonly port: number | null;
  /** Path, query and fragment, as the injected client or the address bar said last. */
  readonly path: string;
  readonly title: string;
  readonly device: DeviceWidth;
}

export interface PreviewStore {
  readonly state: Store<PreviewState>;
  /** Loads again: a new number makes a new iframe load. */
  readonly visit: Store<number>;
  open(port: number | null, path: string): void;
  reload(): void;
  /** Set by the pane while it is mounted: a command to the page in the frame. */
  command: ((command: 'back' | 'forward' | 'reload') => void) | null;
}

export function createPreviewStore(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  projectId: string,
): PreviewStore {
  const key = `holdfast:preview:${projectId}`;
  const state = createStore<PreviewState>(parse(storage.getItem(key)));
  state.subscribe(() => {
    try {
      storage.setItem(key, JSON.stringify(state.get()));
    } catch {
      // Not remembered.
    }
  });
  const visit = createStore<number>(0);
  const store: PreviewStore = {
    state,
    visit,
    command: null,
    open(port, path) {
      state.set((now) => ({ ...now, port, path: path.startsWith('/') ? path : `/${path}` }));
      visit.set((count) => count + 1);
    },
    reload() {
      if (store.command === null) visit.set((count) => count + 1);
      else store.command('reload');
    },
  };
  return store;
}

const initial: PreviewState = { port: null, path: '/', title: '', device: 'full' };

function parse(stored: string | null): PreviewState {
  try {
    const raw = JSON.parse(stored ?? '{}') as Partial<Record<keyof PreviewState, unknown>>;
    return {
      port: typeof raw.port === 'number' ? raw.port : null,
      path: typeof raw.path === 'string' && raw.path.startsWith('/') ? raw.path : '/',
      title: '',
      device: raw.device === 'tablet' || raw.device === 'phone' ? raw.device : 'full',
    };
  } catch {
    return initial;
  }
}

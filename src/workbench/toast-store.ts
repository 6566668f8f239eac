// Short messages in the corner. One store a page. An error stays until it is dismissed; the rest leave by themselves.

import { createStore } from './store.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly title: string;
  readonly text: string | null;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** Long enough to read two lines and to reach for Undo. */
const lifetimeMs = 7000;

export interface ToastStore {
  readonly get: () => readonly Toast[];
  readonly subscribe: (listener: () => void) => () => void;
  info(title: string, options?: { text?: string; action?: NonNullable<Toast['action']> }): void;
  /** `thrown` is shown by its message: what failed is the title, why is the text. */
  error(title: string, thrown?: unknown): void;
  dismiss(id: number): void;
}

export function createToastStore(later: (run: () => void, ms: number) => void): ToastStore {
  const store = createStore<readonly Toast[]>([]);
  let nextId = 1;
  const dismiss = (id: number) => store.set((toasts) => toasts.filter((toast) => toast.id !== id));
  const push = (toast: Omit<Toast, 'id'>) => {
    const id = nextId++;
    // Four at most: an error that repeats must not bury the screen.
    store.set((toasts) => [...toasts.slice(-3), { ...toast, id }]);
    return id;
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    dismiss,
    info(title, options = {}) {
      const id = push({ tone: 'info', title, text: options.text ?? null, action: options.action ?? null });
      later(() => dismiss(id), lifetimeMs);
    },
    error(title, thrown) {
      push({ tone: 'error', title, text: thrown === undefined ? null : messageOf(thrown), action: null });
    },
  };
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

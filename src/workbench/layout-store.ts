// Which panes are open and how large: one value a project, remembered in the given storage. Made with the workbench of a
// project and dropped with it.

import { createStore, type Store } from './store.ts';

export type MobileView = 'files' | 'editor' | 'terminal' | 'preview';
export type SidebarView = 'files' | 'search' | 'source-control';

export interface Layout {
  readonly sidebar: boolean;
  readonly terminal: boolean;
  readonly preview: boolean;
  readonly processes: boolean;
  readonly sidebarView: SidebarView;
  /** The terminal fills the centre column. */
  readonly terminalMaximized: boolean;
  readonly sidebarWidth: number;
  readonly terminalHeight: number;
  /** Share of the workbench's width: a preview is looked at in proportion to the window. */
  readonly previewShare: number;
  readonly processesHeight: number;
  /** On narrow screens one pane is shown at a time. */
  readonly mobileView: MobileView;
}

export const defaultLayout: Layout = {
  sidebar: true,
  terminal: true,
  preview: true,
  processes: true,
  sidebarView: 'files',
  terminalMaximized: false,
  sidebarWidth: 240,
  terminalHeight: 280,
  previewShare: 0.36,
  processesHeight: 196,
  mobileView: 'editor',
};

const limits = {
  sidebarWidth: [180, 480],
  terminalHeight: [96, 1200],
  previewShare: [0.16, 0.7],
  processesHeight: [72, 600],
} as const satisfies Partial<Record<keyof Layout, readonly [number, number]>>;

/** The words that some of the values are limited to. */
const choices: Readonly<Record<string, readonly string[]>> = {
  mobileView: ['files', 'editor', 'terminal', 'preview'] satisfies MobileView[],
  sidebarView: ['files', 'search', 'source-control'] satisfies SidebarView[],
};

export type LayoutSize = keyof typeof limits;

export function clampSize(name: LayoutSize, value: number): number {
  const [least, most] = limits[name];
  return Math.min(most, Math.max(least, value));
}

/** Whatever was stored, made a whole layout: unknown keys are dropped, wrong types and sizes out of range replaced. */
export function parseLayout(stored: string | null): Layout {
  if (stored === null) return defaultLayout;
  let raw: unknown;
  try {
    raw = JSON.parse(stored);
  } catch {
    return defaultLayout;
  }
  if (typeof raw !== 'object' || raw === null) return defaultLayout;
  const result: Record<string, unknown> = { ...defaultLayout };
  for (const [key, fallback] of Object.entries(defaultLayout)) {
    const value: unknown = (raw as Record<string, unknown>)[key];
    if (typeof value !== typeof fallback) continue;
    if (typeof value === 'number') {
      if (Number.isFinite(value)) result[key] = clampSize(key as LayoutSize, value);
    } else if (choices[key]?.includes(String(value)) ?? true) {
      result[key] = value;
    }
  }
  return result as unknown as Layout;
}

/** Reads once, writes on every change; a storage that refuses (private window, full) costs only the memory. */
export function createLayoutStore(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  projectId: string,
): Store<Layout> {
  const key = `holdfast:layout:${projectId}`;
  const store = createStore<Layout>(parseLayout(storage.getItem(key)));
  store.subscribe(() => {
    try {
      storage.setItem(key, JSON.stringify(store.get()));
    } catch {
      // Not remembered; nothing else depends on it.
    }
  });
  return store;
}

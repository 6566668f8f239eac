import { expect, it } from 'vitest';
import { clampSize, createLayoutStore, defaultLayout, parseLayout } from './layout-store.ts';

it('takes what is right of a stored layout and defaults for the rest', () => {
  const stored = JSON.stringify({
    sidebar: false,
    sidebarWidth: 5000,
    terminalHeight: 'tall',
    mobileView: 'kitchen',
    unknown: 1,
    previewShare: 0.5,
  });
  expect(parseLayout(stored)).toEqual({
    ...defaultLayout,
    sidebar: false,
    sidebarWidth: 480,
    previewShare: 0.5,
  });
});

it.each([[null], ['not json'], ['null'], ['[]'], ['7']])('falls back to the default for %s', (stored) => {
  expect(parseLayout(stored)).toEqual(defaultLayout);
});

it('clamps sizes', () => {
  expect([
    clampSize('sidebarWidth', 1),
    clampSize('sidebarWidth', 300),
    clampSize('previewShare', 2),
  ]).toEqual([180, 300, 0.7]);
});

it('remembers each project by itself', () => {
  const saved = new Map<string, string>();
  const storage = {
    getItem: (key: string) => saved.get(key) ?? null,
    setItem: (key: string, value: string) => void saved.set(key, value),
  };
  createLayoutStore(storage, 'a').set((now) => ({ ...now, terminal: false }));
  expect(createLayoutStore(storage, 'a').get().terminal).toBe(false);
  expect(createLayoutStore(storage, 'b').get()).toEqual(defaultLayout);
});

it('goes on where storage refuses', () => {
  const storage = {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  const store = createLayoutStore(storage, 'a');
  store.set((now) => ({ ...now, terminal: false }));
  expect(store.get().terminal).toBe(false);
});

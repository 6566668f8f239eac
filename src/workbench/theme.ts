// Light or dark: the system's choice or the user's, kept in localStorage. index.html applies the stored choice before the
// first paint, so that nothing flashes; this keeps it up to date afterwards. One per page.

import { createStore, type Store } from './store.ts';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = 'light' | 'dark';

/** index.html reads the same key. */
const storageKey = 'holdfast:theme';

export interface ThemeStore {
  readonly choice: Store<ThemeChoice>;
  readonly theme: Store<Theme>;
}

interface ThemeEnvironment {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly prefersDark: MediaQueryList;
  readonly root: HTMLElement;
}

export function createThemeStore({ storage, prefersDark, root }: ThemeEnvironment): ThemeStore {
  const stored = storage.getItem(storageKey);
  const choice = createStore<ThemeChoice>(stored === 'light' || stored === 'dark' ? stored : 'system');
  const resolve = (): Theme =>
    choice.get() === 'system' ? (prefersDark.matches ? 'dark' : 'light') : (choice.get() as Theme);
  const theme = createStore<Theme>(resolve());
  const apply = () => {
    root.dataset['theme'] = resolve();
    theme.set(resolve());
  };
  choice.subscribe(() => {
    try {
      storage.setItem(storageKey, choice.get());
    } catch {
      // Not remembered; the choice still holds for this page.
    }
    apply();
  });
  prefersDark.addEventListener('change', apply);
  apply();
  return { choice, theme };
}

/** The value of a design token now, e.g. `readToken('--surface')`; tokens that Monaco and xterm use are hex colours. */
export function readToken(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// What the user prefers, for all projects, in localStorage: how text looks and is written, in the editor and the terminal.

import { createStore, type Store } from '../workbench/store.ts';

export const fontSizes = [12, 13, 15, 17, 18, 20] as const;
export const tabSizes = [2, 4, 8] as const;
export const wordWraps = ['narrow', 'on', 'off'] as const;

export interface TextPreferences {
  readonly fontSize: (typeof fontSizes)[number];
  /** Of files that do not show their own. */
  readonly tabSize: (typeof tabSizes)[number];
  readonly wordWrap: (typeof wordWraps)[number];
  readonly formatOnSave: boolean;
}

export interface EditorPreferences {
  /** Save a second after the last edit. */
  readonly autosave: Store<boolean>;
  readonly text: Store<TextPreferences>;
}

const textKey = 'holdfast:text';
const autosaveKey = 'holdfast:autosave';

export function createEditorPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): EditorPreferences {
  const autosave = createStore<boolean>(storage.getItem(autosaveKey) !== 'off');
  const text = createStore<TextPreferences>(parseTextPreferences(storage.getItem(textKey)));
  const keep = (key: string, value: string) => {
    try {
      storage.setItem(key, value);
    } catch {
      // Not remembered; the choice still holds for this page.
    }
  };
  autosave.subscribe(() => keep(autosaveKey, autosave.get() ? 'on' : 'off'));
  text.subscribe(() => keep(textKey, JSON.stringify(text.get())));
  return { autosave, text };
}

/** Whatever was stored, made whole: what is none of the choices is the first one's default. */
export function parseTextPreferences(stored: string | null): TextPreferences {
  let raw: Partial<Record<keyof TextPreferences, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) raw = parsed;
  } catch {
    // Cut short: the defaults.
  }
  return {
    fontSize: fontSizes.find((size) => size === raw.fontSize) ?? 13,
    tabSize: tabSizes.find((size) => size === raw.tabSize) ?? 2,
    wordWrap: wordWraps.find((wrap) => wrap === raw.wordWrap) ?? 'narrow',
    formatOnSave: raw.formatOnSave === true,
  };
}

export const lineHeightOf = (fontSize: number): number => Math.round(fontSize * 1.6);

/** The terminal's letters beside the editor's: JetBrains Mono is 0.6 em wide, and the GPU renderer cuts cells down to whole pixels. */
export function terminalFontSize(fontSize: number): number {
  return Math.ceil((Math.round(fontSize * 0.6) / 0.6) * 100 + 1) / 100;
}

// The editor's preferences, for all projects, in localStorage.

import { createStore, type Store } from '../workbench/store.ts';

export interface EditorPreferences {
  /** Save a second after the last edit. */
  readonly autosave: Store<boolean>;
}

export function createEditorPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): EditorPreferences {
  const key = 'holdfast:autosave';
  const autosave = createStore<boolean>(storage.getItem(key) !== 'off');
  autosave.subscribe(() => {
    try {
      storage.setItem(key, autosave.get() ? 'on' : 'off');
    } catch {
      // Not remembered; the choice still holds for this page.
    }
  });
  return { autosave };
}

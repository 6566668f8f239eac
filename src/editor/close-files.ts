// Closing tabs by hand: what is unsaved is saved or asked about first.

import type { EditorStore } from './editor-store.ts';
import type { Workbench } from '../workbench/workbench-context.ts';

/** A file that could not be saved stays open. */
export async function saveAndClose(editor: EditorStore, path: string): Promise<void> {
  await editor.save(path);
  if (!editor.dirtyPaths.get().has(path)) editor.close(path);
}

/** With unsaved text and no autosave the user is asked; of several such files they stay, and one is asked about. */
export function closeFiles(workbench: Workbench, paths: readonly string[]): void {
  const { editor, dialog, preferences } = workbench;
  for (const path of paths) {
    if (!editor.dirtyPaths.get().has(path)) editor.close(path);
    else if (preferences.autosave.get() && editor.document(path).get().conflict === null)
      void saveAndClose(editor, path);
    else dialog.set({ kind: 'close-unsaved', path });
  }
}

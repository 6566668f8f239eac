// Closing tabs by hand: what is unsaved is saved or asked about first.

import type { Workbench } from '../workbench/workbench-context.ts';

/** With unsaved text and no autosave the user is asked; of several such files they stay, and one is asked about. */
export function closeFiles(workbench: Workbench, paths: readonly string[]): void {
  const { editor, dialog, preferences } = workbench;
  for (const path of paths) {
    if (!editor.dirtyPaths.get().has(path)) editor.close(path);
    else if (preferences.autosave.get() && editor.document(path).get().conflict === null)
      void editor.save(path).then(() => {
        if (!editor.dirtyPaths.get().has(path)) editor.close(path);
      });
    else dialog.set({ kind: 'close-unsaved', path });
  }
}

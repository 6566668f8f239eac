// Saving on the user's word, formatted before where that is wanted. What is saved by itself is not touched: the cursor is in it.

import type { Workbench } from '../workbench/workbench-context.ts';

/** Language services that are still starting must not hold a save up. */
const formatMs = 2000;

export async function saveByHand({ editor, preferences }: Workbench): Promise<void> {
  const { active } = editor.open.get();
  if (active === null) return;
  if (preferences.text.get().formatOnSave && editor.command !== null) {
    const late = new Promise<void>((resolve) => setTimeout(resolve, formatMs));
    await Promise.race([editor.command('editor.action.formatDocument').catch(() => undefined), late]);
  }
  await editor.save(active);
}

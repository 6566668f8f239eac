// A reload comes back to the pane that was typed in: the half-typed line of a shell can be finished at once. For this tab
// alone, so kept in its session storage; a first visit moves the focus nowhere.

import { useEffect } from 'react';
import { useWorkbench } from './workbench-context.ts';

export function useFocusMemory(): void {
  const { connection, editor, terminals } = useWorkbench();
  useEffect(() => {
    const key = `holdfast:focus:${connection.projectId}`;
    // On a phone the focus would open the keyboard.
    if (document.activeElement === document.body && !matchMedia('(max-width: 720px)').matches) {
      const { active } = editor.open.get();
      const last = sessionStorage.getItem(key);
      if (last === 'terminal') terminals.focusActive();
      else if (last === 'editor' && active !== null) editor.openPath(active, { preview: true });
    }
    const onFocus = ({ target }: FocusEvent) => {
      const pane = target instanceof Element ? target.closest('section[id^=pane-]') : null;
      if (pane !== null) sessionStorage.setItem(key, pane.id.slice('pane-'.length));
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [connection, editor, terminals]);
}

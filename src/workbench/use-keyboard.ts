// Listens for the workbench's shortcuts, before Monaco and xterm see a key.

import { useLayoutEffect } from 'react';
import { closeFiles } from '../editor/close-files.ts';
import { saveByHand } from '../editor/save-by-hand.ts';
import { besideActive } from '../editor/open-files.ts';
import type { Pane } from './actions.ts';
import { snapshotOf } from './runtime-context.ts';
import { isMac, matchShortcut, shortcuts, type ShortcutId } from './shortcuts.ts';
import { statusWords } from './status-words.ts';
import { useWorkbench, type Workbench } from './workbench-context.ts';

export function useKeyboard(): void {
  const workbench = useWorkbench();
  // Before the first paint: who sees the workbench can use its keys.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      const id = matchShortcut(event, { inTerminal: target?.closest('.xterm') != null, mac: isMac });
      if (id === null) return;
      // There it commits.
      if (id === 'run' && target?.closest('[data-keys=commit]') != null) return;
      // Alt-W and its like are switches of Monaco's find bar.
      if (shortcuts[id].alt === true && target?.closest('.find-widget') != null) return;
      // A dialog keeps its keys, but for the one that closes the palette again.
      if (workbench.dialog.get() !== null && id !== 'palette' && id !== 'palette-f1') return;
      event.preventDefault();
      event.stopPropagation();
      if (['palette', 'palette-f1', 'quick-open', 'settings'].includes(id)) lendFocus(workbench);
      perform(id, workbench, event.shiftKey);
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [workbench]);
}

/** What is typed until the palette is on screen must not go into the file; afterwards the focus goes back. */
function lendFocus({ dialog }: Workbench): void {
  const before = document.activeElement;
  if (!(before instanceof HTMLElement) || dialog.get() !== null) return;
  before.blur();
  const stop = dialog.subscribe(() => {
    if (dialog.get() !== null) return;
    // The dialog is taken down in between.
    setTimeout(() => {
      // The chosen command has opened one of its own: the focus is lent to that as well.
      if (dialog.get() !== null) return;
      stop();
      // Unless the command has moved it.
      if (document.activeElement === document.body) before.focus();
    });
  });
}

function perform(id: ShortcutId, workbench: Workbench, shift: boolean): void {
  const { actions, dialog, editor, layout, terminals, connection } = workbench;
  const words = statusWords(connection.getSnapshot());
  switch (id) {
    case 'palette':
    case 'palette-f1':
      dialog.set((now) => (now === null ? { kind: 'palette', mode: 'commands' } : null));
      return;
    case 'quick-open':
      dialog.set({ kind: 'palette', mode: 'files' });
      return;
    case 'search':
      openSearch(workbench);
      return;
    case 'source-control':
      openSourceControl(workbench);
      return;
    case 'save':
      void saveByHand(workbench);
      return;
    case 'settings':
      dialog.set({ kind: 'settings' });
      return;
    case 'close-file': {
      const { active } = editor.open.get();
      if (active !== null) closeFiles(workbench, [active]);
      return;
    }
    case 'reopen-file':
      editor.reopen();
      return;
    case 'next-file':
    case 'previous-file': {
      const beside = besideActive(editor.open.get(), id === 'next-file' ? 1 : -1);
      if (beside !== null) editor.openPath(beside, { preview: true });
      return;
    }
    case 'sidebar':
      actions.toggle('sidebar');
      return;
    case 'terminal': {
      const inside = document.activeElement?.closest('#pane-terminal') != null;
      if (layout.get().terminal && !inside) terminals.focusActive();
      else {
        actions.toggle('terminal');
        if (layout.get().terminal) requestAnimationFrame(() => terminals.focusActive());
        else focusPane('editor');
      }
      return;
    }
    case 'preview':
      actions.toggle('preview');
      return;
    case 'run':
      if (words.run.enabled) actions.run();
      else if (words.restart.enabled && snapshotOf(connection.getSnapshot()) !== null) actions.restart();
      return;
    case 'stop':
      if (words.stop.enabled) actions.stop();
      return;
    case 'next-pane':
      cyclePanes(workbench, shift ? -1 : 1);
  }
}

/** With what is selected in the editor, as one who looks for more of it. */
export function openSearch({ actions, editor, layout, search }: Workbench): void {
  const selected = editor.cursor.get()?.selectedText ?? '';
  if (selected !== '') search.query.set((now) => ({ ...now, pattern: selected, isRegex: false }));
  layout.set((now) => ({ ...now, sidebarView: 'search' }));
  actions.show('sidebar');
  search.focusRequests.set((count) => count + 1);
}

export function openSourceControl({ actions, layout, sourceControl }: Workbench): void {
  layout.set((now) => ({ ...now, sidebarView: 'source-control' }));
  actions.show('sidebar');
  sourceControl.focusRequests.set((count) => count + 1);
}

const order: readonly Pane[] = ['sidebar', 'editor', 'terminal', 'preview'];

function cyclePanes({ layout }: Workbench, step: 1 | -1): void {
  const now = layout.get();
  const open = order.filter((pane) => pane === 'editor' || now[pane]);
  const at = open.findIndex((pane) => document.activeElement?.closest(`#pane-${pane}`) != null);
  focusPane(open[(at + step + open.length) % open.length] ?? 'editor');
}

/** Focuses what a pane is mainly for. */
export function focusPane(pane: Pane): void {
  const element = document.getElementById(`pane-${pane}`);
  const main = element?.querySelector<HTMLElement>(
    '[role=tree], .monaco-editor textarea, .monaco-editor .native-edit-context, [data-active] .xterm-helper-textarea, [data-testid=preview-address]:enabled',
  );
  (main ?? element?.querySelector<HTMLElement>('button:enabled, input:enabled') ?? element)?.focus();
}

// What the palette offers for the files that are open: tabs, saving, and the best of Monaco's own actions.

import {
  ArrowLeftRight,
  Braces,
  CodeXml,
  History,
  ListTree,
  MessageSquareCode,
  PenLine,
  Save,
  Search,
  SquareArrowRight,
  X,
} from 'lucide-react';
import type { Command } from '../workbench/commands.tsx';
import { isMac, shortcutText } from '../workbench/shortcuts.ts';
import type { Workbench } from '../workbench/workbench-context.ts';
import { closeFiles } from './close-files.ts';
import { saveByHand } from './save-by-hand.ts';

/** Monaco's own actions, by its ids, with the keys that it gives them here and on a Mac. */
const textActions = [
  { action: 'actions.find', title: 'Find in the file', icon: Search, keys: ['Ctrl F', '⌘F'] },
  {
    action: 'editor.action.startFindReplaceAction',
    title: 'Replace in the file',
    icon: ArrowLeftRight,
    keys: ['Ctrl H', '⌥⌘F'],
  },
  {
    action: 'editor.action.formatDocument',
    title: 'Format the file',
    icon: Braces,
    keys: [/Linux/.test(navigator.userAgent) ? 'Ctrl Shift I' : 'Shift Alt F', '⇧⌥F'],
  },
  {
    action: 'editor.action.gotoLine',
    title: 'Go to line…',
    icon: SquareArrowRight,
    keys: ['Ctrl G', '⌃G'],
  },
  {
    action: 'editor.action.quickOutline',
    title: 'Go to symbol in the file…',
    icon: ListTree,
    keys: ['Ctrl Shift O', '⇧⌘O'],
  },
  { action: 'editor.action.rename', title: 'Rename symbol', icon: PenLine, keys: ['F2', 'F2'] },
  {
    action: 'editor.action.commentLine',
    title: 'Toggle line comment',
    icon: MessageSquareCode,
    keys: ['Ctrl /', '⌘/'],
  },
  { action: 'editor.action.quickCommand', title: 'All of the editor’s commands…', icon: CodeXml, keys: null },
] as const;

export function editorCommands(workbench: Workbench): Command[] {
  const { actions, editor, preferences } = workbench;
  const { active, closed, files } = editor.open.get();
  const autosave = preferences.autosave.get();
  return [
    {
      id: 'save',
      title: 'Save file',
      icon: <Save size={15} />,
      shortcut: shortcutText('save'),
      enabled: active !== null,
      run: () => void saveByHand(workbench),
    },
    {
      id: 'save-all',
      title: 'Save all files',
      icon: <Save size={15} />,
      enabled: editor.dirtyPaths.get().size > 0,
      run: () => void editor.saveAll(),
    },
    {
      id: 'autosave',
      title: autosave ? 'Turn autosave off' : 'Turn autosave on',
      icon: <Save size={15} />,
      enabled: true,
      run: () => preferences.autosave.set(!autosave),
    },
    {
      id: 'close-file',
      title: 'Close file',
      icon: <X size={15} />,
      shortcut: shortcutText('close-file'),
      enabled: active !== null,
      run: () => {
        if (active !== null) closeFiles(workbench, [active]);
      },
    },
    {
      id: 'close-files',
      title: 'Close all files',
      icon: <X size={15} />,
      enabled: files.length > 0,
      run: () =>
        closeFiles(
          workbench,
          files.map(({ path }) => path),
        ),
    },
    {
      id: 'reopen-file',
      title: 'Reopen closed file',
      icon: <History size={15} />,
      shortcut: shortcutText('reopen-file'),
      enabled: closed.length > 0,
      run: () => editor.reopen(),
    },
    ...textActions.map(({ action, title, icon: Icon, keys }): Command => ({
      id: action,
      title,
      icon: <Icon size={15} />,
      ...(keys !== null && { shortcut: keys[isMac ? 1 : 0] }),
      enabled: editor.command !== null,
      run: () => {
        actions.show('editor');
        // Once the palette is gone: it keeps the focus as long as it is there.
        requestAnimationFrame(() => void editor.command?.(action, true));
      },
    })),
  ];
}

// The context menu of an editor tab.

import { Copy, ListTree, X } from 'lucide-react';
import type { MenuItem } from '../workbench/menu.tsx';
import { shortcutText } from '../workbench/shortcuts.ts';
import type { Workbench } from '../workbench/workbench-context.ts';
import { closeFiles } from './close-files.ts';

export function tabMenu(workbench: Workbench, path: string): MenuItem[] {
  const { editor, actions, layout, toasts, tree } = workbench;
  const { files, closed } = editor.open.get();
  const paths = files.map((file) => file.path);
  const others = paths.filter((each) => each !== path);
  const right = paths.slice(paths.indexOf(path) + 1);
  const close = (label: string, which: readonly string[]): MenuItem => ({
    kind: 'action',
    label,
    disabled: which.length === 0,
    run: () => closeFiles(workbench, which),
  });
  return [
    {
      kind: 'action',
      label: 'Close',
      icon: <X size={14} />,
      hint: shortcutText('close-file'),
      run: () => closeFiles(workbench, [path]),
    },
    close('Close others', others),
    close('Close to the right', right),
    close('Close all', paths),
    {
      kind: 'action',
      label: 'Reopen closed file',
      hint: shortcutText('reopen-file'),
      disabled: closed.length === 0,
      run: () => editor.reopen(),
    },
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'Copy path',
      icon: <Copy size={13} />,
      run: () =>
        void navigator.clipboard
          .writeText(path)
          .catch((error: unknown) => toasts.error('Could not copy', error)),
    },
    {
      kind: 'action',
      label: 'Show in the file tree',
      icon: <ListTree size={14} />,
      run: () => {
        layout.set((now) => ({ ...now, sidebarView: 'files' }));
        actions.show('sidebar');
        void tree.reveal(path);
      },
    },
  ];
}

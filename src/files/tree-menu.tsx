// The context menu of the file tree.

import {
  Copy,
  Download,
  FilePlus2,
  FolderPlus,
  Pencil,
  RefreshCw,
  SquareArrowOutUpRight,
  Trash2,
} from 'lucide-react';
import type { MenuItem } from '../workbench/menu.tsx';
import { parentOf } from './paths.ts';
import type { TreeEdit, TreeRow } from './tree-model.ts';

interface Commands {
  readonly open: (path: string) => void;
  readonly edit: (edit: TreeEdit) => void;
  readonly remove: () => void;
  readonly download: (path: string) => void;
  readonly downloadFolder: (path: string) => void;
  readonly copy: (path: string) => void;
  readonly refresh: () => void;
}

/** `row` is null on the empty part of the tree. */
export function treeMenu(row: Extract<TreeRow, { kind: 'entry' }> | null, commands: Commands): MenuItem[] {
  const folder = row === null ? '' : row.folder ? row.path : parentOf(row.path);
  const create: MenuItem[] = [
    {
      kind: 'action',
      label: 'New file',
      icon: <FilePlus2 size={14} />,
      run: () => commands.edit({ kind: 'new-file', path: folder }),
    },
    {
      kind: 'action',
      label: 'New folder',
      icon: <FolderPlus size={14} />,
      run: () => commands.edit({ kind: 'new-folder', path: folder }),
    },
  ];
  if (row === null)
    return [
      ...create,
      { kind: 'separator' },
      { kind: 'action', label: 'Read again', icon: <RefreshCw size={13} />, run: commands.refresh },
    ];
  const { path } = row;
  const first: MenuItem[] = row.folder
    ? [
        {
          kind: 'action',
          label: 'Download as zip',
          icon: <Download size={14} />,
          run: () => commands.downloadFolder(path),
        },
        { kind: 'separator' },
      ]
    : [
        {
          kind: 'action',
          label: 'Open',
          icon: <SquareArrowOutUpRight size={13} />,
          hint: 'Enter',
          run: () => commands.open(path),
        },
        {
          kind: 'action',
          label: 'Download',
          icon: <Download size={14} />,
          run: () => commands.download(path),
        },
        { kind: 'separator' },
      ];
  return [
    ...first,
    ...create,
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'Rename',
      icon: <Pencil size={13} />,
      hint: 'F2',
      run: () => commands.edit({ kind: 'rename', path }),
    },
    { kind: 'action', label: 'Copy path', icon: <Copy size={13} />, run: () => commands.copy(path) },
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'Delete',
      icon: <Trash2 size={14} />,
      hint: 'Del',
      danger: true,
      run: commands.remove,
    },
  ];
}

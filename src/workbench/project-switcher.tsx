// The project's name in the title bar and the menu behind it: switch, create, rename, delete.

import { useCallback, useRef, useState } from 'react';
import { Check, ChevronsUpDown, Download, Pencil, Plus, Settings, Trash2 } from 'lucide-react';
import type { ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import { anchorBelow, Menu, type MenuAnchor, type MenuItem } from './menu.tsx';
import { useProjects } from './project-context.ts';
import { snapshotOf, useRuntime } from './runtime-context.ts';
import { useWorkbench } from './workbench-context.ts';
import styles from './title-bar.module.css';

/** The name as the kernel has it now; it may have been renamed in another tab. */
export function useProjectName(): string {
  const { current } = useProjects();
  return useRuntime((link) => snapshotOf(link)?.state.project.name) ?? current.name;
}

export function ProjectSwitcher() {
  const { store, current, open } = useProjects();
  const { dialog, fileActions, toasts } = useWorkbench();
  const name = useProjectName();
  const button = useRef<HTMLButtonElement>(null);
  const [menu, setMenu] = useState<{ anchor: MenuAnchor; projects: readonly ProjectInfo[] } | null>(null);
  const close = useCallback(() => setMenu(null), []);

  const show = () => {
    if (button.current === null) return;
    const anchor = anchorBelow(button.current);
    store.list().then(
      (projects) => setMenu({ anchor, projects }),
      (error: unknown) => toasts.error('Could not list the projects', error),
    );
  };
  const items = (projects: readonly ProjectInfo[]): MenuItem[] => [
    { kind: 'heading', label: 'Projects' },
    ...projects.map((project): MenuItem => ({
      kind: 'action',
      label: project.id === current.id ? name : project.name,
      checked: project.id === current.id,
      icon: project.id === current.id ? <Check size={14} /> : null,
      hint: project.id === current.id ? undefined : sinceOpened(project.openedAt, Date.now()),
      run: () => {
        if (project.id !== current.id) open(project.id);
      },
    })),
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'New project…',
      icon: <Plus size={14} />,
      run: () => dialog.set({ kind: 'new-project' }),
    },
    {
      kind: 'action',
      label: 'Rename…',
      icon: <Pencil size={13} />,
      run: () => dialog.set({ kind: 'rename-project', id: current.id, name }),
    },
    {
      kind: 'action',
      label: 'Export as zip',
      icon: <Download size={14} />,
      run: () => void fileActions.exportZip(name),
    },
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'Settings…',
      icon: <Settings size={14} />,
      run: () => dialog.set({ kind: 'settings' }),
    },
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'Delete…',
      icon: <Trash2 size={14} />,
      danger: true,
      run: () => dialog.set({ kind: 'delete-project', id: current.id, name }),
    },
  ];

  return (
    <>
      <button
        ref={button}
        type="button"
        data-testid="project-switcher"
        className={styles.project}
        aria-haspopup="menu"
        aria-expanded={menu !== null}
        onClick={show}
      >
        <span className={styles.projectName}>{name}</span>
        <ChevronsUpDown size={13} />
      </button>
      {menu !== null && (
        <Menu label="Projects" anchor={menu.anchor} items={items(menu.projects)} onClose={close} />
      )}
    </>
  );
}

function sinceOpened(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

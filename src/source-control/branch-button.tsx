// The branch that is checked out, and the menu that switches to another.

import { useCallback, useRef, useState } from 'react';
import { Check, ChevronDown, GitBranch, Plus } from 'lucide-react';
import { anchorBelow, Menu, type MenuAnchor, type MenuItem } from '../workbench/menu.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { RepositoryStatus } from './git-status.ts';
import styles from './source-control-view.module.css';

export function BranchButton({ status }: { readonly status: RepositoryStatus }) {
  const { sourceControl, dialog, toasts } = useWorkbench();
  const button = useRef<HTMLButtonElement>(null);
  const [menu, setMenu] = useState<{ anchor: MenuAnchor; branches: readonly string[] } | null>(null);
  const close = useCallback(() => setMenu(null), []);

  const show = () => {
    if (button.current === null) return;
    const anchor = anchorBelow(button.current);
    sourceControl.branches().then(
      (branches) => setMenu({ anchor, branches }),
      (error: unknown) => toasts.error('Could not list the branches', error),
    );
  };
  const items = (branches: readonly string[]): MenuItem[] => [
    { kind: 'heading', label: 'Branches' },
    ...branches.map((branch): MenuItem => ({
      kind: 'action',
      label: branch,
      checked: branch === status.branch,
      icon: branch === status.branch ? <Check size={14} /> : null,
      run: () => {
        if (branch === status.branch) return;
        sourceControl
          .switchTo(branch, false)
          .catch((error: unknown) => toasts.error(`Could not switch to ${branch}`, error));
      },
    })),
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'New branch…',
      icon: <Plus size={14} />,
      run: () => dialog.set({ kind: 'new-branch' }),
    },
  ];

  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.branch}
        aria-haspopup="menu"
        aria-expanded={menu !== null}
        aria-label={`Branch: ${status.branch ?? 'detached'}`}
        onClick={show}
      >
        <GitBranch size={13} />
        <span>{status.branch ?? `detached at ${status.head?.slice(0, 7) ?? ''}`}</span>
        <ChevronDown size={12} />
      </button>
      {menu !== null && (
        <Menu label="Branches" anchor={menu.anchor} items={items(menu.branches)} onClose={close} />
      )}
    </>
  );
}

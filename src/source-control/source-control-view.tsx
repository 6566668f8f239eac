// The project's repository: what changed, what the next commit holds, and its message. The list is WAI-ARIA's tree: one tab
// stop, arrow keys; Space stages and unstages, Delete discards. Only the rows in view are in the document.

import { useMemo, type KeyboardEvent } from 'react';
import { FolderGit2 } from 'lucide-react';
import controls from '../workbench/controls.module.css';
import rowStyles from '../workbench/row-list.module.css';
import { useFocusedRow } from '../workbench/use-focused-row.ts';
import { useRowWindow } from '../workbench/use-row-window.ts';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { BranchButton } from './branch-button.tsx';
import { ChangeRowView } from './change-row.tsx';
import { changeRows, changesOf, keyOf, type ChangeRow } from './change-rows.ts';
import { CommitForm } from './commit-form.tsx';
import type { RepositoryStatus } from './git-status.ts';
import styles from './source-control-view.module.css';

export function SourceControlView() {
  const { sourceControl } = useWorkbench();
  const repository = useStore(sourceControl.repository);
  const busy = useStore(sourceControl.busy);
  switch (repository.kind) {
    case 'unknown':
      return <p className={styles.words}>Asking git…</p>;
    case 'none':
      return (
        <div className={styles.none}>
          <FolderGit2 size={28} strokeWidth={1.25} />
          <p>No repository yet. One keeps every version that you commit, here in this browser.</p>
          <button
            type="button"
            className={`${controls.button} ${controls.primary}`}
            disabled={busy}
            onClick={() => void sourceControl.init()}
          >
            Initialize repository
          </button>
        </div>
      );
    case 'failed':
      return (
        <div className={styles.none} role="alert">
          <p>{repository.reason}</p>
          <button type="button" className={controls.button} onClick={() => sourceControl.refresh()}>
            Try again
          </button>
        </div>
      );
    case 'found':
      return <Changes status={repository.status} />;
  }
}

function Changes({ status }: { readonly status: RepositoryStatus }) {
  const rows = useMemo(() => changeRows(status), [status]);
  return (
    <>
      <BranchButton status={status} />
      <CommitForm status={status} />
      {rows.length === 0 ? (
        <p className={styles.words}>
          {status.head === null ? 'No files yet.' : 'Nothing has changed since the last commit.'}
        </p>
      ) : (
        <ChangeList rows={rows} />
      )}
    </>
  );
}

function ChangeList({ rows }: { readonly rows: readonly ChangeRow[] }) {
  const { sourceControl, actions } = useWorkbench();
  const { container, onScroll, rowHeight, first, last, topOf, scrollTo } = useRowWindow(rows.length);
  const { focused, focus, setFocused } = useFocusedRow(rows, keyOf, scrollTo);
  const open = (row: ChangeRow) => {
    setFocused(row);
    if (row.kind === 'group') return;
    void sourceControl.compare(row.change, row.group === 'staged');
    if (matchMedia('(max-width: 720px)').matches) actions.show('editor');
  };
  const stage = (row: ChangeRow) => void sourceControl.stage(changesOf(row));
  const unstage = (row: ChangeRow) => void sourceControl.unstage(changesOf(row));
  const discard = (row: ChangeRow) => void sourceControl.discard(changesOf(row));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rows[focused];
    if (event.key === 'ArrowDown') focus(focused + 1);
    else if (event.key === 'ArrowUp') focus(focused - 1);
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(rows.length - 1);
    else if (row === undefined) return;
    else if (event.key === 'Enter') open(row);
    else if (event.key === ' ') {
      // The keys stay in the list, on what comes next.
      focus(rows[focused + 1]?.kind === 'change' ? focused + 1 : focused - 1);
      if (row.group === 'staged') unstage(row);
      else stage(row);
    } else if (event.key === 'Delete' && row.group === 'unstaged') discard(row);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={container}
      role="tree"
      aria-label="Changes"
      tabIndex={0}
      className={rowStyles.list}
      aria-activedescendant={focused >= 0 ? `change-${focused}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
      onFocus={() => {
        if (focused < 0) focus(0);
      }}
    >
      <div className={rowStyles.sizer} style={{ height: rows.length * rowHeight }}>
        {rows.slice(first, last).map((row, offset) => (
          <ChangeRowView
            key={keyOf(row)}
            id={`change-${first + offset}`}
            row={row}
            top={topOf(first + offset)}
            focused={first + offset === focused}
            onOpen={() => open(row)}
            onStage={() => stage(row)}
            onUnstage={() => unstage(row)}
            onDiscard={() => discard(row)}
          />
        ))}
      </div>
    </div>
  );
}

// One row of the changes: a group of them, or a file with what can be done with its change.

import { memo, type MouseEvent, type ReactNode } from 'react';
import { Minus, Plus, Undo2 } from 'lucide-react';
import { FileIcon } from '../files/file-icon.tsx';
import { nameOf, parentOf } from '../files/paths.ts';
import { IconButton } from '../workbench/icon-button.tsx';
import rows from '../workbench/row-list.module.css';
import { groupNames, type ChangeRow } from './change-rows.ts';
import { changeNames } from './git-status.ts';
import styles from './source-control-view.module.css';

interface Props {
  readonly id: string;
  readonly row: ChangeRow;
  readonly top: number;
  readonly focused: boolean;
  readonly onOpen: () => void;
  readonly onStage: () => void;
  readonly onUnstage: () => void;
  readonly onDiscard: () => void;
}

export const ChangeRowView = memo(function ChangeRowView(props: Props) {
  const { id, row, top, focused, onOpen, onStage, onUnstage, onDiscard } = props;
  const isGroup = row.kind === 'group';
  const tool = (label: string, icon: ReactNode, run: () => void) => (
    <IconButton
      label={isGroup ? `${label} all` : label}
      tabIndex={-1}
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        run();
      }}
    >
      {icon}
    </IconButton>
  );
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={isGroup ? 1 : 2}
      aria-expanded={isGroup ? true : undefined}
      aria-selected={focused}
      aria-label={
        isGroup
          ? `${groupNames[row.group]}, ${row.changes.length}`
          : `${row.change.path}, ${changeNames[row.change.kind]}`
      }
      className={isGroup ? `${rows.row} ${styles.group}` : rows.row}
      style={{ top }}
      data-focused={focused || undefined}
      data-change={isGroup ? undefined : row.change.kind}
      title={isGroup ? undefined : titleOf(row)}
      onClick={onOpen}
    >
      {isGroup ? (
        <>
          <span className={styles.title}>{groupNames[row.group]}</span>
          <span className={rows.count}>{row.changes.length}</span>
        </>
      ) : (
        <>
          <FileIcon path={row.change.path} folder={false} />
          <span className={rows.name}>{nameOf(row.change.path)}</span>
          <span className={rows.folder}>{parentOf(row.change.path)}</span>
          <span className={styles.letter} aria-hidden="true">
            {row.change.kind === '?' ? 'N' : row.change.kind}
          </span>
        </>
      )}
      <span className={rows.tools}>
        {row.group === 'staged' ? (
          tool('Unstage', <Minus size={14} />, onUnstage)
        ) : (
          <>
            {row.group === 'unstaged' && tool('Discard changes', <Undo2 size={13} />, onDiscard)}
            {tool(row.group === 'conflicts' ? 'Mark as resolved' : 'Stage', <Plus size={14} />, onStage)}
          </>
        )}
      </span>
    </div>
  );
});

function titleOf({ change }: Extract<ChangeRow, { kind: 'change' }>): string {
  const from = change.from === null ? '' : ` (from ${change.from})`;
  return `${change.path}: ${changeNames[change.kind]}${from}`;
}

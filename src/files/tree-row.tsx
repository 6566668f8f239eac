// One row of the file tree.

import { memo } from 'react';
import { ChevronRight, CornerDownRight } from 'lucide-react';
import { FileIcon } from './file-icon.tsx';
import type { TreeRow } from './tree-model.ts';
import styles from './file-tree.module.css';

interface Props {
  readonly id: string;
  readonly row: Extract<TreeRow, { kind: 'entry' }>;
  readonly top: number;
  readonly focused: boolean;
  readonly active: boolean;
  readonly dirty: boolean;
  readonly dropTarget: boolean;
  readonly dragType: string;
  readonly onOpen: (preview: boolean) => void;
}

export const TreeRowView = memo(function TreeRowView(props: Props) {
  const { id, row, top, focused, active, dirty, dropTarget, dragType, onOpen } = props;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.folder ? row.expanded : undefined}
      aria-selected={focused}
      aria-label={dirty ? `${row.name}, unsaved` : row.name}
      className={styles.row}
      style={{ top, paddingLeft: 8 + row.depth * 14 }}
      data-path={row.path}
      data-focused={focused || undefined}
      data-active={active || undefined}
      data-dimmed={row.dimmed || undefined}
      data-drop={dropTarget || undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, row.path);
        event.dataTransfer.setData('text/plain', row.path);
        event.dataTransfer.effectAllowed = 'copyMove';
      }}
      onClick={() => onOpen(true)}
      onDoubleClick={() => {
        if (!row.folder) onOpen(false);
      }}
    >
      {Array.from({ length: row.depth }, (_, depth) => (
        <i key={depth} className={styles.guide} style={{ left: 15 + depth * 14 }} />
      ))}
      {row.folder ? (
        <ChevronRight size={13} className={styles.chevron} data-open={row.expanded || undefined} />
      ) : (
        <span className={styles.spacer} />
      )}
      <FileIcon path={row.path} folder={row.folder} open={row.expanded} />
      <span className={styles.name}>{row.name}</span>
      {row.link && <CornerDownRight size={11} className={styles.link} aria-label="link" />}
      {dirty && <span className={styles.dot} />}
    </div>
  );
});

// One row of what was found: a file, or a line of it with what would take the match's place.

import { memo } from 'react';
import { ChevronRight, Replace, ReplaceAll, X } from 'lucide-react';
import { FileIcon } from '../files/file-icon.tsx';
import { nameOf, parentOf } from '../files/paths.ts';
import { IconButton } from '../workbench/icon-button.tsx';
import rows from '../workbench/row-list.module.css';
import type { ResultRow } from './result-rows.ts';
import styles from './search-view.module.css';

interface Props {
  readonly id: string;
  readonly row: ResultRow;
  readonly top: number;
  readonly focused: boolean;
  readonly canReplace: boolean;
  readonly onOpen: (isLasting: boolean) => void;
  readonly onReplace: () => void;
  readonly onDismiss: () => void;
}

export const ResultRowView = memo(function ResultRowView(props: Props) {
  const { id, row, top, focused, canReplace, onOpen, onReplace, onDismiss } = props;
  const isFile = row.kind === 'file';
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={isFile ? 1 : 2}
      aria-expanded={isFile ? !row.folded : undefined}
      aria-selected={focused}
      aria-label={isFile ? `${row.path}, ${row.count}` : `Line ${row.match.line}: ${lineOf(row)}`}
      className={isFile ? rows.row : `${rows.row} ${styles.match}`}
      style={{ top }}
      data-focused={focused || undefined}
      title={isFile ? row.path : `${row.path}:${row.match.line}:${row.match.column}`}
      onClick={() => onOpen(false)}
      onDoubleClick={() => onOpen(true)}
    >
      {isFile ? <FileParts row={row} /> : <MatchParts row={row} canReplace={canReplace} />}
      <span className={`${rows.tools} ${styles.tools}`}>
        {canReplace && (
          <IconButton
            label={isFile ? 'Replace all in this file' : 'Replace'}
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              onReplace();
            }}
          >
            {isFile ? <ReplaceAll size={13} /> : <Replace size={13} />}
          </IconButton>
        )}
        <IconButton
          label="Take off the list"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onDismiss();
          }}
        >
          <X size={13} />
        </IconButton>
      </span>
    </div>
  );
});

function FileParts({ row }: { readonly row: Extract<ResultRow, { kind: 'file' }> }) {
  return (
    <>
      <ChevronRight size={13} className={styles.chevron} data-open={!row.folded || undefined} />
      <FileIcon path={row.path} folder={false} />
      <span className={rows.name}>{nameOf(row.path)}</span>
      <span className={rows.folder}>{parentOf(row.path)}</span>
      <span className={rows.count}>{row.count}</span>
    </>
  );
}

interface MatchProps {
  readonly row: Extract<ResultRow, { kind: 'match' }>;
  readonly canReplace: boolean;
}

function MatchParts({ row, canReplace }: MatchProps) {
  const { before, text, after, replacement } = row.match;
  return (
    <span className={styles.line}>
      {before}
      {canReplace && replacement !== null ? (
        <>
          <del>{text}</del>
          <ins>{replacement}</ins>
        </>
      ) : (
        <mark>{text}</mark>
      )}
      {after}
    </span>
  );
}

function lineOf({ match }: Extract<ResultRow, { kind: 'match' }>): string {
  return `${match.before}${match.text}${match.after}`;
}

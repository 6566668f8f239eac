// Search in files: the fields, and the list of what was found as WAI-ARIA's tree: one tab stop, arrow keys. Only the rows in
// view are in the document.

import { useMemo, type KeyboardEvent } from 'react';
import { countText } from '../workbench/count-text.ts';
import rowStyles from '../workbench/row-list.module.css';
import { useFocusedRow } from '../workbench/use-focused-row.ts';
import { useRowWindow } from '../workbench/use-row-window.ts';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { ResultRowView } from './result-row.tsx';
import { keyOf, resultRows, type ResultRow } from './result-rows.ts';
import { SearchFields } from './search-fields.tsx';
import type { SearchResults } from './search-store.ts';
import styles from './search-view.module.css';

export function SearchView() {
  const { search, editor, actions } = useWorkbench();
  const query = useStore(search.query);
  const results = useStore(search.results);
  const folded = useStore(search.folded);
  const rows = useMemo(() => resultRows(results.files, folded), [results.files, folded]);
  const { container, onScroll, rowHeight, first, last, topOf, scrollTo } = useRowWindow(rows.length);
  const { focused, focus, setFocused } = useFocusedRow(rows, keyOf, scrollTo);
  const fold = (path: string, isFolded: boolean) =>
    search.folded.set((now) => {
      const next = new Set(now);
      if (isFolded) next.add(path);
      else next.delete(path);
      return next;
    });
  const open = (row: ResultRow, isLasting: boolean, takesKeys: boolean) => {
    setFocused(row);
    if (row.kind === 'file') return fold(row.path, !row.folded);
    const { line, column, length } = row.match;
    editor.openPath(row.path, {
      preview: !isLasting,
      focus: takesKeys,
      selection: { line, column, length },
    });
    if (matchMedia('(max-width: 720px)').matches) actions.show('editor');
  };
  const matchOf = (row: ResultRow) => (row.kind === 'match' ? row.match : null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = rows[focused];
    if (event.key === 'ArrowDown') focus(focused + 1);
    else if (event.key === 'ArrowUp' && focused <= 0) search.focusRequests.set((count) => count + 1);
    else if (event.key === 'ArrowUp') focus(focused - 1);
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(rows.length - 1);
    else if (row === undefined) return;
    else if (event.key === 'ArrowRight') {
      if (row.kind === 'file' && row.folded) fold(row.path, false);
      else focus(focused + 1);
    } else if (event.key === 'ArrowLeft') {
      if (row.kind === 'match')
        focus(rows.findIndex((each) => each.kind === 'file' && each.path === row.path));
      else fold(row.path, true);
    } else if (event.key === 'Enter') open(row, true, true);
    else if (event.key === ' ') open(row, false, false);
    else if (event.key === 'Delete') {
      const next = rows[focused + 1] ?? rows[focused - 1];
      search.dismiss(row.path, matchOf(row));
      setFocused(next);
    } else return;
    event.preventDefault();
  };

  const words = summaryOf(results, query.pattern);

  return (
    <>
      <SearchFields
        onDown={() => {
          container.current?.focus();
          focus(Math.max(0, focused));
        }}
      />
      <p className={styles.summary} aria-live="polite" data-problem={results.problem !== null || undefined}>
        {words}
      </p>
      <div
        ref={container}
        role="tree"
        aria-label="Search results"
        tabIndex={0}
        className={rowStyles.list}
        aria-busy={results.status === 'running'}
        aria-activedescendant={focused >= 0 ? `result-${focused}` : undefined}
        onKeyDown={onKeyDown}
        onScroll={onScroll}
      >
        <div className={rowStyles.sizer} style={{ height: rows.length * rowHeight }}>
          {rows.slice(first, last).map((row, offset) => (
            <ResultRowView
              key={keyOf(row)}
              id={`result-${first + offset}`}
              row={row}
              top={topOf(first + offset)}
              focused={first + offset === focused}
              canReplace={query.replacement !== null}
              onOpen={(isLasting) => open(row, isLasting, isLasting)}
              onReplace={() => void search.replace(row.path, matchOf(row))}
              onDismiss={() => search.dismiss(row.path, matchOf(row))}
            />
          ))}
        </div>
      </div>
    </>
  );
}

function summaryOf({ status, files, count, isLimited, problem }: SearchResults, pattern: string): string {
  if (problem !== null) return problem;
  if (pattern === '')
    return 'node_modules, and what .gitignore names, is searched only where you include it.';
  if (count === 0) return status === 'done' ? 'Nothing found.' : 'Searching…';
  const found = `${countText(count, 'match', 'matches')} in ${countText(files.length, 'file')}`;
  return isLimited ? `More than ${found}: the first are shown.` : found;
}

// Search in files: the fields, and the list of what was found as WAI-ARIA's tree: one tab stop, arrow keys. Only the rows in
// view are in the document.

import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { ResultRowView } from './result-row.tsx';
import { keyOf, resultRows, type ResultRow } from './result-rows.ts';
import { SearchFields } from './search-fields.tsx';
import { plural, type SearchResults } from './search-store.ts';
import styles from './search-view.module.css';

const overscan = 12;

export function SearchView() {
  const { search, editor, actions } = useWorkbench();
  const query = useStore(search.query);
  const results = useStore(search.results);
  const folded = useStore(search.folded);
  const rows = useMemo(() => resultRows(results.files, folded), [results.files, folded]);
  const list = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600, row: 24 });
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const focused = rows.findIndex((row) => keyOf(row) === focusedKey);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const measure = () =>
      setView({
        top: element.scrollTop,
        height: element.clientHeight,
        row: parseInt(getComputedStyle(element).getPropertyValue('--row'), 10) || 24,
      });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const focus = (index: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[at];
    const element = list.current;
    if (row === undefined || element === null) return;
    setFocusedKey(keyOf(row));
    const top = at * view.row;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + view.row > element.scrollTop + element.clientHeight)
      element.scrollTop = top + view.row - element.clientHeight;
  };
  const fold = (path: string, isFolded: boolean) =>
    search.folded.set((now) => {
      const next = new Set(now);
      if (isFolded) next.add(path);
      else next.delete(path);
      return next;
    });
  const open = (row: ResultRow, isLasting: boolean, takesKeys: boolean) => {
    setFocusedKey(keyOf(row));
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
      setFocusedKey(next === undefined ? null : keyOf(next));
    } else return;
    event.preventDefault();
  };

  const first = Math.max(0, Math.floor(view.top / view.row) - overscan);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / view.row) + overscan);
  const words = summaryOf(results, query.pattern);

  return (
    <>
      <SearchFields
        onDown={() => {
          list.current?.focus();
          focus(Math.max(0, focused));
        }}
      />
      <p className={styles.summary} aria-live="polite" data-problem={results.problem !== null || undefined}>
        {words}
      </p>
      <div
        ref={list}
        role="tree"
        aria-label="Search results"
        tabIndex={0}
        className={styles.list}
        aria-busy={results.status === 'running'}
        aria-activedescendant={focused >= 0 ? `result-${focused}` : undefined}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          const { scrollTop: top, clientHeight: height } = event.currentTarget;
          setView((now) => ({ ...now, top, height }));
        }}
      >
        <div className={styles.sizer} style={{ height: rows.length * view.row }}>
          {rows.slice(first, last).map((row, offset) => (
            <ResultRowView
              key={keyOf(row)}
              id={`result-${first + offset}`}
              row={row}
              top={(first + offset) * view.row}
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
  const found = `${plural(count, 'match', 'matches')} in ${plural(files.length, 'file', 'files')}`;
  return isLimited ? `More than ${found}: the first are shown.` : found;
}

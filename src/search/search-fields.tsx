// What to search for, where, and what to put in its place.

import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { CaseSensitive, ChevronRight, Ellipsis, Regex, ReplaceAll, WholeWord } from 'lucide-react';
import { IconButton } from '../workbench/icon-button.tsx';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { SearchQuery } from './search-query.ts';
import styles from './search-view.module.css';

type Flag = 'matchCase' | 'wholeWord' | 'isRegex';

const flags: readonly { readonly name: Flag; readonly label: string; readonly icon: ReactNode }[] = [
  { name: 'matchCase', label: 'Match case', icon: <CaseSensitive size={15} /> },
  { name: 'wholeWord', label: 'Whole words', icon: <WholeWord size={15} /> },
  { name: 'isRegex', label: 'Regular expression', icon: <Regex size={13} /> },
];

export function SearchFields({ onDown }: { readonly onDown: () => void }) {
  const { search } = useWorkbench();
  const query = useStore(search.query);
  const { count, status } = useStore(search.results);
  const requests = useStore(search.focusRequests);
  const [showsPlaces, setShowsPlaces] = useState(query.include !== '' || query.exclude !== '');
  const pattern = useRef<HTMLInputElement>(null);
  const change = (part: Partial<SearchQuery>) => search.query.set((now) => ({ ...now, ...part }));
  const isReplacing = query.replacement !== null;

  useEffect(() => {
    if (requests === 0) return;
    pattern.current?.focus();
    pattern.current?.select();
  }, [requests]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') search.refresh();
    else if (event.key === 'ArrowDown') onDown();
    else return;
    event.preventDefault();
  };
  const field = (name: 'include' | 'exclude', label: string, hint: string) => (
    <input
      value={query[name]}
      placeholder={label}
      aria-label={label}
      title={hint}
      spellCheck={false}
      className={styles.field}
      onChange={(event) => change({ [name]: event.target.value })}
      onKeyDown={onKeyDown}
    />
  );

  return (
    <div role="search" aria-label="Files" className={styles.fields}>
      <IconButton
        label={isReplacing ? 'Hide replace' : 'Show replace'}
        aria-expanded={isReplacing}
        className={styles.toggle}
        onClick={() => change({ replacement: isReplacing ? null : '' })}
      >
        <ChevronRight size={14} />
      </IconButton>
      <div className={styles.rows}>
        <div className={styles.boxed}>
          <input
            ref={pattern}
            value={query.pattern}
            placeholder="Search"
            aria-label="Search"
            spellCheck={false}
            autoCapitalize="off"
            className={styles.field}
            onChange={(event) => change({ pattern: event.target.value })}
            onKeyDown={onKeyDown}
          />
          {flags.map(({ name, label, icon }) => (
            <IconButton
              key={name}
              label={label}
              aria-pressed={query[name]}
              className={styles.flag}
              onClick={() => change({ [name]: !query[name] })}
            >
              {icon}
            </IconButton>
          ))}
        </div>
        {isReplacing && (
          <div className={styles.boxed}>
            <input
              value={query.replacement ?? ''}
              placeholder="Replace"
              aria-label="Replace"
              spellCheck={false}
              autoCapitalize="off"
              className={styles.field}
              onChange={(event) => change({ replacement: event.target.value })}
              onKeyDown={onKeyDown}
            />
            <IconButton
              label="Replace all"
              className={styles.flag}
              disabled={count === 0 || status === 'running'}
              onClick={() => void search.replace(null, null)}
            >
              <ReplaceAll size={14} />
            </IconButton>
          </div>
        )}
        {showsPlaces && (
          <>
            {field('include', 'Files to include', 'For example: src, *.ts')}
            {field('exclude', 'Files to exclude', 'For example: dist, *.test.ts')}
          </>
        )}
      </div>
      <IconButton
        label={showsPlaces ? 'Search all files' : 'Choose files'}
        aria-expanded={showsPlaces}
        className={styles.toggle}
        onClick={() => {
          setShowsPlaces(!showsPlaces);
          if (showsPlaces) change({ include: '', exclude: '' });
        }}
      >
        <Ellipsis size={14} />
      </IconButton>
    </div>
  );
}

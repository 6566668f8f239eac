// Find in the shown terminal.

import { useEffect, useRef, useState } from 'react';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { IconButton } from '../workbench/icon-button.tsx';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { SearchHandle } from './terminal-addons.ts';
import type { TerminalSlot } from './terminal-store.ts';
import styles from './terminal-pane.module.css';

export function FindBar({ slot }: { readonly slot: TerminalSlot }) {
  const { terminals } = useWorkbench();
  const [text, setText] = useState('');
  const [results, setResults] = useState({ index: -1, count: 0 });
  const search = useRef<SearchHandle | null>(null);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    input.current?.focus();
    let stop = () => {};
    let cancelled = false;
    void terminals.screen(slot).search.then((handle) => {
      if (cancelled) return;
      search.current = handle;
      stop = handle.onResults(setResults);
    });
    return () => {
      cancelled = true;
      stop();
      search.current?.clear();
      search.current = null;
    };
  }, [slot, terminals]);

  const close = () => {
    terminals.finding.set(false);
    terminals.focusActive();
  };
  return (
    <div role="search" className={styles.find}>
      <input
        ref={input}
        value={text}
        placeholder="Find"
        aria-label="Find in terminal"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          search.current?.find(event.target.value, -1, true);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') close();
          // Upwards first: what one looks for has scrolled away.
          else if (event.key === 'Enter') search.current?.find(text, event.shiftKey ? 1 : -1, false);
        }}
      />
      <span className={styles.results} aria-live="polite">
        {text === '' ? '' : results.count === 0 ? 'None' : `${results.index + 1} of ${results.count}`}
      </span>
      <IconButton label="Previous match" onClick={() => search.current?.find(text, -1, false)}>
        <ArrowUp size={14} />
      </IconButton>
      <IconButton label="Next match" onClick={() => search.current?.find(text, 1, false)}>
        <ArrowDown size={14} />
      </IconButton>
      <IconButton label="Close" onClick={close}>
        <X size={14} />
      </IconButton>
    </div>
  );
}

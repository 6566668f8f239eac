// Which row of a long list the keys are on (aria-activedescendant): it is remembered by its key, so that it stays while the
// list around it changes.

import { useState } from 'react';

export interface FocusedRow<Row> {
  /** -1: none. */
  readonly focused: number;
  /** Goes to a row and scrolls to it; past an end it stays at the end. */
  readonly focus: (index: number) => void;
  /** A row that is in view already, or none. */
  readonly setFocused: (row: Row | undefined) => void;
}

export function useFocusedRow<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  scrollTo: (index: number) => void,
): FocusedRow<Row> {
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const setFocused = (row: Row | undefined) => setFocusedKey(row === undefined ? null : keyOf(row));
  return {
    focused: rows.findIndex((row) => keyOf(row) === focusedKey),
    focus(index) {
      const at = Math.max(0, Math.min(rows.length - 1, index));
      const row = rows[at];
      if (row === undefined) return;
      setFocused(row);
      scrollTo(at);
    },
    setFocused,
  };
}

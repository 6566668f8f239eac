// A long list of rows of one height, of which only those in view are in the document. The height is the `--row` of its styles.

import { useCallback, useLayoutEffect, useRef, useState, type RefObject, type UIEvent } from 'react';

export interface RowWindow {
  /** Of the element that scrolls. */
  readonly container: RefObject<HTMLDivElement | null>;
  readonly onScroll: (event: UIEvent) => void;
  /** Pixels. */
  readonly rowHeight: number;
  /** Of the first row that is to be drawn, and behind the last one. */
  readonly first: number;
  readonly last: number;
  /** Pixels from the top of the list's contents. */
  readonly topOf: (index: number) => number;
  /** Scrolls no further than it must; rows that are none are passed over. */
  readonly scrollTo: (index: number) => void;
}

/** Rows kept above and below the view, so that a fling shows no gaps. */
const overscan = 12;
const defaultRowHeight = 26;

/** `padding`: pixels above the first row. */
export function useRowWindow(count: number, padding = 0): RowWindow {
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [rowHeight, setRowHeight] = useState(defaultRowHeight);

  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return;
    const measure = () => {
      setView({ top: element.scrollTop, height: element.clientHeight });
      setRowHeight(parseInt(getComputedStyle(element).getPropertyValue('--row'), 10) || defaultRowHeight);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  const scrollTo = useCallback(
    (index: number) => {
      const element = container.current;
      if (element === null || index < 0) return;
      const top = index * rowHeight + padding;
      if (top < element.scrollTop) element.scrollTop = top - padding;
      else if (top + rowHeight > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowHeight - element.clientHeight + padding;
    },
    [rowHeight, padding],
  );
  return {
    container,
    onScroll: ({ currentTarget }) =>
      setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight }),
    rowHeight,
    first: Math.max(0, Math.floor(view.top / rowHeight) - overscan),
    last: Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + overscan),
    topOf: (index) => index * rowHeight + padding,
    scrollTo,
  };
}

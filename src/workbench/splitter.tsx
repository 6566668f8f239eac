// The line between two panes: WAI-ARIA's window splitter. Drags, moves with the arrow keys, and goes back to its default
// size on a double click. It reports sizes; the layout store keeps them.

import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './splitter.module.css';

interface Props {
  readonly label: string;
  /** `vertical` is an upright line between columns. */
  readonly orientation: 'vertical' | 'horizontal';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** How much the value grows as the pointer moves one pixel right or down; negative for panes at the far side. */
  readonly scale: number;
  readonly controls: string;
  readonly onChange: (value: number) => void;
  readonly onReset: () => void;
  readonly className?: string | undefined;
}

/** Pixels a key press moves; with Shift five times as far. */
const keyStep = 16;

export function Splitter({ label, orientation, value, min, max, scale, onChange, onReset, ...rest }: Props) {
  const drag = useRef<{ readonly start: number; readonly value: number } | null>(null);
  const along = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { start: along(event), value };
    document.body.dataset['dragging'] = orientation;
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current === null) return;
    onChange(drag.current.value + (along(event) - drag.current.start) * scale);
  };
  const onPointerEnd = () => {
    drag.current = null;
    delete document.body.dataset['dragging'];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const back = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
    const forward = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
    const step = keyStep * (event.shiftKey ? 5 : 1) * scale;
    if (event.key === back) onChange(value - step);
    else if (event.key === forward) onChange(value + step);
    else if (event.key === 'Home') onChange(min);
    else if (event.key === 'End') onChange(max);
    else if (event.key === 'Enter') onReset();
    else return;
    event.preventDefault();
  };

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(((value - min) / (max - min)) * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-controls={rest.controls}
      className={`${styles.splitter} ${rest.className ?? ''}`}
      data-orientation={orientation}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onLostPointerCapture={onPointerEnd}
      onDoubleClick={onReset}
      onKeyDown={onKeyDown}
    />
  );
}

// A menu at a point or below a button: WAI-ARIA's menu pattern, in the top layer of the page through a portal. Owned by the
// component that opened it; closes on Escape, on a choice, and on any press or focus outside.

import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import styles from './menu.module.css';

export type MenuItem =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly icon?: ReactNode;
      readonly hint?: string | undefined;
      readonly checked?: boolean | undefined;
      readonly danger?: boolean | undefined;
      readonly disabled?: boolean | undefined;
      readonly run: () => void;
    }
  | { readonly kind: 'separator' }
  | { readonly kind: 'heading'; readonly label: string };

/** Viewport coordinates; the menu keeps itself on screen. */
export interface MenuAnchor {
  readonly x: number;
  readonly y: number;
  readonly align?: 'start' | 'end';
  readonly above?: number;
}

export function anchorBelow(element: Element, align: 'start' | 'end' = 'start'): MenuAnchor {
  const box = element.getBoundingClientRect();
  return { x: align === 'start' ? box.left : box.right, y: box.bottom + 4, align, above: box.top - 4 };
}

interface Props {
  readonly label: string;
  readonly anchor: MenuAnchor;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}

const margin = 8;

export function Menu({ label, anchor, items, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    let left = anchor.align === 'end' ? anchor.x - width : anchor.x;
    left = Math.max(margin, Math.min(left, innerWidth - width - margin));
    let top = anchor.y;
    if (top + height > innerHeight - margin) top = Math.max(margin, (anchor.above ?? anchor.y) - height);
    setPlace({ left, top });
  }, [anchor]);

  useEffect(() => {
    const before = document.activeElement;
    menu.current?.querySelector<HTMLElement>('[role^=menuitem]:not(:disabled)')?.focus();
    const onPress = (event: PointerEvent) => {
      if (!menu.current?.contains(event.target as Node)) onClose();
    };
    window.addEventListener('pointerdown', onPress, true);
    window.addEventListener('blur', onClose);
    return () => {
      window.removeEventListener('pointerdown', onPress, true);
      window.removeEventListener('blur', onClose);
      // Give the focus back, unless the chosen action has moved it.
      const now = document.activeElement;
      if (before instanceof HTMLElement && (now === null || now === document.body)) before.focus();
    };
  }, [onClose]);

  const onKeyDown = (event: KeyboardEvent) => {
    const enabled = [
      ...(menu.current?.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)') ?? []),
    ];
    const at = enabled.indexOf(document.activeElement as HTMLElement);
    const move = (to: number) => enabled[(to + enabled.length) % enabled.length]?.focus();
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at - 1);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(-1);
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key.length === 1 && event.key !== ' ') {
      const typed = event.key.toLowerCase();
      const order = [...enabled.slice(at + 1), ...enabled.slice(0, at + 1)];
      order.find((item) => item.textContent?.trim().toLowerCase().startsWith(typed))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return createPortal(
    <div
      ref={menu}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className={styles.menu}
      style={place === null ? { visibility: 'hidden', left: 0, top: 0 } : place}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {items.map((item, index) => {
        switch (item.kind) {
          case 'separator':
            return <div key={index} role="separator" className={styles.separator} />;
          case 'heading':
            return (
              <div key={index} className={styles.heading}>
                {item.label}
              </div>
            );
          case 'action':
            return (
              <button
                key={index}
                type="button"
                role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={item.checked}
                disabled={item.disabled}
                className={styles.item}
                data-danger={item.danger || undefined}
                data-checked={item.checked || undefined}
                onPointerMove={(event) => event.currentTarget.focus()}
                onClick={() => {
                  onClose();
                  item.run();
                }}
              >
                <span className={styles.icon}>{item.icon}</span>
                <span className={styles.label}>{item.label}</span>
                {item.hint !== undefined && <span className={styles.hint}>{item.hint}</span>}
              </button>
            );
        }
      })}
    </div>,
    document.body,
  );
}

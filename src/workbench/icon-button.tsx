// A square button with an icon, a name for screen readers and the same words as tooltip.

import type { ComponentProps, ReactNode } from 'react';
import controls from './controls.module.css';

type Props = Omit<ComponentProps<'button'>, 'title' | 'children'> & {
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly children: ReactNode;
};

export function IconButton({ label, shortcut, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      className={className === undefined ? controls.icon : `${controls.icon} ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}

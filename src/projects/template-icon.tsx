// A small badge for a template: our own letters in its colour, since a project's logo is its owner's.

import { SquareTerminal } from 'lucide-react';
import type { CSSProperties } from 'react';
import styles from './new-project-dialog.module.css';

/** Letters and a colour that reads on both themes. */
const badges: Readonly<Record<string, readonly [letters: string, colour: string]>> = {
  react: ['Re', '#0891b2'],
  'react-ts': ['Re', '#3178c6'],
  tailwind: ['Tw', '#0284c7'],
  'vanilla-ts': ['TS', '#3178c6'],
  vue: ['Vu', '#0f9d6b'],
  svelte: ['Sv', '#ea580c'],
  preact: ['Pr', '#7c3aed'],
  solid: ['So', '#2f6fb3'],
  lit: ['Li', '#0d9488'],
  astro: ['As', '#c2410c'],
  'react-express': ['RE', '#0891b2'],
  'http-static': ['No', '#4d8a3a'],
  express: ['Ex', '#737373'],
  hono: ['Ho', '#e0532a'],
  fastify: ['Fa', '#737373'],
  koa: ['Ko', '#0f766e'],
  library: ['Vi', '#6d8b1f'],
};

export function TemplateIcon({ id }: { readonly id: string }) {
  const [letters, colour] = badges[id] ?? [null, 'var(--accent)'];
  return (
    <span aria-hidden="true" className={styles.badge} style={{ '--badge': colour } as CSSProperties}>
      {letters ?? <SquareTerminal size={16} strokeWidth={1.8} />}
    </span>
  );
}

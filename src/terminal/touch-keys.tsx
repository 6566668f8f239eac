// The keys that a phone's keyboard lacks, below the terminal where fingers are the pointer. They never take the focus: the
// keyboard on the screen would go.

import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { TouchKey } from './key-sequences.ts';
import styles from './touch-keys.module.css';

const keys: readonly { readonly key: TouchKey; readonly label: string; readonly face: ReactNode }[] = [
  { key: 'Tab', label: 'Tab', face: 'Tab' },
  { key: 'ArrowLeft', label: 'Left', face: <ArrowLeft size={16} /> },
  { key: 'ArrowUp', label: 'Up', face: <ArrowUp size={16} /> },
  { key: 'ArrowDown', label: 'Down', face: <ArrowDown size={16} /> },
  { key: 'ArrowRight', label: 'Right', face: <ArrowRight size={16} /> },
];
/** Two taps deep on most keyboards, and in every other command. */
const characters = ['/', '-', '|', '~'];

export function TouchKeys() {
  const { terminals } = useWorkbench();
  const control = useStore(terminals.control);
  const screen = () => terminals.screen(terminals.active.get());
  const button = (label: string, face: ReactNode, run: () => void) => (
    <button key={label} type="button" aria-label={label} className={styles.key} onClick={run}>
      {face}
    </button>
  );
  return (
    <div
      role="toolbar"
      aria-label="Keys"
      className={styles.keys}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {button('Escape', 'Esc', () => screen().press('Escape'))}
      <button
        type="button"
        aria-label="Control, for the next key"
        aria-pressed={control}
        className={styles.key}
        onClick={() => {
          terminals.control.set(!control);
          terminals.focusActive();
        }}
      >
        Ctrl
      </button>
      {keys.map(({ key, label, face }) => button(label, face, () => screen().press(key)))}
      {characters.map((character) => button(character, character, () => screen().type(character)))}
    </div>
  );
}

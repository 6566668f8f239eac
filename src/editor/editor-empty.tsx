// The editor with nothing open: the keys that matter.

import { Logo } from '../workbench/logo.tsx';
import { shortcutText, type ShortcutId } from '../workbench/shortcuts.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import styles from './editor-pane.module.css';

export function EditorEmpty() {
  const { dialog, actions, terminals } = useWorkbench();
  const hints: readonly { readonly text: string; readonly key: ShortcutId; readonly run: () => void }[] = [
    { text: 'Open a file', key: 'quick-open', run: () => dialog.set({ kind: 'palette', mode: 'files' }) },
    { text: 'Every command', key: 'palette', run: () => dialog.set({ kind: 'palette', mode: 'commands' }) },
    {
      text: 'Terminal',
      key: 'terminal',
      run: () => {
        actions.show('terminal');
        terminals.focusActive();
      },
    },
    { text: 'Run', key: 'run', run: actions.run },
  ];
  return (
    <div className={styles.empty}>
      <span className={styles.mark}>
        <Logo size={56} />
      </span>
      <ul className={styles.hints}>
        {hints.map(({ text, key, run }) => (
          <li key={key}>
            <button type="button" onClick={run}>
              <span>{text}</span>
              {shortcutText(key)
                .split(' ')
                .map((part) => (
                  <kbd key={part}>{part}</kbd>
                ))}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

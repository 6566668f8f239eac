// The bottom bar of narrow screens: one pane at a time.

import { AppWindow, CodeXml, Folder, SquareTerminal } from 'lucide-react';
import type { MobileView } from './layout-store.ts';
import { useRuntime } from './runtime-context.ts';
import { statusWords } from './status-words.ts';
import { useStore } from './store.ts';
import { useWorkbench } from './workbench-context.ts';
import styles from './mobile-tabs.module.css';

const views: readonly { readonly view: MobileView; readonly label: string; readonly Icon: typeof Folder }[] =
  [
    { view: 'files', label: 'Files', Icon: Folder },
    { view: 'editor', label: 'Editor', Icon: CodeXml },
    { view: 'terminal', label: 'Terminal', Icon: SquareTerminal },
    { view: 'preview', label: 'Preview', Icon: AppWindow },
  ];

export function MobileTabs() {
  const { layout } = useWorkbench();
  const { mobileView } = useStore(layout);
  const ready = useRuntime((link) => statusWords(link).preview.kind === 'ready');
  return (
    <nav className={styles.bar} aria-label="Panes">
      {views.map(({ view, label, Icon }) => (
        <button
          key={view}
          type="button"
          className={styles.tab}
          aria-current={mobileView === view ? 'page' : undefined}
          data-testid={`mobile-${view}`}
          onClick={() => layout.set((now) => ({ ...now, mobileView: view, terminalMaximized: false }))}
        >
          <span className={styles.icon}>
            <Icon size={20} strokeWidth={1.75} />
            {view === 'preview' && ready && <i />}
          </span>
          <span>{label}</span>
        </button>
      ))}
    </nav>
  );
}

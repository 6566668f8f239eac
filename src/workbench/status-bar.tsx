// The bar at the bottom: what the kernel says, in the words of status-words.ts, and where the cursor is.

import { AppWindow, RotateCcw, TriangleAlert } from 'lucide-react';
import { languageName } from '../editor/language-name.ts';
import { OfflineFact } from './offline-fact.tsx';
import { snapshotOf, useRuntime } from './runtime-context.ts';
import { statusWords } from './status-words.ts';
import { useStore } from './store.ts';
import { useWorkbench } from './workbench-context.ts';
import styles from './status-bar.module.css';

export function StatusBar() {
  const link = useRuntime((now) => now);
  const { status, detail, tone } = statusWords(link);
  const snapshot = snapshotOf(link);
  const stale = link.link !== 'attached';
  return (
    <footer className={styles.bar} aria-label="Status">
      <div className={styles.group}>
        <span className={styles.dot} data-tone={tone} />
        <span role="status" className={styles.status} data-tone={tone}>
          <span data-testid="status">{status}</span>
        </span>
        {detail !== null && (
          <span className={styles.detail} data-testid="status-detail" title={detail}>
            {detail}
          </span>
        )}
        {snapshot?.state.warning != null && (
          <span className={styles.warning} data-testid="status-warning" title={snapshot.state.warning.code}>
            <TriangleAlert size={12} />
            {snapshot.state.warning.message}
          </span>
        )}
      </div>
      <div className={styles.group} data-stale={stale || undefined}>
        <EditorFacts />
        <OfflineFact />
        {snapshot !== null && (
          <>
            {snapshot.state.ports.length > 0 && (
              <span className={styles.fact} data-testid="status-ports" title="Ports that listen">
                {snapshot.state.ports.map(({ port }) => `:${port}`).join(' ')}
              </span>
            )}
            <span className={styles.fact} data-testid="status-tabs" title="Tabs attached to this machine">
              <AppWindow size={12} />
              {snapshot.state.tabs}{' '}
              <span className={styles.unit}>{snapshot.state.tabs === 1 ? 'tab' : 'tabs'}</span>
            </span>
            <span
              className={styles.fact}
              data-testid="status-reloads"
              title={`This machine has outlived ${snapshot.state.reloads} ${snapshot.state.reloads === 1 ? 'reload' : 'reloads'}`}
            >
              <RotateCcw size={12} />
              {snapshot.state.reloads} <span className={styles.unit}>survived</span>
            </span>
            <span
              className={styles.fact}
              data-testid="status-seq"
              title={`State number ${snapshot.seq} of epoch ${snapshot.state.epoch} (${snapshot.state.container} container)`}
            >
              #{snapshot.seq}
            </span>
          </>
        )}
      </div>
    </footer>
  );
}

function EditorFacts() {
  const { editor, preferences } = useWorkbench();
  const cursor = useStore(editor.cursor);
  const { active } = useStore(editor.open);
  const autosave = useStore(preferences.autosave);
  if (active === null) return null;
  return (
    <>
      {cursor !== null && (
        <span className={styles.fact}>
          {cursor.line}:{cursor.column}
          {cursor.selected > 0 && ` (${cursor.selected} selected)`}
        </span>
      )}
      <span className={styles.fact}>{languageName(active)}</span>
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={autosave}
        title={
          autosave ? 'Saves a second after the last edit. Click to save by hand.' : 'Click to save by itself.'
        }
        onClick={() => preferences.autosave.set((on) => !on)}
      >
        Autosave {autosave ? 'on' : 'off'}
      </button>
    </>
  );
}

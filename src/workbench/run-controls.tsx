// Run, Stop, Restart: enabled and named as the kernel's state allows (status-words.ts).

import { LoaderCircle, Play, RotateCw, Square } from 'lucide-react';
import { useRuntime } from './runtime-context.ts';
import { shortcutText } from './shortcuts.ts';
import { statusWords } from './status-words.ts';
import { useWorkbench } from './workbench-context.ts';
import styles from './run-controls.module.css';

export function RunControls() {
  const { actions } = useWorkbench();
  const link = useRuntime((now) => now);
  const { run, stop, restart, tone } = statusWords(link);
  const busy = tone === 'busy' && !run.enabled;
  const running = tone === 'ok' && !run.enabled;
  return (
    <div role="toolbar" aria-label="Runtime" className={styles.controls} data-running={running || undefined}>
      <button
        type="button"
        data-testid="restart"
        className={styles.secondary}
        disabled={!restart.enabled}
        aria-label={restart.label}
        title="Restart the server"
        onClick={actions.restart}
      >
        <RotateCw size={14} />
      </button>
      <button
        type="button"
        data-testid="stop"
        className={styles.secondary}
        disabled={!stop.enabled}
        title="Stop: end every process"
        onClick={actions.stop}
      >
        <Square size={11} fill="currentColor" strokeWidth={0} />
        <span className={styles.label}>{stop.label}</span>
      </button>
      <button
        type="button"
        data-testid="run"
        className={styles.run}
        disabled={!run.enabled}
        title={run.enabled ? `Run (${shortcutText('run')})` : run.label}
        onClick={actions.run}
      >
        {busy ? (
          <LoaderCircle size={14} className={styles.spin} />
        ) : running ? (
          <span className={styles.pulse} />
        ) : (
          <Play size={12} fill="currentColor" strokeWidth={0} />
        )}
        <span>{run.label}</span>
      </button>
    </div>
  );
}

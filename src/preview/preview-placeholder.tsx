// What stands in the preview while there is no page: why, and what to do.

import { CircleAlert, Play } from 'lucide-react';
import controls from '../workbench/controls.module.css';
import { useRuntime } from '../workbench/runtime-context.ts';
import { shortcutText } from '../workbench/shortcuts.ts';
import { statusWords, type PreviewWords } from '../workbench/status-words.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import styles from './preview-placeholder.module.css';

type Words = Exclude<PreviewWords, { kind: 'ready' }>;

export function PreviewPlaceholder({ words }: { readonly words: Words }) {
  const { actions, terminals, connection } = useWorkbench();
  const canRun = useRuntime((link) => statusWords(link).run.enabled);
  const isLost = useRuntime((link) => link.link === 'lost');
  const showTerminal = () => {
    const link = connection.getSnapshot();
    if (link.link === 'attached') {
      const server = link.snapshot.state.sessions.find((session) => session.kind === 'server');
      terminals.active.set(server?.id ?? 'primary');
    }
    actions.show('terminal');
  };
  return (
    <div className={styles.page} data-kind={words.kind} data-testid="preview-placeholder">
      {words.kind === 'failed' ? (
        <CircleAlert size={30} strokeWidth={1.5} className={styles.alert} />
      ) : (
        <Illustration busy={words.kind === 'busy'} />
      )}
      <div className={styles.words}>
        <h2 className={styles.title}>{words.title}</h2>
        <p className={styles.text}>{words.text}</p>
      </div>
      <div className={styles.actions}>
        {canRun && (
          <button type="button" className={`${controls.button} ${controls.primary}`} onClick={actions.run}>
            <Play size={12} fill="currentColor" strokeWidth={0} />
            Run
          </button>
        )}
        {isLost && (
          <button
            type="button"
            className={`${controls.button} ${controls.primary}`}
            onClick={() => location.reload()}
          >
            Reload the page
          </button>
        )}
        {words.kind !== 'idle' && (
          <button type="button" className={controls.button} onClick={showTerminal}>
            Show terminal
          </button>
        )}
      </div>
      {words.kind === 'idle' && canRun && <p className={styles.hint}>or press {shortcutText('run')}</p>}
    </div>
  );
}

/** Stems of kelp, from where they stand on the rock. */
const blades = [
  'M84 98c-8-8 5-14-1-23s4-13 0-21',
  'M100 98c7-10-7-17 0-28s-6-18 0-28',
  'M116 98c-6-8 6-14 1-22s4-12 1-18',
];

/**
 * Kelp on its rock, below a browser's window: moves while something is on its way. Each stem is an image of its own, which the
 * compositor turns by itself: a shape inside an image is styled and painted anew for each frame, beside what is waited for.
 */
function Illustration({ busy }: { readonly busy: boolean }) {
  return (
    <div className={styles.illustration} data-busy={busy || undefined} aria-hidden="true">
      <svg viewBox="0 0 200 120" fill="none">
        <rect x="20.5" y="8.5" width="159" height="103" rx="10" className={styles.sheet} />
        <path d="M20.5 30h159" className={styles.line} />
        <circle cx="33" cy="19.5" r="2.5" className={styles.knob} />
        <circle cx="42" cy="19.5" r="2.5" className={styles.knob} />
        <circle cx="51" cy="19.5" r="2.5" className={styles.knob} />
        <rect x="66" y="15" width="84" height="9" rx="4.5" className={styles.field} />
        <path d="M62 99c10-3 18-1 26-3s16-1 24 1 16 0 26 2" className={styles.rock} />
      </svg>
      {blades.map((blade) => (
        <svg key={blade} viewBox="0 0 200 120" fill="none" className={styles.blade}>
          <path d={blade} />
        </svg>
      ))}
    </div>
  );
}

// The processes of the machine, as its table says, with a way to end each.

import { useEffect, useState } from 'react';
import { RotateCcw, X } from 'lucide-react';
import type { ProcessInfo } from '../../worker/os/process-context.ts';
import { useRuntime } from '../workbench/runtime-context.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { processWords, uptime } from './process-words.ts';
import styles from './process-list.module.css';

export function ProcessList({ processes }: { readonly processes: readonly ProcessInfo[] }) {
  const { actions } = useWorkbench();
  const attached = useRuntime((link) => link.link === 'attached');
  const now = useSecondClock(attached && processes.length > 0);
  if (processes.length === 0)
    return (
      <p id="process-list" data-testid="process-list" className={styles.empty}>
        No processes.
      </p>
    );
  return (
    <ul id="process-list" data-testid="process-list" aria-label="Processes" className={styles.list}>
      {processes.map((process) => {
        const words = processWords(process);
        return (
          <li key={process.pid} className={styles.process} data-state={process.state} data-pid={process.pid}>
            <span className={styles.pid}>{process.pid}</span>
            <span className={styles.command} title={`${process.command}\nin ${process.cwd}`}>
              {process.command}
            </span>
            {words !== null && (
              <span className={styles.state} title={words}>
                {process.restarts > 0 && process.state === 'running' ? (
                  // The row has no room for these words beside the command.
                  <RotateCcw size={12} role="img" aria-label={words} />
                ) : (
                  words
                )}
              </span>
            )}
            {process.ports.length > 0 && (
              <span className={styles.port}>{process.ports.map((port) => `:${port}`).join(' ')}</span>
            )}
            <span className={styles.uptime} data-clock>
              {uptime(process.startedAt, now)}
            </span>
            {process.state !== 'disowned' && (
              <button
                type="button"
                className={styles.kill}
                data-on-hover
                aria-label={`End process ${process.pid}, ${process.command}`}
                title="End (SIGTERM). With Shift: kill (SIGKILL)."
                onClick={(event) => actions.kill(process, event.shiftKey ? 'SIGKILL' : 'SIGTERM')}
              >
                <X size={13} />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function useSecondClock(active: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}

// The terminals: one tab a session of the kernel, the shown one's screen, and what is said when it has ended.

import { useLayoutEffect, useRef, useState } from 'react';
import { Maximize2, Minimize2, Plus, Search, Server, SquareTerminal, X } from 'lucide-react';
import type { RuntimeState, SessionInfo } from '../../worker/kernel/state.ts';
import { IconButton } from '../workbench/icon-button.tsx';
import { snapshotOf, useRuntime } from '../workbench/runtime-context.ts';
import { findInTerminalText } from '../workbench/shortcuts.ts';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { FindBar } from './find-bar.tsx';
import { endedWords } from './ended-words.ts';
import { slotOf, type TerminalSlot } from './terminal-store.ts';
import styles from './terminal-pane.module.css';
import { TouchKeys } from './touch-keys.tsx';

const none: readonly SessionInfo[] = [];

export function TerminalPane() {
  const { terminals, layout, actions } = useWorkbench();
  const sessions = useRuntime((link) => snapshotOf(link)?.state.sessions ?? none);
  const state = useRuntime((link) => (link.link === 'attached' ? link.snapshot.state : null));
  const active = useStore(terminals.active);
  const finding = useStore(terminals.finding);
  const { terminalMaximized } = useStore(layout);
  const tabs = terminalTabs(sessions);
  const shown = tabs.find((tab) => tab.slot === active) ?? tabs[0];

  return (
    <>
      <div className={styles.bar}>
        <div className={styles.tabs}>
          <div role="tablist" aria-label="Terminals" className={styles.list}>
            {tabs.map(({ slot, title, session }) => (
              <div key={slot} className={styles.tab} data-active={slot === shown?.slot || undefined}>
                <button
                  type="button"
                  role="tab"
                  aria-selected={slot === shown?.slot}
                  data-testid={`terminal-tab-${session?.kind ?? 'primary'}`}
                  className={styles.select}
                  data-live={session?.status === 'live' || undefined}
                  onClick={() => {
                    terminals.active.set(slot);
                    requestAnimationFrame(() => terminals.focusActive());
                  }}
                >
                  {session?.kind === 'server' ? <Server size={13} /> : <SquareTerminal size={13} />}
                  <span>{title}</span>
                </button>
                {session?.kind === 'shell' && (
                  <button
                    type="button"
                    className={styles.close}
                    aria-label={`Close ${title}`}
                    onClick={() => void terminals.close(slot)}
                  >
                    <X size={12} />
                  </button>
                )}
              </div>
            ))}
          </div>
          <IconButton
            label="New terminal"
            disabled={state === null}
            onClick={() => void terminals.openShell()}
          >
            <Plus size={15} />
          </IconButton>
        </div>
        <div className={styles.tools}>
          <IconButton
            label="Find in terminal"
            shortcut={findInTerminalText}
            aria-pressed={finding}
            onClick={() => terminals.finding.set(!finding)}
          >
            <Search size={14} />
          </IconButton>
          <IconButton
            label={terminalMaximized ? 'Restore terminal' : 'Maximize terminal'}
            className={styles.wideOnly}
            onClick={() => layout.set((now) => ({ ...now, terminalMaximized: !now.terminalMaximized }))}
          >
            {terminalMaximized ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
          </IconButton>
          <IconButton
            label="Hide terminal"
            className={styles.wideOnly}
            onClick={() => actions.toggle('terminal')}
          >
            <X size={15} />
          </IconButton>
        </div>
      </div>
      <div className={styles.screens} data-testid="terminal">
        {tabs.map(({ slot, session }) => (
          <TerminalView
            key={slot}
            slot={slot}
            session={session}
            state={state}
            active={slot === shown?.slot}
          />
        ))}
        {finding && shown !== undefined && <FindBar slot={shown.slot} />}
      </div>
      <TouchKeys />
    </>
  );
}

interface Tab {
  readonly slot: TerminalSlot;
  readonly title: string;
  readonly session: SessionInfo | null;
}

/** The primary shell first, even before it is there; further shells and the server in the order they came. */
function terminalTabs(sessions: readonly SessionInfo[]): Tab[] {
  const primary = sessions.find((session) => session.kind === 'primary') ?? null;
  const rest = sessions.filter((session) => session.kind !== 'primary');
  let shells = 1;
  return [
    { slot: 'primary', title: 'Shell', session: primary },
    ...rest.map((session) => ({
      slot: slotOf(session),
      title: session.kind === 'server' ? 'Server' : `Shell ${++shells}`,
      session,
    })),
  ];
}

interface ViewProps {
  readonly slot: TerminalSlot;
  readonly session: SessionInfo | null;
  /** Null while the kernel is not attached. */
  readonly state: RuntimeState | null;
  readonly active: boolean;
}

function TerminalView({ slot, session, state, active }: ViewProps) {
  const { terminals } = useWorkbench();
  const host = useRef<HTMLDivElement>(null);
  const [screen] = useState(() => terminals.screen(slot));
  const phase = useStore(screen.phase);

  // Before the first paint: the kernel is asked for the screen as early as can be.
  useLayoutEffect(() => {
    host.current?.append(screen.element);
    screen.mount();
    terminals.attach(slot);
  }, [screen, slot, terminals]);

  const ended = state === null ? null : endedWords(session, state, phase);
  return (
    <div
      ref={host}
      role="tabpanel"
      className={styles.screen}
      data-active={active || undefined}
      data-session={session?.id}
      data-phase={phase}
      onMouseDown={(event) => {
        // A click on the margin should still put the cursor into the terminal.
        if (event.target === event.currentTarget) {
          event.preventDefault();
          screen.focus();
        }
      }}
    >
      {ended !== null && (
        <div className={styles.ended} data-testid="terminal-ended">
          <span>{ended.text}</span>
          {ended.canStart && slot === 'primary' && (
            <button type="button" onClick={() => void terminals.startPrimary()}>
              Start a shell
            </button>
          )}
        </div>
      )}
    </div>
  );
}

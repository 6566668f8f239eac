// Where Monaco stands. Loads it once a text file is shown and the terminal has its prompt; shows the plain text until it
// has come.

import { useEffect, useRef, useState } from 'react';
import { machineRest } from '../attach/machine-rest.ts';
import { createStore, useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { MonacoHost } from './monaco-host.ts';
import { lineHeightOf } from './preferences.ts';
import type { OpenDocument } from './editor-store.ts';
import styles from './editor-pane.module.css';

const nothing = createStore<OpenDocument>({
  contents: { kind: 'loading' },
  dirty: false,
  saving: false,
  conflict: null,
});
/** Enough to fill any screen. */
const previewLines = 120;

export function MonacoSurface() {
  const { editor, connection, watcher, theme, preferences, toasts, firstScreen } = useWorkbench();
  const { active } = useStore(editor.open);
  const { contents, conflict } = useStore(active === null ? nothing : editor.document(active));
  const { fontSize } = useStore(preferences.text);
  const container = useRef<HTMLDivElement>(null);
  const [host, setHost] = useState<MonacoHost | null>(null);
  const isText = active !== null && contents.kind === 'text';
  const wanted = isText || host !== null;

  useEffect(() => {
    if (!wanted || container.current === null) return;
    const element = container.current;
    let made: MonacoHost | null = null;
    let cancelled = false;
    // Its megabyte would be parsed beside what brings the prompt.
    const loaded = firstScreen.then(() => (cancelled ? null : import('./monaco-host.ts')));
    loaded.then(
      (module) => {
        if (module === null || cancelled) return;
        made = module.createMonacoHost({
          container: element,
          machineRests: machineRest({ current: { connection } }),
          store: editor,
          files: connection.kernel.fs,
          watcher,
          storage: localStorage,
          projectId: connection.projectId,
          theme: theme.theme,
          text: preferences.text,
          onError: (title, error) => toasts.error(title, error),
        });
        setHost(made);
      },
      (error: unknown) =>
        toasts.error('The editor could not be loaded. Reload the page to try again.', error),
    );
    return () => {
      cancelled = true;
      made?.[Symbol.dispose]();
    };
  }, [wanted, editor, connection, watcher, theme, preferences, toasts, firstScreen]);

  useEffect(() => {
    host?.show(isText ? active : null);
  }, [host, active, isText]);

  return (
    <>
      {isText && host === null && (
        <pre
          className={styles.plain}
          style={{ fontSize, lineHeight: `${lineHeightOf(fontSize)}px` }}
          aria-hidden="true"
        >
          <code>{contents.text.split('\n', previewLines).map((_, line) => `${line + 1}\n`)}</code>
          <code>{contents.text.split('\n', previewLines).join('\n')}</code>
        </pre>
      )}
      <div
        ref={container}
        className={styles.monaco}
        data-conflict={conflict !== null || undefined}
        hidden={!isText || host === null}
      />
    </>
  );
}

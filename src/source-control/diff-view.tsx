// What changed in one file, in the editor's place. Closes with Escape, and when a file is opened.

import { useEffect, useRef, useState } from 'react';
import { ArrowDown, ArrowUp, Columns2, FileText, FileWarning, Minus, Plus, Undo2, X } from 'lucide-react';
import { FileIcon } from '../files/file-icon.tsx';
import { nameOf, parentOf } from '../files/paths.ts';
import { IconButton } from '../workbench/icon-button.tsx';
import { useStore } from '../workbench/store.ts';
import { focusPane } from '../workbench/use-keyboard.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import type { Comparison } from './comparison.ts';
import type { DiffHost } from './diff-host.ts';
import { changeNames } from './git-status.ts';
import styles from './diff-view.module.css';

export function DiffView({ comparison }: { readonly comparison: Comparison }) {
  const { sourceControl, editor, theme, preferences, toasts } = useWorkbench();
  const { change, isStaged, texts } = comparison;
  const container = useRef<HTMLDivElement>(null);
  const [host, setHost] = useState<DiffHost | null>(null);
  const [isSideBySide, setSideBySide] = useState(true);
  const busy = useStore(sourceControl.busy);
  const isText = texts !== null;

  useEffect(() => {
    const element = container.current;
    if (element === null || !isText) return;
    let made: DiffHost | null = null;
    let cancelled = false;
    import('./diff-host.ts').then(
      ({ createDiffHost }) => {
        if (cancelled) return;
        made = createDiffHost({ container: element, theme: theme.theme, text: preferences.text });
        setHost(made);
      },
      (error: unknown) =>
        toasts.error('The changes could not be shown. Reload the page to try again.', error),
    );
    return () => {
      cancelled = true;
      made?.[Symbol.dispose]();
      setHost(null);
    };
  }, [isText, theme, preferences, toasts]);

  useEffect(() => {
    if (texts !== null) host?.show(change.path, texts.before, texts.after);
  }, [host, change.path, texts]);
  useEffect(() => host?.setSideBySide(isSideBySide), [host, isSideBySide]);

  const close = () => {
    sourceControl.comparison.set(null);
    focusPane('sidebar');
  };
  return (
    <section
      className={styles.view}
      aria-label={`Changes of ${change.path}`}
      data-testid="diff"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <header className={styles.header}>
        <FileIcon path={change.path} />
        <span className={styles.name} title={change.path}>
          {nameOf(change.path)}
          <small>{parentOf(change.path)}</small>
        </span>
        <span className={styles.what}>
          {changeNames[change.kind]}
          {isStaged ? ', staged' : ''}
        </span>
        <div className={styles.tools} role="toolbar" aria-label="Changes">
          <IconButton label="Previous change" disabled={host === null} onClick={() => host?.go('previous')}>
            <ArrowUp size={15} />
          </IconButton>
          <IconButton label="Next change" disabled={host === null} onClick={() => host?.go('next')}>
            <ArrowDown size={15} />
          </IconButton>
          <IconButton
            label="Side by side"
            aria-pressed={isSideBySide}
            className={styles.wide}
            disabled={host === null}
            onClick={() => setSideBySide(!isSideBySide)}
          >
            <Columns2 size={15} />
          </IconButton>
          <IconButton
            label={isStaged ? 'Unstage' : 'Stage'}
            disabled={busy}
            onClick={() => void (isStaged ? sourceControl.unstage([change]) : sourceControl.stage([change]))}
          >
            {isStaged ? <Minus size={15} /> : <Plus size={15} />}
          </IconButton>
          {!isStaged && change.kind !== 'U' && (
            <IconButton
              label="Discard changes"
              disabled={busy}
              onClick={() => void sourceControl.discard([change])}
            >
              <Undo2 size={14} />
            </IconButton>
          )}
          {change.kind !== 'D' && (
            <IconButton label="Open the file" onClick={() => editor.openPath(change.path)}>
              <FileText size={15} />
            </IconButton>
          )}
          <IconButton label="Close the changes" shortcut="Esc" onClick={close}>
            <X size={15} />
          </IconButton>
        </div>
      </header>
      {isText ? (
        <div ref={container} className={styles.editor} />
      ) : (
        <div className={styles.notice}>
          <FileWarning size={28} strokeWidth={1.25} />
          <p>Binary files, and those above 2 MB, are not compared.</p>
        </div>
      )}
    </section>
  );
}

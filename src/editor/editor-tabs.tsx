// The tabs of the open files.

import { useEffect, useRef, useState } from 'react';
import { X } from 'lucide-react';
import { FileIcon } from '../files/file-icon.tsx';
import { nameOf, parentOf } from '../files/paths.ts';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import styles from './editor-tabs.module.css';

const dragType = 'application/x-holdfast-tab';

/** Closes a tab; with unsaved text and no autosave the user is asked first. */
export function useCloseTab(): (path: string) => void {
  const { editor, dialog, preferences } = useWorkbench();
  return (path) => {
    if (!editor.dirtyPaths.get().has(path)) editor.close(path);
    else if (preferences.autosave.get() && editor.document(path).get().conflict === null)
      void editor.save(path).then(() => {
        if (!editor.dirtyPaths.get().has(path)) editor.close(path);
      });
    else dialog.set({ kind: 'close-unsaved', path });
  };
}

export function EditorTabs() {
  const { editor } = useWorkbench();
  const { files, active } = useStore(editor.open);
  const dirty = useStore(editor.dirtyPaths);
  const close = useCloseTab();
  const list = useRef<HTMLDivElement>(null);
  const [dropBefore, setDropBefore] = useState<string | null>(null);
  const names = new Map<string, number>();
  for (const { path } of files) names.set(nameOf(path), (names.get(nameOf(path)) ?? 0) + 1);

  useEffect(() => {
    list.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  const select = (path: string, focusTab: boolean) => {
    editor.activate(path);
    if (focusTab)
      requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };

  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Open files"
      className={styles.tabs}
      onWheel={(event) => {
        // A wheel turns one way; the tabs lie the other.
        if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY;
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setDropBefore((event.target as Element).closest<HTMLElement>('[data-path]')?.dataset['path'] ?? '');
      }}
      onDragLeave={() => setDropBefore(null)}
      onDrop={(event) => {
        const path = event.dataTransfer.getData(dragType);
        if (path !== '') editor.reorder(path, dropBefore === '' ? null : dropBefore);
        setDropBefore(null);
      }}
      onKeyDown={(event) => {
        const at = files.findIndex((file) => file.path === active);
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        const next = files[(at + step + files.length) % files.length];
        if (step !== 0 && next !== undefined) select(next.path, true);
        else if (event.key === 'Delete' && active !== null) close(active);
      }}
    >
      {files.map(({ path, preview }) => {
        const unsaved = dirty.has(path);
        return (
          <div
            key={path}
            role="tab"
            tabIndex={path === active ? 0 : -1}
            aria-selected={path === active}
            aria-label={unsaved ? `${path}, unsaved` : path}
            data-testid={`tab-${path}`}
            data-path={path}
            data-preview={preview || undefined}
            data-dirty={unsaved || undefined}
            data-drop={dropBefore === path || undefined}
            className={styles.tab}
            title={path}
            draggable
            onDragStart={(event) => event.dataTransfer.setData(dragType, path)}
            onPointerDown={(event) => {
              if (event.button === 0) select(path, false);
              // The middle button would begin to scroll by itself.
              if (event.button === 1) event.preventDefault();
            }}
            onAuxClick={(event) => {
              if (event.button === 1) close(path);
            }}
            onDoubleClick={() => editor.pin(path)}
          >
            <FileIcon path={path} />
            <span className={styles.name}>{nameOf(path)}</span>
            {(names.get(nameOf(path)) ?? 0) > 1 && (
              <span className={styles.folder}>{parentOf(path) || '/'}</span>
            )}
            <button
              type="button"
              tabIndex={-1}
              className={styles.close}
              aria-label={`Close ${nameOf(path)}`}
              onPointerDown={(event) => event.stopPropagation()}
              onClick={() => close(path)}
            >
              <span className={styles.dot} />
              <X size={13} />
            </button>
          </div>
        );
      })}
    </div>
  );
}

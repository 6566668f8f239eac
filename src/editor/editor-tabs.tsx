// The tabs of the open files.

import { useCallback, useEffect, useRef, useState } from 'react';
import { X } from 'lucide-react';
import { FileIcon } from '../files/file-icon.tsx';
import { nameOf, parentOf } from '../files/paths.ts';
import { Menu, type MenuAnchor, type MenuItem } from '../workbench/menu.tsx';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { closeFiles } from './close-files.ts';
import styles from './editor-tabs.module.css';
import { tabMenu } from './tab-menu.tsx';

const dragType = 'application/x-holdfast-tab';

export function EditorTabs() {
  const workbench = useWorkbench();
  const { editor } = workbench;
  const { files, active } = useStore(editor.open);
  const dirty = useStore(editor.dirtyPaths);
  const close = (path: string) => closeFiles(workbench, [path]);
  const list = useRef<HTMLDivElement>(null);
  const [dropBefore, setDropBefore] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ anchor: MenuAnchor; items: MenuItem[] } | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
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
            onContextMenu={(event) => {
              event.preventDefault();
              setMenu({
                anchor: { x: event.clientX, y: event.clientY },
                items: tabMenu(workbench, path),
              });
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
      {menu !== null && <Menu label="Tab" anchor={menu.anchor} items={menu.items} onClose={closeMenu} />}
    </div>
  );
}

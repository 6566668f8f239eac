// The file tree as WAI-ARIA describes it: one tab stop, arrow keys, typing to find. Only the rows in view are in the
// document, so that an opened node_modules costs nothing.

import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { messageOf } from '../workbench/toast-store.ts';
import { Menu, type MenuAnchor, type MenuItem } from '../workbench/menu.tsx';
import { useRowWindow } from '../workbench/use-row-window.ts';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { droppedFiles } from './dropped-files.ts';
import { FileIcon } from './file-icon.tsx';
import { NameField } from './name-field.tsx';
import { isWithin, joinPath, parentOf } from './paths.ts';
import { treeMenu } from './tree-menu.tsx';
import { treeRows, type TreeRow } from './tree-model.ts';
import { TreeRowView } from './tree-row.tsx';
import styles from './file-tree.module.css';

/** Pixels above the first row. */
const rowsTop = 4;
/** Typed letters belong to one search for as long. */
const typeAheadMs = 700;
const dragType = 'application/x-holdfast-path';

export function FileTree() {
  const { tree: store, editor, actions, fileActions, toasts } = useWorkbench();
  const tree = useStore(store.tree);
  const loaded = useStore(store.loaded);
  const { active } = useStore(editor.open);
  const dirty = useStore(editor.dirtyPaths);
  const rows = useMemo(() => treeRows(tree), [tree]);
  const { container, onScroll, rowHeight, first, last, topOf, scrollTo } = useRowWindow(rows.length, rowsTop);
  const [menu, setMenu] = useState<{ anchor: MenuAnchor; items: MenuItem[] } | null>(null);
  const [dropFolder, setDropFolder] = useState<string | null>(null);
  const typed = useRef({ text: '', at: 0 });
  const closeMenu = useCallback(() => setMenu(null), []);

  const indexOf = (path: string | null) => rows.findIndex((row) => row.kind === 'entry' && row.path === path);

  // The file in the editor is the focused row, unless the tree itself is in use.
  useEffect(() => {
    if (active === null || container.current?.contains(document.activeElement)) return;
    if (store.tree.get().directories.has(parentOf(active))) store.focus(active);
  }, [active, store, container]);
  useEffect(() => {
    scrollTo(rows.findIndex((row) => row.kind === 'entry' && row.path === tree.focused));
    // Only a new focus scrolls; a tree that changes below it must not jump.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tree.focused, scrollTo]);
  useEffect(() => {
    if (tree.edit !== null) scrollTo(rows.findIndex((row) => row.kind === 'new' || row.renaming));
    // As above: once when the edit begins.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [tree.edit, scrollTo]);

  const openRow = (row: TreeRow, preview: boolean, focus: boolean) => {
    if (row.kind !== 'entry') return;
    store.focus(row.path);
    if (row.folder) store.setExpanded(row.path, !row.expanded);
    else {
      editor.openPath(row.path, { preview, focus });
      if (matchMedia('(max-width: 720px)').matches) actions.show('editor');
    }
  };
  const remove = (row: TreeRow) => {
    if (row.kind === 'entry') void fileActions.remove(row);
  };
  const menuFor = (row: TreeRow | null, anchor: MenuAnchor) =>
    setMenu({
      anchor,
      items: treeMenu(row?.kind === 'entry' ? row : null, {
        open: (path) => editor.openPath(path),
        edit: (edit) => store.startEdit(edit),
        remove: () => row !== null && remove(row),
        download: (path) => void fileActions.download(path),
        downloadFolder: (path) => void fileActions.downloadFolder(path),
        copy: (path) =>
          void navigator.clipboard
            .writeText(path)
            .catch((error: unknown) => toasts.error('Could not copy', error)),
        refresh: () => store.refresh(),
      }),
    });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== container.current || event.altKey) return;
    const at = indexOf(tree.focused);
    const row = rows[at];
    const to = (index: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (next?.kind === 'entry') store.focus(next.path);
    };
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'Backspace') return;
      if (row !== undefined) remove(row);
    } else if (event.key === 'ArrowDown') to(at + 1);
    else if (event.key === 'ArrowUp') to(at - 1);
    else if (event.key === 'Home') to(0);
    else if (event.key === 'End') to(rows.length - 1);
    else if (event.key === 'ArrowRight' && row?.kind === 'entry' && row.folder) {
      if (row.expanded) to(at + 1);
      else store.setExpanded(row.path, true);
    } else if (event.key === 'ArrowLeft' && row?.kind === 'entry') {
      if (row.folder && row.expanded) store.setExpanded(row.path, false);
      else if (parentOf(row.path) !== '') store.focus(parentOf(row.path));
    } else if (event.key === 'Enter' && row !== undefined) openRow(row, false, true);
    else if (event.key === ' ' && row !== undefined) openRow(row, true, false);
    else if (event.key === 'F2' && row?.kind === 'entry') store.startEdit({ kind: 'rename', path: row.path });
    else if (event.key === 'Delete' && row !== undefined) remove(row);
    else if (
      (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) &&
      container.current !== null
    ) {
      const box = container.current.getBoundingClientRect();
      menuFor(row ?? null, {
        x: box.left + 40,
        y: box.top + (at + 1) * rowHeight - container.current.scrollTop,
      });
    } else if (event.key.length === 1) {
      const now = performance.now();
      const text = (now - typed.current.at < typeAheadMs ? typed.current.text : '') + event.key.toLowerCase();
      typed.current = { text, at: now };
      const start = text.length === 1 ? at + 1 : Math.max(0, at);
      const order = [...rows.slice(start), ...rows.slice(0, start)];
      const hit = order.find(
        (candidate) => candidate.kind === 'entry' && candidate.name.toLowerCase().startsWith(text),
      );
      if (hit?.kind === 'entry') store.focus(hit.path);
    } else return;
    // A command ends a search: what is typed after it is a new one, however soon.
    if (event.key.length > 1) typed.current = { text: '', at: 0 };
    event.preventDefault();
  };

  const folderAt = (event: DragEvent): string => {
    const element = (event.target as Element).closest<HTMLElement>('[data-path]');
    const row = rows[indexOf(element?.dataset['path'] ?? null)];
    if (row?.kind !== 'entry') return '';
    return row.folder ? row.path : parentOf(row.path);
  };
  const onDragOver = (event: DragEvent) => {
    const types = event.dataTransfer.types;
    if (!types.includes('Files') && !types.includes(dragType)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = types.includes(dragType) ? 'move' : 'copy';
    setDropFolder(folderAt(event));
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDropFolder(null);
    const folder = folderAt(event);
    const from = event.dataTransfer.getData(dragType);
    if (from !== '') {
      void fileActions.moveInto(folder, from);
      return;
    }
    droppedFiles(event.dataTransfer).then(
      (files) => fileActions.receive(folder, files),
      (error: unknown) => toasts.error('Could not read what was dropped', error),
    );
  };

  const commitName = async (row: TreeRow, name: string): Promise<string | null> => {
    try {
      if (row.kind === 'new') {
        const path = await store.create(row.parent, name, row.folder);
        if (!row.folder) editor.openPath(path);
      } else {
        await store.move(row.path, joinPath(parentOf(row.path), name));
        store.cancelEdit();
        container.current?.focus();
      }
      return null;
    } catch (error) {
      return messageOf(error);
    }
  };

  const focusedIndex = indexOf(tree.focused);

  return (
    <>
      <div
        ref={container}
        role="tree"
        aria-label="Files"
        tabIndex={0}
        data-testid="file-tree"
        className={styles.tree}
        data-drop-root={dropFolder === '' || undefined}
        aria-activedescendant={focusedIndex >= 0 ? `tree-${focusedIndex}` : undefined}
        onKeyDown={onKeyDown}
        onScroll={onScroll}
        onContextMenu={(event) => {
          event.preventDefault();
          const element = (event.target as Element).closest<HTMLElement>('[data-path]');
          const row = rows[indexOf(element?.dataset['path'] ?? null)] ?? null;
          if (row?.kind === 'entry') store.focus(row.path);
          menuFor(row, { x: event.clientX, y: event.clientY });
        }}
        onDragOver={onDragOver}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropFolder(null);
        }}
        onDrop={onDrop}
      >
        <div className={styles.sizer} style={{ height: rows.length * rowHeight + 2 * rowsTop }}>
          {rows.slice(first, last).map((row, offset) => {
            const index = first + offset;
            const top = topOf(index);
            if (row.kind === 'new' || row.renaming)
              return (
                <NameField
                  key={row.kind === 'new' ? 'new' : row.path}
                  top={top}
                  depth={row.depth}
                  icon={<FileIcon path={row.kind === 'new' ? 'new' : row.path} folder={row.folder} />}
                  initial={row.kind === 'new' ? '' : row.name}
                  siblings={(
                    tree.directories.get(row.kind === 'new' ? row.parent : parentOf(row.path)) ?? []
                  ).map((entry) => entry.name)}
                  onCommit={(name) => commitName(row, name)}
                  onCancel={() => {
                    store.cancelEdit();
                    container.current?.focus();
                  }}
                />
              );
            return (
              <TreeRowView
                key={row.path}
                id={`tree-${index}`}
                row={row}
                top={top}
                focused={row.path === tree.focused}
                active={row.path === active}
                dirty={dirty.has(row.path)}
                dropTarget={dropFolder !== null && dropFolder !== '' && isWithin(row.path, dropFolder)}
                dragType={dragType}
                onOpen={(preview) => openRow(row, preview, !preview)}
              />
            );
          })}
        </div>
        {loaded && rows.length === 0 && (
          <p className={styles.empty}>No files yet. Drop some here, or make one with the buttons above.</p>
        )}
      </div>
      {menu !== null && <Menu label="File" anchor={menu.anchor} items={menu.items} onClose={closeMenu} />}
    </>
  );
}

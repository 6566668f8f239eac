// The side bar: the project's files above, its processes below.

import { useRef } from 'react';
import { ChevronRight, CopyMinus, FilePlus2, FolderPlus, Upload } from 'lucide-react';
import { ProcessList } from '../processes/process-list.tsx';
import { clampSize, defaultLayout } from '../workbench/layout-store.ts';
import { IconButton } from '../workbench/icon-button.tsx';
import { snapshotOf, useRuntime } from '../workbench/runtime-context.ts';
import { Splitter } from '../workbench/splitter.tsx';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { FileTree } from './file-tree.tsx';
import { nameOf, parentOf } from './paths.ts';
import styles from './side-bar.module.css';

const noProcesses = [] as const;

export function SideBar() {
  const { tree, layout, fileActions } = useWorkbench();
  const { processes: open, processesHeight } = useStore(layout);
  const upload = useStore(fileActions.upload);
  const processes = useRuntime((link) => snapshotOf(link)?.state.processes ?? noProcesses);
  const input = useRef<HTMLInputElement>(null);

  /** Where a new entry goes: the focused folder, or the folder of the focused file. */
  const target = () => {
    const { focused, directories } = tree.tree.get();
    if (focused === null) return '';
    const isFolder = directories
      .get(parentOf(focused))
      ?.some((e) => e.name === nameOf(focused) && e.type === 'directory');
    return isFolder === true ? focused : parentOf(focused);
  };

  return (
    <>
      <div className={styles.header}>
        <h2 className={styles.title}>Files</h2>
        <div className={styles.tools} role="toolbar" aria-label="Files">
          <IconButton label="New file" onClick={() => tree.startEdit({ kind: 'new-file', path: target() })}>
            <FilePlus2 size={15} />
          </IconButton>
          <IconButton
            label="New folder"
            onClick={() => tree.startEdit({ kind: 'new-folder', path: target() })}
          >
            <FolderPlus size={15} />
          </IconButton>
          <IconButton label="Upload files" onClick={() => input.current?.click()}>
            <Upload size={15} />
          </IconButton>
          <IconButton label="Collapse all folders" onClick={() => tree.collapseAll()}>
            <CopyMinus size={15} />
          </IconButton>
        </div>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            const { files } = event.target;
            if (files !== null)
              void fileActions.receive(
                target(),
                [...files].map((file) => ({ path: file.name, file })),
              );
            event.target.value = '';
          }}
        />
      </div>
      {upload !== null && (
        <div
          className={styles.upload}
          role="progressbar"
          aria-valuenow={upload.done}
          aria-valuemax={upload.total}
        >
          <span style={{ width: `${(upload.done / Math.max(1, upload.total)) * 100}%` }} />
          <em>
            Uploading {upload.done} of {upload.total}
          </em>
        </div>
      )}
      <FileTree />
      <div
        className={styles.processes}
        style={open ? { height: processesHeight } : undefined}
        data-open={open}
      >
        {open && (
          <Splitter
            label="Process list height"
            orientation="horizontal"
            min={72}
            max={600}
            scale={-1}
            value={processesHeight}
            controls="process-list"
            className={styles.grip}
            onChange={(value) =>
              layout.set((now) => ({ ...now, processesHeight: clampSize('processesHeight', value) }))
            }
            onReset={() => layout.set((now) => ({ ...now, processesHeight: defaultLayout.processesHeight }))}
          />
        )}
        <button
          type="button"
          className={styles.section}
          aria-expanded={open}
          aria-controls="process-list"
          onClick={() => layout.set((now) => ({ ...now, processes: !now.processes }))}
        >
          <ChevronRight size={14} className={styles.chevron} />
          <span>Processes</span>
          <span className={styles.count}>{processes.length}</span>
        </button>
        {open && <ProcessList processes={processes} />}
      </div>
    </>
  );
}

// The side bar: the project's files, the search in them or its repository above, its processes below.

import { lazy, Suspense, useRef } from 'react';
import {
  ChevronRight,
  CopyMinus,
  CopyPlus,
  FilePlus2,
  Files,
  FolderPlus,
  GitBranch,
  RotateCw,
  Search,
  Upload,
} from 'lucide-react';
import { ProcessList } from '../processes/process-list.tsx';
import { clampSize, defaultLayout, type SidebarView } from '../workbench/layout-store.ts';
import { IconButton } from '../workbench/icon-button.tsx';
import { snapshotOf, useRuntime } from '../workbench/runtime-context.ts';
import { shortcutText } from '../workbench/shortcuts.ts';
import { Splitter } from '../workbench/splitter.tsx';
import { useStore } from '../workbench/store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { FileTree } from './file-tree.tsx';
import { nameOf, parentOf } from './paths.ts';
import { isFolder } from './tree-model.ts';
import styles from './side-bar.module.css';

const noProcesses = [] as const;
const views: readonly {
  readonly view: SidebarView;
  readonly label: string;
  readonly title: string;
  readonly Icon: typeof Files;
}[] = [
  { view: 'files', label: 'Files', title: 'The files of the project', Icon: Files },
  { view: 'search', label: 'Search', title: `Search in files (${shortcutText('search')})`, Icon: Search },
  {
    view: 'source-control',
    label: 'Source control',
    title: `Source control (${shortcutText('source-control')})`,
    Icon: GitBranch,
  },
];
const SourceControlView = lazy(() =>
  import('../source-control/source-control-view.tsx').then((module) => ({
    default: module.SourceControlView,
  })),
);
const SearchView = lazy(() =>
  import('../search/search-view.tsx').then((module) => ({ default: module.SearchView })),
);

export function SideBar() {
  const { layout } = useWorkbench();
  const { processes: open, processesHeight, sidebarView: view } = useStore(layout);
  const processes = useRuntime((link) => snapshotOf(link)?.state.processes ?? noProcesses);

  return (
    <>
      <div className={styles.header}>
        <div className={styles.tabs} role="tablist" aria-label="Side bar">
          {views.map(({ view: name, label, title, Icon }) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`sidebar-tab-${name}`}
              aria-selected={view === name}
              aria-controls="sidebar-view"
              aria-label={label}
              title={title}
              className={styles.tab}
              onClick={() => layout.set((now) => ({ ...now, sidebarView: name }))}
            >
              {view === name ? label : <Icon size={14} />}
            </button>
          ))}
        </div>
        {view === 'files' ? <FileTools /> : view === 'search' ? <SearchTools /> : <SourceControlTools />}
      </div>
      <div id="sidebar-view" role="tabpanel" aria-labelledby={`sidebar-tab-${view}`} className={styles.view}>
        {view === 'files' ? (
          <>
            <UploadProgress />
            <FileTree />
          </>
        ) : (
          <Suspense fallback={null}>{view === 'search' ? <SearchView /> : <SourceControlView />}</Suspense>
        )}
      </div>
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

function FileTools() {
  const { tree, fileActions } = useWorkbench();
  const input = useRef<HTMLInputElement>(null);

  /** Where a new entry goes: the focused folder, or the folder of the focused file. */
  const target = () => {
    const { focused, directories } = tree.tree.get();
    if (focused === null) return '';
    const entry = directories.get(parentOf(focused))?.find(({ name }) => name === nameOf(focused));
    return entry !== undefined && isFolder(entry) ? focused : parentOf(focused);
  };

  return (
    <>
      <div className={styles.tools} role="toolbar" aria-label="Files">
        <IconButton label="New file" onClick={() => tree.startEdit({ kind: 'new-file', path: target() })}>
          <FilePlus2 size={15} />
        </IconButton>
        <IconButton label="New folder" onClick={() => tree.startEdit({ kind: 'new-folder', path: target() })}>
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
    </>
  );
}

function SearchTools() {
  const { search } = useWorkbench();
  const { files } = useStore(search.results);
  const folded = useStore(search.folded);
  const isFolded = files.length > 0 && files.every(({ path }) => folded.has(path));
  return (
    <div className={styles.tools} role="toolbar" aria-label="Search">
      <IconButton label="Search again" onClick={() => search.refresh()}>
        <RotateCw size={14} />
      </IconButton>
      <IconButton
        label={isFolded ? 'Expand all files' : 'Collapse all files'}
        disabled={files.length === 0}
        onClick={() => search.folded.set(new Set(isFolded ? [] : files.map(({ path }) => path)))}
      >
        {isFolded ? <CopyPlus size={15} /> : <CopyMinus size={15} />}
      </IconButton>
    </div>
  );
}

function SourceControlTools() {
  const { sourceControl } = useWorkbench();
  return (
    <div className={styles.tools} role="toolbar" aria-label="Source control">
      <IconButton label="Ask git again" onClick={() => sourceControl.refresh()}>
        <RotateCw size={14} />
      </IconButton>
    </div>
  );
}

function UploadProgress() {
  const { fileActions } = useWorkbench();
  const upload = useStore(fileActions.upload);
  if (upload === null) return null;
  return (
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
  );
}

// The whole window of one project. On wide screens panes lie side by side and are sized by the layout store; on narrow
// ones (at most 720 px) the same panes are shown one at a time. They stay mounted either way: a terminal keeps its screen,
// the preview its page.

import { lazy, Suspense, useEffect, useRef, type CSSProperties, type ReactNode } from 'react';
import { EditorPane } from '../editor/editor-pane.tsx';
import { SideBar } from '../files/side-bar.tsx';
import { PreviewPane } from '../preview/preview-pane.tsx';
import { TerminalPane } from '../terminal/terminal-pane.tsx';
import type { Pane } from './actions.ts';
import { clampSize, defaultLayout, type LayoutSize } from './layout-store.ts';
import { MobileTabs } from './mobile-tabs.tsx';
import { useRuntime } from './runtime-context.ts';
import { Splitter } from './splitter.tsx';
import { StatusBar } from './status-bar.tsx';
import { useStore } from './store.ts';
import { TitleBar } from './title-bar.tsx';
import { Toasts } from './toasts.tsx';
import { useFocusMemory } from './use-focus-memory.ts';
import { useKeyboard } from './use-keyboard.ts';
import { useWorkbench } from './workbench-context.ts';
import styles from './workbench.module.css';

const loadDialogs = () => import('./dialogs.tsx');
const Dialogs = lazy(() => loadDialogs().then((module) => ({ default: module.Dialogs })));
/** After the first screen and Monaco: keys typed before the palette has come would go astray. */
const dialogsPreloadMs = 1500;

export function WorkbenchView() {
  const { layout, toasts, dialog } = useWorkbench();
  const now = useStore(layout);
  const request = useStore(dialog);
  const panes = useRef<HTMLDivElement>(null);
  useKeyboard();
  const attached = useRuntime((link) => link.link === 'attached');
  useEffect(() => {
    const timer = setTimeout(() => void loadDialogs(), dialogsPreloadMs);
    return () => clearTimeout(timer);
  }, []);
  useFirstOpenFile();
  useFocusMemory();

  const resize = (name: LayoutSize) => ({
    value: now[name],
    onChange: (value: number) => layout.set((before) => ({ ...before, [name]: clampSize(name, value) })),
    onReset: () => layout.set((before) => ({ ...before, [name]: defaultLayout[name] })),
  });
  const width = () => panes.current?.clientWidth ?? 1;
  const previewResize = resize('previewShare');
  const style = {
    '--sidebar-width': now.sidebar ? `${now.sidebarWidth}px` : '0px',
    '--preview-width': now.preview ? `${(now.previewShare * 100).toFixed(3)}%` : '0px',
    '--terminal-height': now.terminal ? `${now.terminalHeight}px` : '0px',
  } as CSSProperties;

  return (
    <div className={styles.window}>
      <TitleBar />
      <div
        ref={panes}
        className={styles.panes}
        style={style}
        data-mobile-view={now.mobileView}
        data-stale={!attached || undefined}
        data-maximized={(now.terminal && now.terminalMaximized) || undefined}
      >
        <PaneView pane="sidebar" label="Side bar" open={now.sidebar}>
          <SideBar />
        </PaneView>
        <PaneView pane="editor" label="Editor">
          <EditorPane />
        </PaneView>
        <PaneView pane="terminal" label="Terminal" open={now.terminal}>
          <TerminalPane />
        </PaneView>
        <PaneView pane="preview" label="Preview" open={now.preview}>
          <PreviewPane />
        </PaneView>
        {now.sidebar && (
          <Splitter
            label="Side bar width"
            orientation="vertical"
            min={180}
            max={480}
            scale={1}
            controls="pane-sidebar"
            className={styles.sidebarGrip}
            {...resize('sidebarWidth')}
          />
        )}
        {now.preview && (
          <Splitter
            label="Preview width"
            orientation="vertical"
            min={0.16}
            max={0.7}
            // The store keeps a share; the pointer moves in pixels.
            scale={-1}
            controls="pane-preview"
            className={styles.previewGrip}
            value={previewResize.value * width()}
            onChange={(pixels) => previewResize.onChange(pixels / width())}
            onReset={previewResize.onReset}
          />
        )}
        {now.terminal && !now.terminalMaximized && (
          <Splitter
            label="Terminal height"
            orientation="horizontal"
            min={96}
            max={1200}
            scale={-1}
            controls="pane-terminal"
            className={styles.terminalGrip}
            {...resize('terminalHeight')}
          />
        )}
      </div>
      <StatusBar />
      <MobileTabs />
      <Toasts store={toasts} />
      {request !== null && (
        <Suspense fallback={null}>
          <Dialogs request={request} />
        </Suspense>
      )}
    </div>
  );
}

interface PaneViewProps {
  readonly pane: Pane;
  readonly label: string;
  /** The editor is always there. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

function PaneView({ pane, label, open, children }: PaneViewProps) {
  return (
    <section id={`pane-${pane}`} tabIndex={-1} aria-label={label} className={styles[pane]} data-open={open}>
      {children}
    </section>
  );
}

/** The files worth opening first in a project that was never looked at, best first. */
const mainFiles = [
  'server.js',
  'index.js',
  'main.js',
  'app.js',
  'src/index.js',
  'src/main.ts',
  'index.html',
  'README.md',
];

function useFirstOpenFile() {
  const { editor, tree } = useWorkbench();
  const loaded = useStore(tree.loaded);
  useEffect(() => {
    if (!loaded || editor.open.get().files.length > 0 || editor.hasHistory) return;
    const names = new Set((tree.tree.get().directories.get('') ?? []).map((entry) => entry.name));
    const first = mainFiles.find((path) => names.has(path));
    if (first !== undefined) editor.openPath(first, { focus: false });
  }, [loaded, editor, tree]);
}

// Makes everything that the workbench of one project owns, and disposes it with the project. Reads no globals: main.tsx
// hands in the page's storage and clock.

import type { FilePlace } from '../../worker/protocol/open-file.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';
import { createEditorStore } from '../editor/editor-store.ts';
import { terminalFontSize, type EditorPreferences } from '../editor/preferences.ts';
import { createFileActions } from '../files/file-actions.ts';
import { createFileTreeStore } from '../files/file-tree-store.ts';
import { createProjectWatcher } from '../files/project-watcher.ts';
import type { OfflineCopy } from '../host/offline-copy.ts';
import { localAddress } from '../preview/local-address.ts';
import { createPreviewStore } from '../preview/preview-store.ts';
import { createSearchStore } from '../search/search-store.ts';
import { createSourceControlStore } from '../source-control/source-control-store.ts';
import { createTerminalStore, type TerminalStore } from '../terminal/terminal-store.ts';
import { createActions } from './actions.ts';
import type { DialogRequest } from './dialog-request.ts';
import { createLayoutStore, type SidebarView } from './layout-store.ts';
import { createStore, type Store } from './store.ts';
import type { ThemeStore } from './theme.ts';
import type { ToastStore } from './toast-store.ts';
import type { Workbench } from './workbench-context.ts';

export interface WorkbenchEnvironment {
  readonly storage: Storage;
  /** For what belongs to this tab and not to the project: the preview's page, the shown terminal. */
  readonly sessionStorage: Storage;
  readonly theme: ThemeStore;
  readonly preferences: EditorPreferences;
  readonly toasts: ToastStore;
  readonly offlineCopy: Store<OfflineCopy>;
  /** Somebody may be looking at this tab. */
  readonly isVisible: () => boolean;
  readonly confirm: (question: string) => boolean;
  readonly openWindow: (url: string) => void;
  readonly saveFile: (name: string, bytes: Uint8Array) => void;
  readonly wait: (ms: number) => Promise<void>;
}

/** A prompt that is late must not hold up the editor. */
const firstScreenMs = 2_000;

export interface OwnedWorkbench extends Workbench, Disposable {}

export function createWorkbench(
  connection: KernelConnection,
  environment: WorkbenchEnvironment,
): OwnedWorkbench {
  const { storage, sessionStorage, theme, preferences, toasts, offlineCopy } = environment;
  const { projectId, kernel } = connection;
  const onError = (title: string, error: unknown) => toasts.error(title, error);
  const layout = createLayoutStore(storage, projectId);
  const preview = createPreviewStore(sessionStorage, projectId);
  const watcher = createProjectWatcher(connection, (error) =>
    toasts.error('Could not watch the project’s files', error),
  );
  const tree = createFileTreeStore({ files: kernel.fs, watcher, storage, projectId, onError });
  const editor = createEditorStore({
    files: kernel.fs,
    watcher,
    storage,
    projectId,
    autosave: preferences.autosave,
    onError,
  });
  const actions = createActions({
    connection,
    layout,
    toasts,
    terminals: (): TerminalStore => terminals,
    saveAll: () => editor.saveAll(),
  });
  const openFile = ({ path, line, column }: FilePlace): void => {
    editor.openPath(path, line === null ? {} : { selection: { line, column: column ?? 1 } });
    actions.show('editor');
  };
  const stopShown = connection.onShowFile(({ place, found }) => {
    // Of several tabs, those in front of somebody.
    if (!environment.isVisible()) return;
    if (found !== null) openFile({ ...place, path: found });
    else
      toasts.error(
        `Could not open ${place.path}`,
        new Error('The editor shows the files of this project alone.'),
      );
  });
  const fontSize = () => terminalFontSize(preferences.text.get().fontSize);
  const terminals = createTerminalStore({
    connection,
    storage: sessionStorage,
    fontSize,
    onError,
    onServerStarted: () =>
      layout.set((now) => ({
        ...now,
        terminal: true,
        // On a narrow screen the preview tells the progress, too: who looks at it stays there.
        mobileView: now.mobileView === 'preview' ? 'preview' : 'terminal',
      })),
    openFile,
    openLink(url) {
      const address = localAddress(url);
      if (address === null) return environment.openWindow(url);
      preview.open(address.port, address.path);
      actions.show('preview');
    },
  });
  const fileActions = createFileActions({
    files: kernel.fs,
    tree,
    toasts,
    confirm: environment.confirm,
    save: environment.saveFile,
  });
  const isShown = (view: SidebarView) => layout.get().sidebar && layout.get().sidebarView === view;
  const search = createSearchStore({
    kernel,
    watcher,
    toasts,
    isShown: () => isShown('search'),
    saveAll: () => editor.saveAll(),
    storage: sessionStorage,
    projectId,
  });
  const dialog = createStore<DialogRequest | null>(null);
  const sourceControl = createSourceControlStore({
    kernel,
    watcher,
    toasts,
    isShown: () => isShown('source-control'),
    onShown: (listener) => layout.subscribe(listener),
    saveAll: () => editor.saveAll(),
    confirm: environment.confirm,
    askIdentity: () => dialog.set({ kind: 'git-identity' }),
    storage: sessionStorage,
    projectId,
  });
  // Whoever opens a file wants to see it.
  const stopOpened = editor.open.subscribe(() => sourceControl.comparison.set(null));
  const stopMoved = tree.onMoved((from, to) => editor.moved(from, to));
  const stopTheme = theme.theme.subscribe(() => terminals.refreshTheme());
  const stopText = preferences.text.subscribe(() => terminals.setFontSize(fontSize()));
  return {
    connection,
    layout,
    theme,
    preferences,
    toasts,
    offlineCopy,
    watcher,
    tree,
    fileActions,
    editor,
    search,
    sourceControl,
    terminals,
    preview,
    actions,
    dialog,
    firstScreen: layout.get().terminal
      ? Promise.race([terminals.filled(), environment.wait(firstScreenMs)])
      : Promise.resolve(),
    [Symbol.dispose]() {
      stopOpened();
      stopMoved();
      stopShown();
      stopTheme();
      stopText();
      search[Symbol.dispose]();
      sourceControl[Symbol.dispose]();
      terminals[Symbol.dispose]();
      editor.rescue();
      editor[Symbol.dispose]();
      tree[Symbol.dispose]();
      watcher[Symbol.dispose]();
    },
  };
}

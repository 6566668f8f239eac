// Everything that the workbench of one project owns, made by createWorkbench (create-workbench.ts), for components.

import { createContext, use } from 'react';
import type { EditorPreferences } from '../editor/preferences.ts';
import type { EditorStore } from '../editor/editor-store.ts';
import type { FileTreeStore } from '../files/file-tree-store.ts';
import type { ProjectWatcher } from '../files/project-watcher.ts';
import type { FileActions } from '../files/file-actions.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';
import type { OfflineCopy } from '../host/offline-copy.ts';
import type { PreviewStore } from '../preview/preview-store.ts';
import type { SearchStore } from '../search/search-store.ts';
import type { SourceControlStore } from '../source-control/source-control-store.ts';
import type { TerminalStore } from '../terminal/terminal-store.ts';
import type { Actions } from './actions.ts';
import type { DialogRequest } from './dialog-request.ts';
import type { Layout } from './layout-store.ts';
import type { Store } from './store.ts';
import type { ThemeStore } from './theme.ts';
import type { ToastStore } from './toast-store.ts';

export interface Workbench {
  readonly connection: KernelConnection;
  readonly layout: Store<Layout>;
  readonly theme: ThemeStore;
  readonly preferences: EditorPreferences;
  readonly toasts: ToastStore;
  /** How much of Holdfast itself is kept for visits without a network. */
  readonly offlineCopy: Store<OfflineCopy>;
  readonly watcher: ProjectWatcher;
  readonly tree: FileTreeStore;
  readonly fileActions: FileActions;
  readonly editor: EditorStore;
  readonly search: SearchStore;
  readonly sourceControl: SourceControlStore;
  readonly terminals: TerminalStore;
  readonly preview: PreviewStore;
  readonly actions: Actions;
  /** The dialog or palette that is open. */
  readonly dialog: Store<DialogRequest | null>;
  /** Resolves when the terminal shows its first text, or will not soon: what is large waits for that. */
  readonly firstScreen: Promise<void>;
}

export const WorkbenchContext = createContext<Workbench | null>(null);

export function useWorkbench(): Workbench {
  const workbench = use(WorkbenchContext);
  if (workbench === null) throw new Error('No WorkbenchContext above this component');
  return workbench;
}

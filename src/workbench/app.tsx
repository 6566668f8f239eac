// The React side of the IDE: providers around the workbench of the current project. main.tsx connects and renders it.

import { useEffect, useLayoutEffect, useState } from 'react';
import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';
import type { OfflineCopy } from '../host/offline-copy.ts';
import { dropPreviousScreen, ScreenKeeper } from './previous-screen.ts';
import { whenIdle } from '../host/when-idle.ts';
import { createEditorPreferences } from '../editor/preferences.ts';
import { createWorkbench, type OwnedWorkbench, type WorkbenchEnvironment } from './create-workbench.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { ProjectsContext, type Projects } from './project-context.ts';
import { ConnectionContext } from './runtime-context.ts';
import { saveFile } from './save-file.ts';
import { useStore, type Store } from './store.ts';
import { createThemeStore } from './theme.ts';
import { createToastStore } from './toast-store.ts';
import { WorkbenchContext } from './workbench-context.ts';
import { WorkbenchView } from './workbench.tsx';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@xterm/xterm/css/xterm.css';
import './tokens.css';
import './base.css';

export interface AppProps {
  readonly connection: KernelConnection;
  readonly projects: Projects['store'];
  readonly currentProject: ProjectInfo;
  readonly openProject: (id: ProjectId) => void;
  readonly offlineCopy: Store<OfflineCopy>;
  /** Why the page's address could not be followed, last. */
  readonly addressProblem: Store<Error | null>;
  /** Called when a project's terminal shows its first text, or will not soon. */
  readonly onFirstScreen: () => void;
}

/** What all projects of this page share. */
function createEnvironment(offlineCopy: Store<OfflineCopy>): WorkbenchEnvironment {
  return {
    offlineCopy,
    storage: localStorage,
    sessionStorage,
    theme: createThemeStore({
      storage: localStorage,
      prefersDark: matchMedia('(prefers-color-scheme: dark)'),
      root: document.documentElement,
    }),
    preferences: createEditorPreferences(localStorage),
    toasts: createToastStore((run, ms) => void setTimeout(run, ms)),
    isVisible: () => document.visibilityState === 'visible',
    confirm: (question) => window.confirm(question),
    openWindow: (url) => void window.open(url, '_blank', 'noopener'),
    saveFile,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

export function App(props: AppProps) {
  const [environment] = useState(() => createEnvironment(props.offlineCopy));
  const problem = useStore(props.addressProblem);
  useEffect(() => {
    if (problem !== null) environment.toasts.error('The address could not be followed', problem);
  }, [environment, problem]);
  return (
    <ErrorBoundary>
      <Project key={props.currentProject.id} environment={environment} {...props} />
    </ErrorBoundary>
  );
}

function Project({
  connection,
  projects,
  currentProject,
  openProject,
  onFirstScreen,
  environment,
}: AppProps & { readonly environment: WorkbenchEnvironment }) {
  const [workbench, setWorkbench] = useState<OwnedWorkbench | null>(null);
  // Before the first paint: a reattached terminal should be in it.
  useLayoutEffect(() => {
    const made = createWorkbench(connection, environment);
    setWorkbench(made);
    dropPreviousScreen(document, connection, made.terminals.replayed());
    void made.firstScreen.then(onFirstScreen);
    const keeper = new ScreenKeeper({
      ...{ document, storage: sessionStorage, project: connection.projectId },
      whenIdle: (callback) => whenIdle(window, callback),
      terminal: () => made.terminals.picture(),
      onTerminal: (changed) => made.terminals.pictures.subscribe(changed),
    });
    const rescue = () => made.editor.rescue();
    window.addEventListener('pagehide', rescue);
    return () => {
      window.removeEventListener('pagehide', rescue);
      keeper[Symbol.dispose]();
      setWorkbench(null);
      made[Symbol.dispose]();
    };
  }, [connection, environment, onFirstScreen]);
  useEffect(() => {
    document.title = `${currentProject.name} · Holdfast`;
  }, [currentProject.name]);

  if (workbench === null) return null;
  return (
    <ConnectionContext value={connection}>
      <ProjectsContext value={{ store: projects, current: currentProject, open: openProject }}>
        <WorkbenchContext value={workbench}>
          <WorkbenchView />
        </WorkbenchContext>
      </ProjectsContext>
    </ConnectionContext>
  );
}

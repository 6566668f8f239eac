// Renders whichever project the tab shows.

import { useSyncExternalStore } from 'react';
import type { OfflineCopy } from '../host/offline-copy.ts';
import { App } from '../workbench/app.tsx';
import type { Store } from '../workbench/store.ts';
import type { Workspace } from './workspace.ts';

interface Props {
  readonly workspace: Workspace;
  readonly offlineCopy: Store<OfflineCopy>;
  readonly onFirstScreen: () => void;
}

export function Root({ workspace, offlineCopy, onFirstScreen }: Props) {
  const open = useSyncExternalStore(
    (listener) => workspace.subscribe(listener),
    () => workspace.current,
  );
  if (open === null) return null;
  const { projects } = workspace;
  return (
    <App
      addressProblem={workspace.problem}
      connection={open.connection}
      currentProject={open.info}
      offlineCopy={offlineCopy}
      onFirstScreen={onFirstScreen}
      openProject={(id) => void workspace.open(id)}
      projects={{
        list: () => projects.list(),
        create: (options) => workspace.createShown(options),
        rename: (id, name) => workspace.rename(id, name),
        remove: (id) => workspace.remove(id),
      }}
    />
  );
}

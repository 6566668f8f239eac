// Renders whichever project the tab shows.

import { useSyncExternalStore } from 'react';
import { App } from '../workbench/app.tsx';
import type { Workspace } from './workspace.ts';

export function Root({ workspace }: { readonly workspace: Workspace }) {
  const open = useSyncExternalStore(
    (listener) => workspace.subscribe(listener),
    () => workspace.current,
  );
  if (open === null) return null;
  const { projects } = workspace;
  return (
    <App
      connection={open.connection}
      currentProject={open.info}
      openProject={(id) => void workspace.open(id)}
      projects={{
        list: () => projects.list(),
        create: (options) => projects.create(options),
        rename: (id, name) => workspace.rename(id, name),
        remove: (id) => workspace.remove(id),
      }}
    />
  );
}

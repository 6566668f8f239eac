// Entry of the page: reads the globals, composes the tab's parts and renders. The machine itself is in the workers.

import { createRoot } from 'react-dom/client';
import { createAgentApi } from './agent/create-agent-api.ts';
import { Root } from './app/root.tsx';
import { readPreviewOrigins } from './app/preview-origins.ts';
import { Workspace } from './app/workspace.ts';
import { attachedTo } from './attach/projects.ts';

const workspace = new Workspace({
  window,
  previewOrigins: await readPreviewOrigins(window),
  onKernelPort: () => undefined,
  firstTemplate: 'http-static',
});

const started = workspace.start();

window.holdfast = createAgentApi({
  ready: started.then(() =>
    workspace.current === null ? undefined : attachedTo(workspace.current.connection),
  ),
  connection: () => {
    if (workspace.current === null) throw new Error('No project is open.');
    return workspace.current.connection;
  },
  projects: {
    list: () => workspace.projects.list(),
    current: () => workspace.current?.info.id ?? null,
    create: (options) => workspace.create(options),
    open: (id) => workspace.open(id),
    remove: (id) => workspace.remove(id),
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
await started;
createRoot(root).render(<Root workspace={workspace} />);

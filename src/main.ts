// Entry of the page: reads the globals and composes the tab's parts. The attachment to the kernel goes first, and what
// paints loads meanwhile: a reload shows the machine as it is after one round trip.

import { createAgentApi } from './agent/create-agent-api.ts';
import { firstVisitOf } from './app/current-project.ts';
import { readPreviewOrigins, rememberOrigin } from './app/preview-origins.ts';
import { Workspace } from './app/workspace.ts';
import { keepOfflineCopy, type OfflineCopy } from './host/offline-copy.ts';
import { PreviewBroker } from './host/preview-broker.ts';
import { untilServed } from './host/until-served.ts';
import { machineRest } from './attach/machine-rest.ts';
import { attachedTo } from './attach/projects.ts';
import { createStore } from './workbench/store.ts';

const rendering = import('./app/render.tsx');

const broker = new PreviewBroker(window, (origin) => rememberOrigin(localStorage, origin));
const previewOrigins = readPreviewOrigins(window);
void previewOrigins.then((origins) => broker.trust(origins));

const firstScreen = Promise.withResolvers<void>();
// A first visit needs it for the machine's workers; later it is a look for a new build, which can wait.
const registered = (broker.isServed ? firstScreen.promise : Promise.resolve()).then(() => broker.register());

const workspace = new Workspace({
  window,
  previewOrigins,
  firstVisit: firstVisitOf(document),
  served: untilServed(window, registered),
  onKernelPort: (port, project) => broker.use({ project, port }),
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
const [{ render }] = await Promise.all([rendering, started]);
const offlineCopy = createStore<OfflineCopy>({ kind: 'unknown' });
void render(root, workspace, offlineCopy).then(firstScreen.resolve);

const follow = (): void => {
  if (workspace.current !== null) broker.follow(workspace.current.connection);
};
workspace.subscribe(follow);
follow();
await registered;
// Where the browser lets nothing be stored, nothing is kept, and the status bar claims nothing.
await keepOfflineCopy(window, machineRest(workspace), offlineCopy.set).catch(() => undefined);

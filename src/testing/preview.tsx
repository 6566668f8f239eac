// The workbench on a pretended kernel, for tools/ui-preview.mjs. `window.fake` sets states from outside.

import { createRoot } from 'react-dom/client';
import type { ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import { firstTemplate, templateById } from '../projects/templates/templates.ts';
import type { OfflineCopy } from '../host/offline-copy.ts';
import { App } from '../workbench/app.tsx';
import { createStore } from '../workbench/store.ts';
import { createFakeKernel, fakeProjectId, type FakeKernel } from './fake-kernel.ts';

declare global {
  interface Window {
    fake: FakeKernel;
  }
}

const query = new URLSearchParams(location.search);
const template = templateById(query.get('template') ?? firstTemplate.id);
const picture = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAYAAADED76LAAAAJElEQVQYV2NkYGD4z4AHMIIUMDIyMjDgUwRWAFJEQAFRJgAAh5QMCfH9mUAAAAAASUVORK5CYII=',
  ),
  (character) => character.charCodeAt(0),
);
const kernel = createFakeKernel({
  previewUrl: new URL('./app/', location.href).href,
  install: query.has('install'),
  stepMs: Number(query.get('step') ?? 700),
  files: {
    ...(await template?.load()),
    'logo.png': picture,
    'data.bin': new Uint8Array([0, 1, 2, 3]),
    '🦑 notes.md': '# Notes\n\nEmoji are fine.\n',
    node_modules: Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`package-${index}`, { 'index.js': 'export {};\n' }]),
    ),
  },
});
window.fake = kernel;

const info: ProjectInfo = {
  id: fakeProjectId,
  name: template?.name ?? 'Project',
  template: null,
  createdAt: Date.now(),
  openedAt: Date.now(),
};
const root = document.getElementById('root');
if (root === null) throw new Error('preview.html has no #root');
createRoot(root).render(
  <App
    connection={kernel}
    currentProject={info}
    openProject={() => undefined}
    offlineCopy={createStore<OfflineCopy>({ kind: 'kept' })}
    addressProblem={createStore<Error | null>(null)}
    onFirstScreen={() => undefined}
    projects={{
      list: async () => [
        info,
        { ...info, id: 'fake0002' as typeof info.id, name: 'Express app', openedAt: Date.now() - 7.2e6 },
      ],
      create: async () => info,
      rename: (_id, name) => kernel.kernel.renameProject(name),
      remove: async () => undefined,
    }}
  />,
);

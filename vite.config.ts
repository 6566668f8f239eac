// One build for the page, the workers and the small pages beside it. The service worker is bundled by tools/build.mjs
// after this, because its precache list is what this build emitted.
import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { asciiScripts } from './tools/ascii.mjs';
import {
  bundleShell,
  firstVisit,
  minifyWorker,
  preloadRenderer,
  withoutMonacoWorkers,
} from './tools/first-load.mjs';
import { gitBuffer } from './tools/git-buffer.mjs';
import { templateFiles } from './tools/templates/vite-plugin.mjs';
import { holdfastDevServer } from './tools/vite-dev-plugin.mjs';

const page = (path: string): string => resolve(import.meta.dirname, path);

export default defineConfig({
  plugins: [
    react(),
    templateFiles(),
    holdfastDevServer(),
    withoutMonacoWorkers(),
    preloadRenderer(),
    firstVisit(),
    gitBuffer(),
    asciiScripts(),
  ],
  build: {
    // Under a path of our own: a previewed app under this origin may have an /assets/ (worker/service-worker/offline.ts).
    assetsDir: '__holdfast/build',
    target: 'es2024',
    sourcemap: false,
    // Monaco is one large chunk, loaded after the first paint; the budget that counts is tools/size-budget.mjs.
    chunkSizeWarningLimit: 8_000,
    rolldownOptions: {
      input: ['index.html', 'preview-link.html'].map(page),
    },
  },
  worker: { format: 'es', plugins: () => [gitBuffer(), minifyWorker(), bundleShell(), asciiScripts()] },
  // The workers' packages too: found at their first request, they would reload the page that has just opened.
  optimizeDeps: { entries: ['index.html', 'worker/{kernel,process}.ts'] },
});

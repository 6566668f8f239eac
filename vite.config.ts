// One build for the page, the workers and the small pages beside it. The service worker is bundled by tools/build.mjs
// after this, because its precache list is what this build emitted.
import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { holdfastDevServer } from './tools/vite-dev-plugin.mjs';

const page = (path: string): string => resolve(import.meta.dirname, path);

// Names are kept in workers: class names of the Node realm are visible to users' programs.
const workerOutput = { keepNames: true, minify: { mangle: false, compress: true, codegen: true } } as const;

export default defineConfig({
  plugins: [react(), holdfastDevServer()],
  build: {
    target: 'es2024',
    sourcemap: false,
    // Monaco is one large chunk, loaded after the first paint; the budget that counts is tools/size-budget.mjs.
    chunkSizeWarningLimit: 8_000,
    rolldownOptions: {
      input: ['index.html', 'preview-link.html'].map(page),
    },
  },
  worker: { format: 'es', rolldownOptions: { output: workerOutput } },
  optimizeDeps: { entries: ['index.html'] },
});

// Serves the workbench on a pretended kernel (src/testing), to look at the UI without a machine: node tools/ui-preview.mjs
// [port]. With `--shots FOLDER` it takes screenshots of the main states instead and ends.
import react from '@vitejs/plugin-react';
import { chromium } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const shots = process.argv.indexOf('--shots');
const port = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 5199);

const publicFolder = join(root, 'src/projects/templates/http-static/public');
const types = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

/** The page that the pretended server serves: the template's own, with its API. */
const templateApp = {
  name: 'template-app',
  configureServer(vite) {
    vite.middlewares.use((request, response, next) => {
      const inApp = (request.headers.referer ?? '').includes('/src/testing/app/');
      const path = request.url.replace('/src/testing/app/', '/').replace(/^\/$/, '/index.html');
      if (!inApp && path === request.url) return next();
      if (path.startsWith('/api/')) {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ visits: 3, pid: 4, uptime: 41 }));
        return;
      }
      const file = join(publicFolder, path);
      if (!existsSync(file)) return next();
      response.setHeader('content-type', types[file.split('.').pop()] ?? 'text/plain');
      response.end(readFileSync(file));
    });
  },
};

const server = await createServer({
  root,
  configFile: false,
  cacheDir: 'node_modules/.vite-ui-preview',
  plugins: [react(), templateApp],
  server: { port, strictPort: false, hmr: shots < 0, watch: shots < 0 ? undefined : null },
  optimizeDeps: { entries: ['src/testing/preview.html'] },
  logLevel: 'warn',
});
await server.listen();
const url = `${server.resolvedUrls.local[0]}src/testing/preview.html`;
console.log(url);

if (shots >= 0) {
  const folder = process.argv[shots + 1];
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const { takeShots } = await import('./ui-shots.mjs');
  try {
    await takeShots(browser, url, folder);
  } finally {
    await browser.close();
    await server.close();
  }
}

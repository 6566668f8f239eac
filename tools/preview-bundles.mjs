// The parts of the preview that must be self-contained: the client script that the service worker puts into previewed pages
// (carried by the service worker as text), and the bridge page of the preview origins (one HTML file).
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [path(entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2024',
    logLevel: 'warning',
  });
  return outputFiles[0].text.trim();
}

/** Text of the client script; the service worker's `self.__HOLDFAST_CLIENT`. */
export function clientScript() {
  return bundle('src/preview-bridge/client.ts');
}

/** The bridge page, served at /__holdfast/bridge.html of the IDE's host and of every preview origin. */
export async function bridgePage() {
  const script = (await bundle('src/preview-bridge/bridge.ts')).replaceAll('</script', '<\\/script');
  const template = readFileSync(path('src/preview-bridge/bridge-page.html'), 'utf8');
  if (!template.includes('/* bridge */')) throw new Error('bridge-page.html has no place for its script');
  return template.replace('/* bridge */', () => script);
}

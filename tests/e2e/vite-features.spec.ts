// What Vite does beside transforming modules, unmodified, from the packages that are shipped with the build.

import type { FileTree } from '../../worker/protocol/kernel-api.ts';
import { expect, test, type Machine } from './machine.ts';

const square = (side: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><!--${'.'.repeat(5000)}--></svg>`;

/** Over the template React + Express: its API listens on 3001 and serves dist. */
const files = {
  '.env': 'VITE_FROM=file\nSECRET=hidden\n',
  '.env.development': 'VITE_NAME=dev\n',
  '.env.production': 'VITE_NAME=prod\n',
  'vite.config.js': `import { fileURLToPath } from 'node:url';
export default {
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  server: { proxy: { '/api': 'http://localhost:3001' } },
};
`,
  'postcss.config.js': `const brand = {
  postcssPlugin: 'brand',
  Declaration(declaration) {
    if (declaration.value === 'brand') declaration.value = 'rgb(1, 2, 3)';
  },
};
export default { plugins: [brand] };
`,
  // As Vite's guide has it.
  'middleware.js': `import './server/index.js';
import express from 'express';
import { createServer } from 'vite';
const app = express();
const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom' });
app.get('/', async (request, response) => {
  const page = '<!doctype html><pre id="shown"></pre><script type="module" src="/src/main.js"></script>';
  response.type('html').send(await vite.transformIndexHtml(request.originalUrl, page));
});
app.use(vite.middlewares);
app.listen(5000, () => console.log('http://localhost:5000/'));
`,
  'index.html': '<!doctype html><pre id="shown"></pre><script type="module" src="/src/main.js"></script>',
  src: {
    'title.js': `export const title = 'first';\n`,
    'worker.js': `import { double } from './double.js';
self.onmessage = ({ data }) => self.postMessage(double(data));
`,
    'double.js': 'export const double = (n) => n * 2;\n',
    'page.module.css': '.base { margin: 0; }\n.page { color: brand; composes: base; }\n',
    'big.svg': square(7),
    'text.txt': 'raw text',
    'main.js': `import { version } from 'react';
import big from '@/big.svg';
import text from './text.txt?raw';
import styles from './page.module.css';
import { title } from '@/title.js';

const pre = document.querySelector('#shown');
pre.className = styles.page;
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const answer = new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data); });
worker.postMessage(21);
const picture = Object.assign(new Image(), { src: big });
await picture.decode();
const { VITE_FROM, VITE_NAME, MODE, SECRET } = import.meta.env;
const shown = {
  env: [VITE_FROM, VITE_NAME, MODE, typeof SECRET],
  react: version,
  classes: styles.page.split(' ').length,
  color: getComputedStyle(pre).color,
  picture: [big.startsWith('data:'), picture.width],
  text,
  worker: await answer,
  lazy: (await import('./lazy.js')).lazy,
  globbed: Object.keys(import.meta.glob('./*.txt')),
  api: await (await fetch('/api/notes')).json().catch(String),
};
const show = (title) => { pre.textContent = JSON.stringify({ title, ...shown, at: performance.timeOrigin }); };
show(title);
import.meta.hot?.accept('@/title.js', (module) => show(module.title));
`,
    'lazy.js': `export const lazy = 'lazy';\n`,
  },
} satisfies FileTree;

const shown = {
  title: 'first',
  env: ['file', 'dev', 'development', 'undefined'],
  react: '19.3.1',
  classes: 2,
  color: 'rgb(1, 2, 3)',
  picture: [false, 7],
  text: 'raw text',
  worker: 42,
  lazy: 'lazy',
  globbed: ['./text.txt'],
  api: [{ id: 1, text: 'Hello from Express' }],
  at: expect.any(Number) as unknown as number,
};

async function put(machine: Machine, tree: FileTree, folder = ''): Promise<void> {
  for (const [name, entry] of Object.entries(tree)) {
    if (typeof entry === 'string') await machine.write(folder + name, entry);
    else if (!(entry instanceof Uint8Array)) await put(machine, entry, `${folder}${name}/`);
  }
}

test.use({ savesData: true });

test('Vite 7: env files, aliases, CSS modules, PostCSS, assets, workers, a proxy, middleware mode and its cache', async ({
  machine,
}) => {
  // Half a minute on two idle cores; the same two often run other suites beside it.
  test.setTimeout(240_000);
  await machine.template('react-express');
  await put(machine, files);
  const page = async () => {
    await expect(machine.preview.locator('#shown')).not.toBeEmpty({ timeout: 90_000 });
    return JSON.parse((await machine.preview.locator('#shown').textContent()) ?? '') as typeof shown;
  };
  const optimized = () =>
    machine.page.evaluate(
      async () => (await window.holdfast.fs.stat('node_modules/.vite/deps/_metadata.json')).mtimeMs,
    );
  /** The module alone is replaced: the page is the same one. */
  const edit = async (title: string) => {
    const { at } = await page();
    await machine.write('src/title.js', `export const title = '${title}';\n`);
    await expect(machine.preview.locator('#shown')).toContainText(`"title":"${title}"`);
    expect(await page()).toMatchObject({ title, at });
  };

  await test.step('the dev server, before an API of another process', async () => {
    await machine.run();
    expect(await page()).toEqual(shown);
    await edit('second');
  });

  await test.step('middleware mode, with what the optimizer made before', async () => {
    const before = await optimized();
    const manifest = JSON.parse(await machine.read('package.json')) as { scripts: object };
    const scripts = { ...manifest.scripts, dev: 'node middleware.js' };
    await machine.write('package.json', JSON.stringify({ ...manifest, scripts }));
    await machine.page.evaluate(() => window.holdfast.kernel.restartDevServer());
    await machine.until((state) => state.ports.some(({ port }) => port === 5000));
    await expect(machine.preview.locator('#shown')).toContainText('"title":"second"', { timeout: 60_000 });
    expect(await page()).toEqual({ ...shown, title: 'second' });
    expect(await optimized()).toBe(before);
    await edit('third');
  });

  await test.step('the build', async () => {
    expect(await machine.exec('npm', ['run', 'build'])).toMatchObject({ code: 0 });
    const { stdout } = await machine.exec('ls', ['dist/assets']);
    expect(
      stdout
        .replaceAll(/-[\w-]{8}\./g, '.')
        .trim()
        .split(/\s+/)
        .sort(),
    ).toEqual(['big.svg', 'index.css', 'index.js', 'lazy.js', 'worker.js']);
    const built = (await machine.exec('sh', ['-c', 'cat dist/assets/index-*'])).stdout;
    for (const part of ['VITE_NAME:"prod"', 'MODE:"production"', '"third"', '{color:#010203}', '"raw text"'])
      expect(built).toContain(part);
  });
});

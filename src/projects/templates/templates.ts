// The templates: real projects, ready to run. Their packages are pinned by lockfiles and shipped with the build
// (tools/templates), so that none needs a registry. Files are loaded when a project is made from them; those of the first
// visit are at hand.

import type { FileTree } from '../../../worker/protocol/kernel-api.ts';
import httpHtml from './http-static/public/index.html?raw';
import httpMain from './http-static/public/main.js?raw';
import httpServer from './http-static/server.js?raw';
import httpStyle from './http-static/public/style.css?raw';
import scriptIndex from './script/index.js?raw';

export type TemplateGroup = 'Front end' | 'Server' | 'Tools';

export interface Template {
  readonly id: string;
  readonly group: TemplateGroup;
  /** In the dialog that offers it. */
  readonly title: string;
  readonly description: string;
  /** Name of a project made from it. */
  readonly name: string;
  readonly load: () => Promise<FileTree>;
}

const packageJson = (fields: object) =>
  `${JSON.stringify({ private: true, type: 'module', ...fields }, null, 2)}\n`;
const readme = (title: string, text: string) => `# ${title}\n\n${text}\n`;
const ignored: FileTree = { '.gitignore': 'node_modules/\n' };
const folder = (load: () => Promise<{ readonly default: FileTree }>) => async () => (await load()).default;

const httpStatic: FileTree = {
  ...ignored,
  'package.json': packageJson({ name: 'hello-node', scripts: { start: 'node server.js' } }),
  'README.md': readme(
    'Hello, Node',
    'Press **Run**, or type `npm start`. The server answers on port 3000 and counts visits in memory.\n\nThen reload the whole page: the same process goes on counting.',
  ),
  'server.js': httpServer,
  public: { 'index.html': httpHtml, 'style.css': httpStyle, 'main.js': httpMain },
};

/** What a first visit opens: with its files, since nothing may be waited for there. */
export const firstTemplate: Template & { readonly files: FileTree } = {
  id: 'http-static',
  group: 'Server',
  title: 'Node server',
  description: 'A server on node:http with a static page. Nothing to install.',
  name: 'Hello, Node',
  files: httpStatic,
  load: () => Promise.resolve(httpStatic),
};

export const templates: readonly Template[] = [
  {
    id: 'react',
    group: 'Front end',
    title: 'React',
    description: 'React 19 on Vite 7, with hot reload that keeps state.',
    name: 'React app',
    load: folder(() => import('./react?template')),
  },
  {
    id: 'react-ts',
    group: 'Front end',
    title: 'React + TypeScript',
    description: 'React 19 on Vite 7, type-checked by the build.',
    name: 'React TypeScript app',
    load: folder(() => import('./react-ts?template')),
  },
  {
    id: 'react-vite8',
    group: 'Front end',
    title: 'React on Vite 8',
    description: 'React 19 on Vite 8, whose bundler runs in the tab.',
    name: 'React on Vite 8',
    load: folder(() => import('./react-vite8?template')),
  },
  {
    id: 'tailwind',
    group: 'Front end',
    title: 'React + Tailwind',
    description: 'Tailwind 4 and React 19 on Vite 7, in the tab.',
    name: 'Tailwind app',
    load: folder(() => import('./tailwind?template')),
  },
  {
    id: 'vanilla-ts',
    group: 'Front end',
    title: 'TypeScript',
    description: 'Vite 7 and no framework at all.',
    name: 'TypeScript app',
    load: folder(() => import('./vanilla-ts?template')),
  },
  {
    id: 'vue',
    group: 'Front end',
    title: 'Vue',
    description: 'Vue 3 single-file components on Vite 7.',
    name: 'Vue app',
    load: folder(() => import('./vue?template')),
  },
  {
    id: 'svelte',
    group: 'Front end',
    title: 'Svelte',
    description: 'Svelte 5 with runes on Vite 7.',
    name: 'Svelte app',
    load: folder(() => import('./svelte?template')),
  },
  {
    id: 'preact',
    group: 'Front end',
    title: 'Preact',
    description: 'React’s API in a few kilobytes, on Vite 7.',
    name: 'Preact app',
    load: folder(() => import('./preact?template')),
  },
  {
    id: 'solid',
    group: 'Front end',
    title: 'Solid',
    description: 'Signals and JSX without a virtual DOM, on Vite 7.',
    name: 'Solid app',
    load: folder(() => import('./solid?template')),
  },
  {
    id: 'lit',
    group: 'Front end',
    title: 'Lit',
    description: 'A web component on Vite 7.',
    name: 'Lit app',
    load: folder(() => import('./lit?template')),
  },
  {
    id: 'astro',
    group: 'Front end',
    title: 'Astro',
    description: 'A site of pages and Markdown, on Astro 6.',
    name: 'Astro site',
    load: folder(() => import('./astro?template')),
  },
  firstTemplate,
  {
    id: 'express',
    group: 'Server',
    title: 'Express',
    description: 'Express 5, with a small JSON API and a page.',
    name: 'Express app',
    load: folder(() => import('./express?template')),
  },
  {
    id: 'react-express',
    group: 'Server',
    title: 'React + Express',
    description: 'Vite 7 before an API on Express 5: two processes.',
    name: 'React and Express app',
    load: folder(() => import('./react-express?template')),
  },
  {
    id: 'hono',
    group: 'Server',
    title: 'Hono',
    description: 'Hono 4 on Node, built on web standards.',
    name: 'Hono app',
    load: folder(() => import('./hono?template')),
  },
  {
    id: 'fastify',
    group: 'Server',
    title: 'Fastify',
    description: 'Fastify 5 with schemas and a log.',
    name: 'Fastify app',
    load: folder(() => import('./fastify?template')),
  },
  {
    id: 'koa',
    group: 'Server',
    title: 'Koa',
    description: 'Koa 3 with a router.',
    name: 'Koa app',
    load: folder(() => import('./koa?template')),
  },
  {
    id: 'library',
    group: 'Tools',
    title: 'Library + Vitest',
    description: 'A TypeScript library whose tests run as you type.',
    name: 'Library',
    load: folder(() => import('./library?template')),
  },
  {
    id: 'script',
    group: 'Tools',
    title: 'Command-line script',
    description: 'A to-do list that reads and writes in the terminal.',
    name: 'Script',
    load: () =>
      Promise.resolve({
        ...ignored,
        'package.json': packageJson({ name: 'script', scripts: { start: 'node index.js' } }),
        'README.md': readme('Script', 'Type `node index.js` in the terminal, or press **Run**.'),
        'index.js': scriptIndex,
      }),
  },
];

export function templateById(id: string): Template | undefined {
  return templates.find((each) => each.id === id);
}

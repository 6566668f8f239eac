// The templates, with their files as text in the build: real projects, ready to run.

import type { FileTree } from '../../../worker/protocol/kernel-api.ts';
import expressHtml from './express/public/index.html?raw';
import expressMain from './express/public/main.js?raw';
import expressServer from './express/server.js?raw';
import expressStyle from './express/public/style.css?raw';
import httpHtml from './http-static/public/index.html?raw';
import httpMain from './http-static/public/main.js?raw';
import httpServer from './http-static/server.js?raw';
import httpStyle from './http-static/public/style.css?raw';
import scriptIndex from './script/index.js?raw';

export type TemplateId = 'http-static' | 'express' | 'script';

export interface Template {
  readonly id: TemplateId;
  /** In the dialog that offers it. */
  readonly title: string;
  readonly description: string;
  /** Name of a project made from it. */
  readonly name: string;
  readonly files: FileTree;
}

const packageJson = (fields: object) =>
  `${JSON.stringify({ private: true, type: 'module', ...fields }, null, 2)}\n`;
const readme = (title: string, text: string) => `# ${title}\n\n${text}\n`;
const ignored: FileTree = { '.gitignore': 'node_modules/\n' };

export const templates: readonly Template[] = [
  {
    id: 'http-static',
    title: 'Node server',
    description: 'A server on node:http with a static page. Nothing to install.',
    name: 'Hello, Node',
    files: {
      ...ignored,
      'package.json': packageJson({ name: 'hello-node', scripts: { start: 'node server.js' } }),
      'README.md': readme(
        'Hello, Node',
        'Press **Run**, or type `npm start`. The server answers on port 3000 and counts visits in memory.\n\nThen reload the whole page: the same process goes on counting.',
      ),
      'server.js': httpServer,
      public: { 'index.html': httpHtml, 'style.css': httpStyle, 'main.js': httpMain },
    },
  },
  {
    id: 'express',
    title: 'Express',
    description: 'Express 5 from the npm registry, with a small JSON API and a page.',
    name: 'Express app',
    files: {
      ...ignored,
      'package.json': packageJson({
        name: 'express-app',
        scripts: { start: 'node server.js' },
        dependencies: { express: '5.3.0' },
      }),
      'README.md': readme(
        'Express app',
        'Press **Run**: it installs Express once, then starts `server.js` on port 3000.\n\n`GET /api/counter` reads the counter, `POST /api/counter` with `{"step": 1}` moves it.',
      ),
      'server.js': expressServer,
      public: { 'index.html': expressHtml, 'style.css': expressStyle, 'main.js': expressMain },
    },
  },
  {
    id: 'script',
    title: 'Command-line script',
    description: 'A to-do list that reads and writes in the terminal.',
    name: 'Script',
    files: {
      ...ignored,
      'package.json': packageJson({ name: 'script', scripts: { start: 'node index.js' } }),
      'README.md': readme('Script', 'Type `node index.js` in the terminal, or press **Run**.'),
      'index.js': scriptIndex,
    },
  },
];

export function templateById(id: string): Template | undefined {
  return templates.find((each) => each.id === id);
}

// Monaco, composed: the editor, its features, the languages that Holdfast knows, and their workers. Only monaco-host.ts
// imports this, and only by a dynamic import: nothing of it is in the first load.

import * as monaco from 'monaco-editor/editor/editor.api.js';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/css/register.js';
import 'monaco-editor/languages/definitions/html/register.js';
import 'monaco-editor/languages/definitions/javascript/register.js';
import 'monaco-editor/languages/definitions/less/register.js';
import 'monaco-editor/languages/definitions/markdown/register.js';
import 'monaco-editor/languages/definitions/python/register.js';
import 'monaco-editor/languages/definitions/scss/register.js';
import 'monaco-editor/languages/definitions/shell/register.js';
import 'monaco-editor/languages/definitions/sql/register.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import 'monaco-editor/languages/definitions/xml/register.js';
import 'monaco-editor/languages/definitions/yaml/register.js';
import 'monaco-editor/languages/features/css/register.js';
import 'monaco-editor/languages/features/html/register.js';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register.js';
import 'monaco-editor/languages/features/typescript/register.js';
import cssUrl from './language-workers/css.worker.ts?worker&url';
import editorUrl from './language-workers/editor.worker.ts?worker&url';
import htmlUrl from './language-workers/html.worker.ts?worker&url';
import jsonUrl from './language-workers/json.worker.ts?worker&url';
import { languagesTurn } from './language-workers/language-turn.ts';
import { LazyWorkers } from './language-workers/lazy-worker.ts';
import { startWorker } from './language-workers/start-worker.ts';
import typeScriptUrl from './language-workers/typescript.worker.ts?worker&url';
import './monaco.css';

export { languages } from './languages.ts';
export { monaco };

function workerUrl(label: string): string {
  switch (label) {
    case 'css':
    case 'scss':
    case 'less':
      return cssUrl;
    case 'html':
    case 'handlebars':
    case 'razor':
      return htmlUrl;
    case 'json':
      return jsonUrl;
    case 'javascript':
    case 'typescript':
      return typeScriptUrl;
    default:
      return editorUrl;
  }
}

const workers = new LazyWorkers(startWorker);

self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) => {
    const url = workerUrl(label);
    // The editor's own is small, and the editor is there already.
    return workers.create(url, label, url === editorUrl ? Promise.resolve() : languagesTurn());
  },
};

jsonDefaults.setDiagnosticsOptions({ validate: true, allowComments: false, schemaValidation: 'ignore' });
// tsconfig.json and its kind allow comments; Monaco has no per-file switch, so comments are a warning there at most.
jsonDefaults.setModeConfiguration({ ...jsonDefaults.modeConfiguration, documentSymbols: true });

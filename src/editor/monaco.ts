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
import editorUrl from 'monaco-editor/editor/editor.worker.js?worker&url';
import cssUrl from 'monaco-editor/languages/features/css/css.worker.js?worker&url';
import htmlUrl from 'monaco-editor/languages/features/html/html.worker.js?worker&url';
import jsonUrl from 'monaco-editor/languages/features/json/json.worker.js?worker&url';
import './monaco.css';
import typeScriptUrl from 'monaco-editor/languages/features/typescript/ts.worker.js?worker&url';

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

/**
 * Resolves when the script can be had. A worker that fails to load would make Monaco run its code in the window: offline
 * before the script was cached, the language's services wait for the network instead.
 */
async function reachable(url: string): Promise<void> {
  for (;;) {
    // Its head alone: a body of megabytes that is let go of fails for whoever else is just loading it.
    const response = await fetch(url, { method: 'HEAD' }).catch(() => null);
    if (response?.ok === true) return;
    await new Promise((online) => addEventListener('online', online, { once: true }));
  }
}

self.MonacoEnvironment = {
  async getWorker(_id: string, label: string) {
    const url = workerUrl(label);
    await reachable(url);
    return new Worker(url, { type: 'module', name: label });
  },
};

jsonDefaults.setDiagnosticsOptions({ validate: true, allowComments: false, schemaValidation: 'ignore' });
// tsconfig.json and its kind allow comments; Monaco has no per-file switch, so comments are a warning there at most.
jsonDefaults.setModeConfiguration({ ...jsonDefaults.modeConfiguration, documentSymbols: true });

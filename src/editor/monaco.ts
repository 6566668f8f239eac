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
import {
  JsxEmit,
  ModuleKind,
  ScriptTarget,
  javascriptDefaults,
  typescriptDefaults,
  type LanguageServiceDefaults,
} from 'monaco-editor/languages/features/typescript/register.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import CssWorker from 'monaco-editor/languages/features/css/css.worker.js?worker';
import HtmlWorker from 'monaco-editor/languages/features/html/html.worker.js?worker';
import JsonWorker from 'monaco-editor/languages/features/json/json.worker.js?worker';
import './monaco.css';
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker.js?worker';

export { monaco };

self.MonacoEnvironment = {
  getWorker(_id: string, label: string) {
    switch (label) {
      case 'css':
      case 'scss':
      case 'less':
        return new CssWorker();
      case 'html':
      case 'handlebars':
      case 'razor':
        return new HtmlWorker();
      case 'json':
        return new JsonWorker();
      case 'javascript':
      case 'typescript':
        return new TypeScriptWorker();
      default:
        return new EditorWorker();
    }
  },
};

/** `bundler` of TypeScript's ModuleResolutionKind: imports with a .ts extension, `exports` maps. Monaco's enum ends at 2. */
const bundlerResolution = 100;

/**
 * What TypeScript cannot know here, because packages' files are not loaded into the editor: that a module or its types
 * cannot be found (2307, 2792, 7016, 2688), or that Node's globals need @types/node (2580, 2591, 2584).
 */
const unknowable = [2307, 2792, 7016, 2688, 2580, 2591, 2584];

function configure(defaults: LanguageServiceDefaults, extra: { readonly allowJs: boolean }) {
  defaults.setCompilerOptions({
    ...extra,
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    moduleResolution: bundlerResolution as never,
    allowImportingTsExtensions: true,
    allowNonTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    jsx: JsxEmit.ReactJSX,
    strict: true,
    noEmit: true,
    lib: ['esnext', 'dom', 'dom.iterable'],
  });
  defaults.setDiagnosticsOptions({
    noSemanticValidation: extra.allowJs,
    noSyntaxValidation: false,
    diagnosticCodesToIgnore: unknowable,
  });
  // All models of the project, not the open one alone, are known to the language service.
  defaults.setEagerModelSync(true);
}

configure(javascriptDefaults, { allowJs: true });
configure(typescriptDefaults, { allowJs: false });
/** Node's own types, once they have come: `http.`, `process.` and the rest complete. Nothing waits for them. */
void import('./node-types.ts').then(({ nodeTypes }) => {
  for (const defaults of [javascriptDefaults, typescriptDefaults])
    for (const { path, text } of nodeTypes) defaults.addExtraLib(text, path);
});

jsonDefaults.setDiagnosticsOptions({ validate: true, allowComments: false, schemaValidation: 'ignore' });
// tsconfig.json and its kind allow comments; Monaco has no per-file switch, so comments are a warning there at most.
jsonDefaults.setModeConfiguration({ ...jsonDefaults.modeConfiguration, documentSymbols: true });

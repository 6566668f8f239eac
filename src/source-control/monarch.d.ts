// Monaco ships no types for its grammars.
declare module 'monaco-editor/languages/definitions/typescript/typescript.js' {
  import type { languages } from 'monaco-editor/editor/editor.api.js';
  export const language: languages.IMonarchLanguage;
}

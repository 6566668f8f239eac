// The languages of texts that are only looked at. JavaScript's and TypeScript's have names of their own here: under the real
// ones the language services would take two versions of a file for parts of the project, and every name in them for declared
// twice.

import { language } from 'monaco-editor/languages/definitions/typescript/typescript.js';
import { extensionOf } from '../files/paths.ts';
import type { monaco as Monaco } from '../editor/monaco.ts';

const id = 'typescript-shown';
const scripts = new Set(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx']);

/** Undefined: by the file's name. */
export function shownLanguage(languages: typeof Monaco.languages, path: string): string | undefined {
  if (!scripts.has(extensionOf(path))) return undefined;
  if (!languages.getLanguages().some((known) => known.id === id)) {
    languages.register({ id });
    languages.setMonarchTokensProvider(id, language);
  }
  return id;
}

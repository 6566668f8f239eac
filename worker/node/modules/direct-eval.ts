// Code of a direct `eval`, which sees the variables around it, so also those by which rewritten code is helped: webpack's
// modules in development are such code. Rewritten as any other code of the program, but for its loops.

import { parseScript } from './parse.ts';
import { programEdits } from './program-edits.ts';
import type { SourceRegistry } from './source-registry.ts';

/** The last comment of that kind names the code in stack frames. */
const sourceURL = /^\/\/[#@] sourceURL=(\S+)\s*$/gm;

/** What is no code, and what only the surroundings allow (`super`), is returned as it is: V8 reports the error, if it is one. */
export function rewriteEvaluated(
  sources: Pick<SourceRegistry, 'add'>,
  code: string,
  importer: string,
): string {
  const edits = programEdits(code, parseScript, null, importer);
  if (edits === undefined) return code;
  const { code: rewritten, originalColumn } = edits.apply('', '');
  const filename = [...code.matchAll(sourceURL)].at(-1)?.[1];
  if (filename !== undefined) sources.add({ filename, text: code, originalColumn });
  return rewritten;
}

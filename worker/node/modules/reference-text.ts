// What the author wrote, of the text of a function of an ES module: `toString` must not show the rewriting.

import { importsObject, moduleObject } from './esm-transform.ts';

const name = String.raw`([$\p{ID_Continue}\u200c\u200d]+)`;
const imported = `${importsObject}\\.${name}`;
/** What rewrite-references.ts writes, longer pieces before their parts. */
const pieces: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`;/\*\*/(?=\(0,${importsObject}\.|__holdfast_)`, 'gu'), ''],
  [new RegExp(String.raw`:\(${imported}\)`, 'gu'), ''],
  [new RegExp(String.raw`\(0,${imported}\)`, 'gu'), '$1'],
  [new RegExp(imported, 'gu'), '$1'],
];

export function withoutReferences(text: string): string {
  const own = text
    .replaceAll(`${moduleObject}.meta`, 'import.meta')
    .replaceAll(`${moduleObject}.import`, 'import');
  if (!own.includes(importsObject)) return own;
  return pieces.reduce((result, [piece, author]) => result.replace(piece, author), own);
}

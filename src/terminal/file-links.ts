// Where a line of output names a file, with a line and a column or without. Pure; whether there is such a file the kernel knows.

import type { FilePlace } from '../../worker/protocol/open-file.ts';

export interface FileMention extends FilePlace {
  /** Of the whole mention in the text, in UTF-16 units. */
  readonly index: number;
  readonly length: number;
}

/** As compilers, linters and stack traces write it: `a/b.ts:3:7`, `a/b.ts(3,7)`, `file:///a/b.js:3:7`, `./b.js`, `b.json`. */
const mention =
  /(?:file:\/\/)?((?:[^\s:()[\]{}<>'"`,;|*?=]*\/)?[^\s:()[\]{}<>'"`,;|*?=/]*[^\s:()[\]{}<>'"`,;|*?=/.])(?::(\d{1,9})(?::(\d{1,9}))?|\((\d{1,9}),(\d{1,9})\))?/g;
/** What follows `http:` is no file; a word is one where it has an ending, or a folder before it. */
const looksLikeFile = /^(?!\/\/).*(?:\.[A-Za-z]\w*$|\/)/;

export function fileMentions(text: string): readonly FileMention[] {
  const mentions: FileMention[] = [];
  for (const match of text.matchAll(mention)) {
    const [whole, path = '', line, column, otherLine, otherColumn] = match;
    if (!looksLikeFile.test(path)) continue;
    mentions.push({
      index: match.index,
      length: whole.length,
      path: whole.startsWith('file://') ? decodedPath(path) : path,
      line: numberOf(line ?? otherLine),
      column: numberOf(column ?? otherColumn),
    });
  }
  return mentions;
}

function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

/** Of a file URL. */
function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not encoded after all.
    return path;
  }
}

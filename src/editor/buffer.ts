// A Monaco model as the editor store's TextBuffer.

import type { TextBuffer } from './editor-store.ts';
import type { monaco } from './monaco.ts';

export function bufferOf(model: monaco.editor.ITextModel): TextBuffer {
  return {
    getText: () => model.getValue(undefined, true),
    setText: (text) => replaceText(model, text),
    version: () => model.getAlternativeVersionId(),
  };
}

/** Changes only what differs, so that cursors, folds and scroll positions outside of it stay. */
function replaceText(model: monaco.editor.ITextModel, text: string): void {
  const now = model.getValue();
  const most = Math.min(now.length, text.length);
  let start = 0;
  while (start < most && now[start] === text[start]) start++;
  let end = 0;
  while (end < most - start && now[now.length - 1 - end] === text[text.length - 1 - end]) end++;
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(now.length - end);
  model.pushStackElement();
  model.pushEditOperations(
    null,
    [
      {
        range: {
          startLineNumber: from.lineNumber,
          startColumn: from.column,
          endLineNumber: to.lineNumber,
          endColumn: to.column,
        },
        text: text.slice(start, text.length - end),
      },
    ],
    () => null,
  );
  model.pushStackElement();
}

// The source line with an arrow that Node prints above an uncaught error (AppendExceptionLine in src/node_errors.cc).

import type { FrameLocation } from './stack-trace.ts';
import type { SourceRegistry } from './source-registry.ts';

/** `file:line\nsource\n   ^`; `width` is the number of carets. */
export function formatArrow(filename: string, line: number, text: string, column: number, width = 1): string {
  const indent = text.slice(0, Math.max(0, column - 1)).replace(/[^\t]/g, ' ');
  return `${filename}:${line}\n${text}\n${indent}${'^'.repeat(width)}`;
}

/**
 * The arrow of an error by the frame that made it. V8 points at the `throw` where there is one in the same statement, which
 * is told from the line's text, since the place of the throw itself is known only to V8.
 */
export function arrowOfFrame(sources: SourceRegistry, frame: FrameLocation): string | undefined {
  const source = sources.find(frame.filename);
  // Node's own lib is shipped without its lines: only the place can be told.
  if (source === undefined)
    return frame.filename.startsWith('node:') ? `${frame.filename}:${frame.line}` : undefined;
  const text = source.text.split('\n', frame.line)[frame.line - 1]?.replace(/\r$/, '');
  if (text === undefined) return undefined;
  return formatArrow(frame.filename, frame.line, text, throwColumn(text, frame.column));
}

function throwColumn(text: string, column: number): number {
  const before = text.slice(0, column - 1);
  const match = /(?:^|[;{}):>\s])(throw\s[^;{}]*)$/.exec(before);
  return match?.[1] === undefined ? column : before.length - match[1].length + 1;
}

// The source line with an arrow that Node prints above an uncaught error (AppendExceptionLine in src/node_errors.cc).

import type { FrameLocation } from './stack-trace.ts';
import type { SourceRegistry } from './source-registry.ts';

/** `file:line\nsource\n   ^`; `width` is the number of carets. */
export function formatArrow(filename: string, line: number, text: string, column: number, width = 1): string {
  const indent = text.slice(0, Math.max(0, column - 1)).replace(/[^\t]/g, ' ');
  return `${filename}:${line}\n${text}\n${indent}${'^'.repeat(width)}`;
}

/**
 * The arrow of an error by the frame that made it. Where it was thrown (and not a promise rejected with it), V8 points at the
 * `throw`, which is told from the text of the line and of those below, since the place of the throw is known only to V8.
 */
export function arrowOfFrame(
  sources: SourceRegistry,
  frame: FrameLocation,
  linesOfLib: (id: string) => readonly string[],
  thrown: boolean,
): string | undefined {
  const lines = frame.filename.startsWith('node:')
    ? linesOfLib(frame.filename.slice('node:'.length))
    : sources.find(frame.filename)?.text.split('\n', frame.line + LINES_TO_THROW);
  const text = lines?.[frame.line - 1]?.replace(/\r$/, '');
  if (lines === undefined || text === undefined) return undefined;
  if (!thrown) return formatArrow(frame.filename, frame.line, text, frame.column);
  const later = throwBelow(lines, frame);
  if (later !== undefined) return formatArrow(frame.filename, later.line, later.text, later.column);
  return formatArrow(frame.filename, frame.line, text, throwColumn(text, frame.column));
}

/** The loader throws on what a module's evaluation threw: the report shows where that was made. */
export function pointAtOrigin(error: unknown): void {
  if (error instanceof Error) shownAtOrigin.add(error);
}
export const isShownAtOrigin = (error: object): boolean => shownAtOrigin.has(error);
const shownAtOrigin = new WeakSet<object>();

/** The arrow of a place that V8 itself told. */
export function arrowOfPlace(
  sources: SourceRegistry,
  { filename, line, column }: FrameLocation,
  linesOfLib: (id: string) => readonly string[],
): string | undefined {
  const lines = filename.startsWith('node:')
    ? linesOfLib(filename.slice('node:'.length))
    : sources.find(filename)?.text.split('\n', line);
  const text = lines?.[line - 1]?.replace(/\r$/, '');
  return text === undefined ? undefined : formatArrow(filename, line, text, column);
}

/** Lines between an error that is made and its `throw`, at most: enough for a few properties. */
const LINES_TO_THROW = 12;

/** The `throw err;` below a `const err = new Error(…)`. */
function throwBelow(
  lines: readonly string[],
  { line, column }: FrameLocation,
): { line: number; text: string; column: number } | undefined {
  const name = /^\s*(?:const|let|var)\s+(\w+)\s*=\s*$/.exec(lines[line - 1]?.slice(0, column - 1) ?? '')?.[1];
  if (name === undefined) return undefined;
  const statement = new RegExp(`^(\\s*)throw ${name}\\b`);
  for (let next = line; next < line + LINES_TO_THROW; next++) {
    const text = lines[next];
    const indent = text === undefined ? undefined : statement.exec(text)?.[1];
    if (text !== undefined && indent !== undefined)
      return { line: next + 1, text, column: indent.length + 1 };
  }
  return undefined;
}

function throwColumn(text: string, column: number): number {
  const before = text.slice(0, column - 1);
  const match = /(?:^|[;{}):>\s])(throw\s[^;{}]*)$/.exec(before);
  return match?.[1] === undefined ? column : before.length - match[1].length + 1;
}

// The edits that strip-mine a loop: an inner loop runs a chunk of its iterations and only counts them, and the guard is
// called between two chunks. The condition is evaluated as often as before; a `break` leaves the inner loop with a count
// above zero, which ends the outer one too. The count is a variable of one chunk: V8 keeps it in a register only so. Not for a
// loop whose own label a `continue` names. Whatever is written here, guard-text.ts takes out again.

import type { Edits } from '../modules/edits.ts';
import { isNode, type AnyNode } from '../modules/parse.ts';
import { counterName, guardName } from './names.ts';
import { headParentheses, nextPunctuation, skipTrivia } from './places.ts';

/** `open` writes what comes before the loop's parts, `close` what comes after: edits of the parts go between them. */
export interface Mining {
  readonly open: () => void;
  readonly close: () => void;
}

/** Undefined where the loop cannot be mined. */
export function stripMine(
  source: string,
  loop: AnyNode,
  captures: boolean,
  edits: Edits,
  /** Iterations between two calls of the guard. */
  size: number,
): Mining | undefined {
  switch (loop.type) {
    case 'WhileStatement':
      return mineWhile(source, loop, edits, size);
    case 'ForStatement':
      // A variable of its head is one an iteration where a function captures it.
      return captures ? undefined : mineFor(source, loop, edits, size);
    case 'DoWhileStatement':
      return mineDo(source, loop, edits, size);
    default:
      return undefined;
  }
}

const startOfChunk = (size: number): string => `for(;;${guardName}()){let ${counterName}=${size};`;
const endOfChunk = `;if(${counterName}>0)break}`;

/** `while(C)B` → `for(;;guard()){let n=1024;for(;n>0&&(C);n--)B;if(n>0)break}` */
function mineWhile(source: string, loop: AnyNode, edits: Edits, size: number) {
  const start = loop.start + 'while'.length;
  const head = headParentheses(source, start, loop['test'] as AnyNode);
  return (
    head && {
      open() {
        edits.replace(loop.start, start, `${startOfChunk(size)}/**/for`);
        edits.insertBefore(head.open + 1, `;${counterName}>0&&(`);
        edits.insert(head.close, `);${counterName}--`);
      },
      close: () => edits.close(loop.end, endOfChunk),
    }
  );
}

/** `do B while(C)` → `for(;;guard()){let n=1024;do B while((C)&&--n>0);if(n>0)break}`: C is true wherever a chunk is full. */
function mineDo(source: string, loop: AnyNode, edits: Edits, size: number) {
  const body = loop['body'] as AnyNode;
  // A body without a block may end before its semicolon.
  const keyword = source.indexOf('while', skipTrivia(source, body.end));
  const head = headParentheses(source, keyword + 'while'.length, loop['test'] as AnyNode);
  return (
    head && {
      open() {
        edits.replace(loop.start, loop.start + 'do'.length, `${startOfChunk(size)}/**/do`);
        edits.insert(head.open + 1, `/*${counterName}*/(`);
        edits.insert(head.close, `)&&--${counterName}>0`);
      },
      close: () => edits.close(loop.end, endOfChunk),
    }
  );
}

/** `for(I;C;U)B` → `for(I;;guard()){let n=1024;for(;n>0&&(C);U,n--)B;if(n>0)break}` */
function mineFor(source: string, loop: AnyNode, edits: Edits, size: number) {
  const { init, test, update } = loop as { init?: unknown; test?: unknown; update?: unknown };
  const start = skipTrivia(source, loop.start + 'for'.length);
  const first = nextPunctuation(source, isNode(init) ? init.end : start + 1, ';');
  if (first === undefined) return undefined;
  const second = nextPunctuation(source, isNode(test) ? test.end : first + 1, ';');
  if (second === undefined) return undefined;
  const close = isNode(update)
    ? closeAfter(source, second, update)
    : nextPunctuation(source, second + 1, ')');
  if (close === undefined) return undefined;
  return {
    open() {
      edits.insertBefore(
        first + 1,
        `;${guardName}()){let ${counterName}=${size};for(;${counterName}>0${isNode(test) ? '&&(' : ''}`,
      );
      if (isNode(test)) edits.insert(second, `)/*${counterName}*/`);
      edits.insert(close, `${isNode(update) ? ',' : ''}${counterName}--`);
    },
    close: () => edits.close(loop.end, endOfChunk),
  };
}

/** The `)` of the head, which stands behind those of the update's own. */
function closeAfter(source: string, semicolon: number, update: AnyNode): number | undefined {
  const next = (position: number) => skipTrivia(source, position + 1);
  let depth = 1;
  for (let at = next(semicolon); at < update.start; at = next(at)) depth++;
  let close = update.end - 1;
  for (; depth > 0; depth--) {
    close = next(close);
    if (source[close] !== ')') return undefined;
  }
  return close;
}

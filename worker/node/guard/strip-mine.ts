// The edits that strip-mine a loop: an inner loop runs a chunk of its iterations and only counts them, and the guard is
// called between two chunks. The condition is evaluated as often as before. The count is a variable of one chunk: V8 keeps it
// in a register only so; upwards, since V8 then knows its range. A `break` leaves the inner loop with a count below the chunk's
// size, which ends the outer one too. Where the loop has a counter of its own, that one tells the chunk's end, and nothing else is
// counted: a `break` then names the outer loop. Not for a loop whose own label a `continue` names. Whatever is written here,
// guard-text.ts takes out again.

import type { Edits } from '../modules/edits.ts';
import { children, isFunction, isNode, type AnyNode } from '../modules/parse.ts';
import { isLoop } from './counting.ts';
import { counterName, guardName, labelName } from './names.ts';
import { headParentheses, nextPunctuation, skipTrivia } from './places.ts';

/** `open` writes what comes before the loop's parts, `close` what comes after: edits of the parts go between them. */
export interface Mining {
  readonly open: () => void;
  readonly close: () => void;
}

export interface MiningOptions {
  readonly source: string;
  readonly edits: Edits;
  /** A function is made in the loop, which may capture a variable of its head. */
  readonly captures: boolean;
  /** Iterations between two calls of the guard. */
  readonly size: number;
  /** A variable that counts the iterations anyway (counting.ts). */
  readonly counter: string | undefined;
  /** How many loops are around it. */
  readonly depth: number;
}

/** Undefined where the loop cannot be mined. */
export function stripMine(loop: AnyNode, options: MiningOptions): Mining | undefined {
  switch (loop.type) {
    case 'WhileStatement':
      return mineWhile(loop, options);
    case 'ForStatement':
      // A variable of its head is one an iteration where a function captures it.
      return options.captures ? undefined : mineFor(loop, options);
    case 'DoWhileStatement':
      return mineDo(loop, options);
    default:
      return undefined;
  }
}

/** The pieces of a chunk that differ by who counts. */
function chunk({ counter, size, depth, edits }: MiningOptions) {
  const label = `${labelName}${depth}`;
  const start = counter === undefined ? '0' : `${counter}+${size}`;
  const going = counter === undefined ? `${counterName}<${size}` : `${counter}<${counterName}`;
  return {
    /** Before the loop. */
    label: counter === undefined ? '' : `${label}:`,
    start: `{let ${counterName}=${start};`,
    going,
    /** After a step of the loop's own, or none. */
    step: counter === undefined ? `${counterName}++` : '',
    end: `;if(${going})break}`,
    leave(loop: AnyNode) {
      if (counter === undefined) return;
      for (const { start: at } of breaksOf(loop)) edits.insert(at + 'break'.length, ` ${label}`);
    },
  };
}

/** The `break`s that end this loop without naming it. */
function breaksOf(loop: AnyNode): AnyNode[] {
  const inside = (node: AnyNode): AnyNode[] => {
    if (node.type === 'BreakStatement') return isNode(node['label']) ? [] : [node];
    if (isFunction(node) || isLoop(node) || node.type === 'SwitchStatement') return [];
    return children(node).flatMap(inside);
  };
  return inside(loop['body'] as AnyNode);
}

/**
 * `while(C)B` → `for(;;guard()){let n=0;for(;n<1024&&(C);n++)B;if(n<1024)break}`; where `i` counts:
 * `l:for(;;guard()){let n=i+1024;for(;i<n&&(C);)B;if(i<n)break}`.
 */
function mineWhile(loop: AnyNode, options: MiningOptions): Mining | undefined {
  const { source, edits } = options;
  const start = loop.start + 'while'.length;
  const head = headParentheses(source, start, loop['test'] as AnyNode);
  const pieces = chunk(options);
  return (
    head && {
      open() {
        edits.replace(loop.start, start, `${pieces.label}for(;;${guardName}())${pieces.start}/**/for`);
        edits.insertBefore(head.open + 1, `;${pieces.going}&&(`);
        edits.insert(head.close, `);${pieces.step === '' ? `/*${counterName}*/` : pieces.step}`);
        pieces.leave(loop);
      },
      close: () => edits.close(loop.end, pieces.end),
    }
  );
}

/**
 * `do B while(C)` → `for(;;guard()){let n=1024;do B while((C)&&--n>0);if(n>0)break}`: C is true wherever a chunk is full. Here
 * downwards is what V8 is faster with.
 */
function mineDo(loop: AnyNode, { source, edits, size }: MiningOptions): Mining | undefined {
  const body = loop['body'] as AnyNode;
  // A body without a block may end before its semicolon.
  const keyword = source.indexOf('while', skipTrivia(source, body.end));
  const head = headParentheses(source, keyword + 'while'.length, loop['test'] as AnyNode);
  return (
    head && {
      open() {
        const start = `for(;;${guardName}()){let ${counterName}=${size};/**/do`;
        edits.replace(loop.start, loop.start + 'do'.length, start);
        edits.insert(head.open + 1, `/*${counterName}*/(`);
        edits.insert(head.close, `)&&--${counterName}>0`);
      },
      close: () => edits.close(loop.end, `;if(${counterName}>0)break}`),
    }
  );
}

/** `for(I;C;U)B` → `for(I;;guard()){let n=0;for(;n<1024&&(C);U,n++)B;if(n<1024)break}`, or as for `while` where U or B counts. */
function mineFor(loop: AnyNode, options: MiningOptions): Mining | undefined {
  const { source, edits } = options;
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
  const pieces = chunk(options);
  return {
    open() {
      if (pieces.label !== '') edits.insert(loop.start, pieces.label);
      const head = `;${guardName}())${pieces.start}for(;${pieces.going}`;
      edits.insertBefore(first + 1, `${head}${isNode(test) ? '&&(' : ''}`);
      if (isNode(test)) edits.insert(second, `)/*${counterName}*/`);
      if (pieces.step !== '') edits.insert(close, `${isNode(update) ? ',' : ''}${pieces.step}`);
      pieces.leave(loop);
    },
    close: () => edits.close(loop.end, pieces.end),
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

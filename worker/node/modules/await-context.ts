// Carries the AsyncContextFrame (AsyncLocalStorage's store) across `await`. V8 does it by itself in Node; from the outside
// an `await` of a native promise cannot be seen, so that the code is rewritten when it is loaded (docs/adr/0007):
//   await X   becomes   H.r(await(F=H.c(X),H.t()),F,F=H)
// F is a variable of the function. `c` keeps X aside and returns the frame, `t` gives X back, `r` restores the frame and
// returns the value. No promise is added and `await` stays where it is, so that the order of microtasks and V8's asynchronous
// stack traces stay the same. Where a rejection is caught by the same function, the handler begins by restoring F.

import type { Edits } from './edits.ts';
import { children, isFunction, type AnyNode } from './parse.ts';

/** The name of the AwaitRuntime in rewritten code, and of the variable that holds the frame of a pending `await`. */
export const awaitName = '__holdfast_await';
const frameName = '__holdfast_frame';

// Each is a text that no author writes: `withoutSuspensions` finds the way back by them.
const beforeAwait = `${awaitName}.r(`;
const afterAwait = `(${frameName}=${awaitName}.c(`;
const afterOperand = `),${awaitName}.t()),${frameName},${frameName}=${awaitName})`;
const beforeIterable = `${awaitName}.i(`;
const afterIterable = `,${awaitName})`;
const restore = `${frameName}=${awaitName}.x(${frameName});`;
const declaration = `let ${frameName}=${awaitName};`;
const beforeEvaluated = `${awaitName}.e(eval,(`;
const afterEvaluated = (importer: string): string => `),${JSON.stringify(importer)})`;
const beforeExpression = `{${declaration}return(`;
const afterExpression = `)/*${frameName}*/}`;

/** Cheap test before parsing: an `await` needs an async function around it. */
const mayAwait = /\basync\s*(?:function\b|\(|\*|\[|[\w$#]+\s*(?:=>|\())/;
export const maySuspend = (source: string): boolean => source.includes('await') && mayAwait.test(source);

export interface SuspensionEdits {
  /** Called where a walk enters a function. */
  enterFunction(node: AnyNode): void;
  /** Called with the statements of a module; `declare` puts the variable where its declarations are hoisted. */
  enterModule(statements: readonly AnyNode[], declare: (code: string) => void): void;
  /** Called before the operand is walked; `prefix` and `suffix` go around it. Returns what to call after. */
  enterAwait(node: AnyNode, prefix?: string, suffix?: string): () => void;
  /** Called before a `for await` is walked. Returns what to call after. */
  enterForAwait(node: AnyNode): () => void;
  /** Called before a call is walked: what a direct `eval` gets is rewritten when it is called. Returns what to call after. */
  enterCall(node: AnyNode): (() => void) | undefined;
}

/** `importer`: what stands for `import` in the rewritten code. */
export function createSuspensionEdits(source: string, edits: Edits, importer: string): SuspensionEdits {
  return {
    enterFunction(node) {
      const body = node['body'] as AnyNode;
      if (node['async'] !== true || !restoreInHandlers([body], edits)) return;
      if (body.type === 'BlockStatement') {
        edits.insert(afterDirectives(body), declaration);
      } else {
        // The arrow's expression, with the parentheses and comments around it.
        edits.insert(afterArrow(source, node), beforeExpression);
      }
    },
    enterModule(statements, declare) {
      if (restoreInHandlers(statements, edits)) declare(declaration);
    },
    enterAwait(node, prefix = '', suffix = '') {
      edits.insert(node.start, beforeAwait);
      edits.insert(node.start + 'await'.length, afterAwait + prefix);
      return () => edits.close(node.end, suffix + afterOperand);
    },
    enterForAwait(node) {
      const right = node['right'] as AnyNode;
      edits.insert(right.start, beforeIterable);
      return () => edits.close(right.end, afterIterable);
    },
    enterCall(node) {
      const [code] = node['arguments'] as AnyNode[];
      const callee = node['callee'] as AnyNode;
      if (callee['name'] !== 'eval' || node['optional'] === true) return undefined;
      if (code === undefined || code.type === 'SpreadElement') return undefined;
      edits.insert(code.start, beforeEvaluated);
      return () => edits.close(code.end, afterEvaluated(importer));
    },
  };
}

/** Called where a walk leaves a function; what is inserted at the end of its body comes before. */
export function leaveFunction(node: AnyNode, edits: Edits): void {
  const body = node['body'] as AnyNode;
  if (node['async'] === true && body.type !== 'BlockStatement' && hasAwait(body)) {
    edits.close(node.end, afterExpression);
  }
}

const hasAwait = (node: AnyNode): boolean => {
  if (isFunction(node)) return false;
  if (node.type === 'AwaitExpression') return true;
  for (const child of children(node)) if (hasAwait(child)) return true;
  return false;
};

/**
 * Restores the frame in each `catch` and `finally` of this very function whose `try` has an `await` in it. Returns whether
 * the function has an `await` at all.
 */
function restoreInHandlers(statements: readonly AnyNode[], edits: Edits): boolean {
  const visit = (node: AnyNode): boolean => {
    if (isFunction(node)) return false;
    let awaits = node.type === 'AwaitExpression';
    for (const child of children(node)) awaits = visit(child) || awaits;
    if (node.type === 'TryStatement' && awaits) {
      const handler = node['handler'] as AnyNode | null;
      for (const block of [handler?.['body'], node['finalizer']] as (AnyNode | null | undefined)[]) {
        if (block) edits.insert(block.start + 1, restore);
      }
    }
    return awaits;
  };
  let awaits = false;
  for (const statement of statements) awaits = visit(statement) || awaits;
  return awaits;
}

function afterDirectives(body: AnyNode): number {
  let at = body.start + 1;
  for (const statement of body['body'] as AnyNode[]) {
    if (typeof statement['directive'] !== 'string') break;
    at = statement.end;
  }
  return at;
}

/** The place after `=>`: between the last parameter and the body only comments, parentheses and spaces can stand. */
function afterArrow(source: string, node: AnyNode): number {
  const body = node['body'] as AnyNode;
  const last = (node['params'] as AnyNode[]).at(-1);
  const from = last?.end ?? node.start;
  const between = source
    .slice(from, body.start)
    .replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length));
  return from + between.indexOf('=>') + '=>'.length;
}

/** What the author wrote, of a function's text: `toString` must not show the rewriting. */
export function withoutSuspensions(text: string): string {
  if (!text.includes(awaitName)) return text;
  if (text.includes(beforeEvaluated))
    text = text.replaceAll(beforeEvaluated, '').replace(/\),"__holdfast_[\w.]+"\)/g, '');
  const inserted = [
    afterOperand,
    beforeExpression,
    afterExpression,
    afterAwait,
    restore,
    declaration,
    beforeAwait,
    beforeIterable,
    afterIterable,
  ];
  return inserted.reduce((result, piece) => result.replaceAll(piece, ''), text);
}

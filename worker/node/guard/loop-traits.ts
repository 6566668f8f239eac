// What a loop contains, as far as its guard depends on it. One walk over a program tells it for every loop.

import { children, isFunction, isNode, type AnyNode } from '../modules/parse.ts';
import { isLoop } from './counting.ts';

export interface LoopTraits {
  /** An iteration may take long: it calls what is not known, loops itself, or waits. */
  readonly heavy: boolean;
  /** It has a heavy loop within it. */
  readonly outer: boolean;
  /** A function is made in it, which may capture a variable of the loop's head. */
  readonly captures: boolean;
  /** Labels that a `continue` in it names. */
  readonly continued: ReadonlySet<string>;
}

/** Methods of strings and arrays that loops over them call all the time, each of them short. */
const shortMethods: ReadonlySet<unknown> = new Set([
  'charCodeAt',
  'codePointAt',
  'charAt',
  'at',
  'push',
  'pop',
]);

export function loopTraits(program: AnyNode): ReadonlyMap<AnyNode, LoopTraits> {
  const result = new Map<AnyNode, LoopTraits>();
  collect(program, nothing(), result);
  return result;
}

interface Collected {
  heavy: boolean;
  outer: boolean;
  captures: boolean;
  readonly continued: Set<string>;
}

const nothing = (): Collected => ({ heavy: false, outer: false, captures: false, continued: new Set() });

/** Adds what is under `node` to `into`. */
function collect(node: AnyNode, into: Collected, loops: Map<AnyNode, LoopTraits>): void {
  const loop = isLoop(node);
  const own: Collected = loop ? nothing() : into;
  if (isHeavy(node)) own.heavy = true;
  if (isFunction(node) || node.type === 'ClassBody') own.captures = true;
  if (node.type === 'ContinueStatement' && isNode(node['label'])) {
    own.continued.add(node['label']['name'] as string);
  }
  for (const child of children(node)) {
    // What a function does is not done by the loop that makes it.
    if (isFunction(node)) collect(child, nothing(), loops);
    else collect(child, own, loops);
  }
  if (!loop) return;
  loops.set(node, own);
  into.heavy = true;
  into.outer ||= own.heavy;
  into.captures ||= own.captures;
  for (const label of own.continued) into.continued.add(label);
}

function isHeavy(node: AnyNode): boolean {
  switch (node.type) {
    case 'CallExpression':
      return !isShort(node['callee'] as AnyNode);
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'ImportExpression':
      return true;
    case 'ForOfStatement':
      return node['await'] === true;
    default:
      return false;
  }
}

function isShort(callee: AnyNode): boolean {
  if (callee.type !== 'MemberExpression' || callee['computed'] === true) return false;
  const object = callee['object'] as AnyNode;
  const isMath = object.type === 'Identifier' && object['name'] === 'Math';
  return isMath || shortMethods.has((callee['property'] as AnyNode)['name']);
}

// What a loop contains, as far as its guard depends on it. One walk over a program tells it for every loop.

import { children, isFunction, isNode, type AnyNode } from '../modules/parse.ts';
import { isLoop } from './counting.ts';
import { isLong, knownFunctions } from './short-functions.ts';

export interface LoopTraits {
  /** An iteration may take long: it calls what is not known, loops itself, or waits. */
  readonly heavy: boolean;
  /** It calls what is not known, or waits; whether itself or in a loop within it. */
  readonly calls: boolean;
  /** It has a heavy loop within it. */
  readonly outer: boolean;
  /** A function is made in it, which may capture a variable of the loop's head. */
  readonly captures: boolean;
  /** Labels that a `continue` in it names. */
  readonly continued: ReadonlySet<string>;
  /** The loops within it, those of functions aside. */
  readonly inner: readonly AnyNode[];
}

interface Collected {
  heavy: boolean;
  calls: boolean;
  outer: boolean;
  captures: boolean;
  readonly continued: Set<string>;
  readonly inner: AnyNode[];
}

const nothing = (): Collected => ({
  heavy: false,
  calls: false,
  outer: false,
  captures: false,
  continued: new Set(),
  inner: [],
});

export function loopTraits(program: AnyNode): ReadonlyMap<AnyNode, LoopTraits> {
  const result = new Map<AnyNode, LoopTraits>();
  const known = knownFunctions(program);
  /** Calls that make what a `for…of` walks through. */
  const generators = new Set<AnyNode>();
  collect(program, nothing());
  return result;

  /** Adds what is under `node` to `into`. */
  function collect(node: AnyNode, into: Collected): void {
    const loop = isLoop(node);
    const own = loop ? nothing() : into;
    if (isLong(node, known.isShort) && !generators.has(node)) own.heavy = own.calls = true;
    if (node.type === 'ForOfStatement') {
      const list = node['right'] as AnyNode;
      if (list.type === 'CallExpression' && known.isGenerator(list['callee'] as AnyNode))
        generators.add(list);
    }
    if (isFunction(node) || node.type === 'ClassBody') own.captures = true;
    if (node.type === 'ContinueStatement' && isNode(node['label'])) {
      own.continued.add(node['label']['name'] as string);
    }
    for (const child of children(node)) {
      // What a function does is not done by the loop that makes it.
      collect(child, isFunction(node) ? nothing() : own);
    }
    if (!loop) return;
    result.set(node, own);
    into.heavy = true;
    // A generator's loops see to themselves; what it does outside of them the loops around this one have to.
    into.calls ||= own.calls || generators.has(node['right'] as AnyNode);
    into.outer ||= own.heavy;
    into.captures ||= own.captures;
    into.inner.push(node);
    for (const label of own.continued) into.continued.add(label);
  }
}

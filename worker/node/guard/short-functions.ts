// Functions of a program that are short whatever they are given: they loop nowhere and call only what is short itself. A
// loop that calls them only is no heavier for it, and V8 inlines them.

import { addPatternNames, children, isFunction, isNode, type AnyNode } from '../modules/parse.ts';
import { isLoop } from './counting.ts';

/** Methods of strings and arrays that loops over them call all the time, each of them short. */
const shortMethods: ReadonlySet<unknown> = new Set([
  'charCodeAt',
  'codePointAt',
  'charAt',
  'fromCharCode',
  'at',
  'push',
  'pop',
]);

export interface KnownFunctions {
  /** Whether a call of it is short. */
  readonly isShort: (callee: AnyNode) => boolean;
  /**
   * Whether a call of it only makes a generator that yields by itself: who yields without end does so in a loop of its own,
   * which is guarded. What it hands on to (`yield*`) may be anybody's.
   */
  readonly isGenerator: (callee: AnyNode) => boolean;
}

export function knownFunctions(program: AnyNode): KnownFunctions {
  /** By name, where the whole program binds that name once and to a function; null where more is bound to it. */
  const functions = new Map<string, AnyNode | null>();
  bind(program, functions);
  const known = new Map<AnyNode, boolean>();

  const targetOf = (callee: AnyNode): AnyNode | null =>
    (callee.type === 'Identifier' ? functions.get(callee['name'] as string) : null) ?? null;

  const isShortCallee = (callee: AnyNode): boolean => {
    if (callee.type === 'Identifier') {
      const target = targetOf(callee);
      return target !== null && isShort(target);
    }
    if (callee.type !== 'MemberExpression' || callee['computed'] === true) return false;
    const object = callee['object'] as AnyNode;
    const isMath = object.type === 'Identifier' && object['name'] === 'Math';
    return isMath || shortMethods.has((callee['property'] as AnyNode)['name']);
  };

  function isShort(target: AnyNode): boolean {
    const before = known.get(target);
    if (before !== undefined) return before;
    // Recursion is not short.
    known.set(target, false);
    const plain = target['async'] !== true && target['generator'] !== true;
    const own = new Set<string>();
    for (const parameter of target['params'] as AnyNode[]) addPatternNames(parameter, own);
    const body = target['body'] as AnyNode;
    declared(body, own);
    const result =
      plain && !contains(body, (node) => isLong(node, isShortCallee) || writesOutside(node, own));
    known.set(target, result);
    return result;
  }
  return {
    isShort: isShortCallee,
    isGenerator(callee) {
      const target = targetOf(callee);
      return (
        target?.['generator'] === true && target['async'] !== true && !handsOn(target['body'] as AnyNode)
      );
    },
  };
}

/** What may take long, loops aside. */
export function isLong(node: AnyNode, isShortCallee: (callee: AnyNode) => boolean): boolean {
  switch (node.type) {
    case 'CallExpression':
      return !isShortCallee(node['callee'] as AnyNode);
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

/** It might set back what a loop around the call counts. */
function writesOutside(node: AnyNode, own: ReadonlySet<string>): boolean {
  const target = node.type === 'UpdateExpression' ? node['argument'] : node['left'];
  if (node.type !== 'UpdateExpression' && node.type !== 'AssignmentExpression') return false;
  const names = new Set<string>();
  addPatternNames(target, names);
  return [...names].some((name) => !own.has(name));
}

function declared(node: AnyNode, names: Set<string>): void {
  if (node.type === 'VariableDeclarator') addPatternNames(node['id'], names);
  for (const child of children(node)) declared(child, names);
}

function handsOn(node: AnyNode): boolean {
  if (node.type === 'YieldExpression' && node['delegate'] === true) return true;
  return children(node).some(handsOn);
}

function contains(node: AnyNode, isWanted: (node: AnyNode) => boolean): boolean {
  if (isWanted(node) || isLoop(node)) return true;
  for (const child of children(node)) if (contains(child, isWanted)) return true;
  return false;
}

function bind(node: AnyNode, functions: Map<string, AnyNode | null>): void {
  const name = (node['id'] as { name?: string } | null | undefined)?.name;
  if (node.type === 'FunctionDeclaration' && name !== undefined) {
    functions.set(name, functions.has(name) ? null : node);
  } else if (node.type === 'VariableDeclarator' && name !== undefined) {
    const init = node['init'];
    const target = isNode(init) && isFunction(init) ? init : null;
    functions.set(name, functions.has(name) ? null : target);
  } else if (node.type === 'AssignmentExpression') {
    forget(node['left'], functions);
  }
  if (isFunction(node)) for (const parameter of node['params'] as AnyNode[]) forget(parameter, functions);
  for (const child of children(node)) bind(child, functions);
}

function forget(pattern: unknown, functions: Map<string, AnyNode | null>): void {
  const names = new Set<string>();
  addPatternNames(pattern, names);
  for (const name of names) functions.set(name, null);
}

// Which loops provably end: those that count a variable towards a bound which the loop does not move. Judged by the names
// in the loop alone; an infinite bound, a fractional step too small to count and a `length` that is no array's are left to
// the machine's own deadline (docs/adr/0011-loop-guard.md).

import { children, isFunction, isNode, type AnyNode } from '../modules/parse.ts';

type Direction = 'up' | 'down';

export const isLoop = (node: AnyNode): boolean =>
  node.type === 'WhileStatement' ||
  node.type === 'DoWhileStatement' ||
  node.type === 'ForStatement' ||
  node.type === 'ForOfStatement' ||
  node.type === 'ForInStatement';

/** `around`: the `for` statements outside of it, innermost last. */
export function provablyEnds(loop: AnyNode, around: readonly AnyNode[]): boolean {
  const { test } = loop;
  return isNode(test) && conjuncts(test).some((condition) => countsTowards(loop, condition, around));
}

/** `a && b && c`: one that fails at last ends the loop. */
function conjuncts(test: AnyNode): AnyNode[] {
  if (test.type !== 'LogicalExpression' || test['operator'] !== '&&') return [test];
  return [...conjuncts(test['left'] as AnyNode), ...conjuncts(test['right'] as AnyNode)];
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function countsTowards(loop: AnyNode, condition: AnyNode, around: readonly AnyNode[]): boolean {
  if (condition.type !== 'BinaryExpression') return false;
  const operator = condition['operator'] as string;
  const opposite = mirrored[operator];
  if (opposite === undefined) return false;
  const left = condition['left'] as AnyNode;
  const right = condition['right'] as AnyNode;
  return (
    (isStable(right, loop) && counts(loop, left, operator, around)) ||
    (isStable(left, loop) && counts(loop, right, opposite, around))
  );
}

/** `i`, `i++`, or `i * i`. */
function countedName(expression: AnyNode): string | undefined {
  const { name } = expression as { name?: unknown };
  if (expression.type === 'Identifier') return name as string;
  if (expression.type === 'UpdateExpression') return countedName(expression['argument'] as AnyNode);
  if (expression.type !== 'BinaryExpression' || expression['operator'] !== '*') return undefined;
  const root = countedName(expression['left'] as AnyNode);
  return root !== undefined && root === countedName(expression['right'] as AnyNode) ? root : undefined;
}

function counts(loop: AnyNode, expression: AnyNode, operator: string, around: readonly AnyNode[]): boolean {
  const name = countedName(expression);
  if (name === undefined) return false;
  const direction = operator.startsWith('<') ? 'up' : 'down';
  const every = (parts: unknown[]) =>
    parts.every((part) => !isNode(part) || movesOnly(part, name, direction, around));
  return (
    every([loop['test'], loop['update'], loop['body']]) &&
    (always(loop['test'], name) || always(loop['update'], name) || alwaysInBody(loop['body'], name))
  );
}

/** Whether every assignment to the variable under `node` is a step in that direction. */
function movesOnly(node: AnyNode, name: string, direction: Direction, around: readonly AnyNode[]): boolean {
  if (writes(node, name) && !isStep(node, name, direction, around)) return false;
  for (const child of children(node)) if (!movesOnly(child, name, direction, around)) return false;
  return true;
}

const isNamed = (node: unknown, name: string): boolean =>
  isNode(node) && node.type === 'Identifier' && node['name'] === name;

/** Declarations, patterns and the heads of inner loops count as writes, since any of them may set it back. */
function writes(node: AnyNode, name: string): boolean {
  switch (node.type) {
    case 'UpdateExpression':
      return isNamed(node['argument'], name);
    case 'AssignmentExpression':
    case 'ForOfStatement':
    case 'ForInStatement':
      return mentions(node['left'] as AnyNode, name, false);
    case 'VariableDeclarator':
      return mentions(node['id'] as AnyNode, name, false);
    default:
      return false;
  }
}

/** Whether the variable is named under `node`; inside of member expressions only where `members`. */
export function mentions(node: AnyNode, name: string, members: boolean): boolean {
  if (isNamed(node, name)) return true;
  if (node.type === 'MemberExpression' && !members) return false;
  for (const child of children(node)) if (mentions(child, name, members)) return true;
  return false;
}

function isStep(node: AnyNode, name: string, direction: Direction, around: readonly AnyNode[]): boolean {
  if (node.type === 'UpdateExpression') return (node['operator'] === '++') === (direction === 'up');
  if (node.type !== 'AssignmentExpression' || !isNamed(node['left'], name)) return false;
  const right = node['right'] as AnyNode;
  const sign = direction === 'up' ? '+' : '-';
  if (node['operator'] === `${sign}=`) return isPositive(right, around);
  return (
    node['operator'] === '=' &&
    right.type === 'BinaryExpression' &&
    right['operator'] === sign &&
    isNamed(right['left'], name) &&
    isPositive(right['right'] as AnyNode, around)
  );
}

/** A positive number, or the variable of an outer loop that counts up from one. */
function isPositive(step: AnyNode, around: readonly AnyNode[]): boolean {
  if (step.type === 'Literal') return typeof step['value'] === 'number' && step['value'] > 0;
  if (step.type === 'BinaryExpression' && step['operator'] === '*')
    return isPositive(step['left'] as AnyNode, around) && isPositive(step['right'] as AnyNode, around);
  if (step.type !== 'Identifier') return false;
  const name = step['name'] as string;
  if (around.some((loop) => staysPositive(loop, name))) return true;
  const outer = around.findLast((loop) => isNode(loop['init']) && mentions(loop['init'], name, false));
  if (outer === undefined) return false;
  const init = outer['init'] as AnyNode;
  if (init.type !== 'VariableDeclaration') return false;
  const declarator = (init['declarations'] as AnyNode[]).find(({ id }) => isNamed(id, name));
  const first = declarator?.['init'];
  if (!isNode(first) || first.type !== 'Literal' || !isPositive(first, [])) return false;
  return [outer['test'], outer['update'], outer['body']].every(
    (part) => !isNode(part) || movesOnly(part, name, 'up', []),
  );
}

/**
 * A variable that counts the iterations of a `for` or `while`: made by a `let` of the loop's head or before it in `block`
 * (whose statement it is) with a whole number, moved by whole steps upwards only, and in every iteration, the condition aside.
 */
export function iterationCounter(loop: AnyNode, block: readonly AnyNode[]): string | undefined {
  const { init, test, update, body } = loop;
  const isCounter = (name: string, scope: readonly AnyNode[]): boolean =>
    !(isNode(test) && writtenIn(test, name)) &&
    (always(update, name) || alwaysInBody(body, name)) &&
    [update, body].every((part) => !isNode(part) || stepsOnly(part, name, false)) &&
    scope.every((statement) => statement === loop || stepsOnly(statement, name, true));
  const own = isNode(init) ? countersOf(init) : [];
  const before = block.slice(0, block.indexOf(loop));
  return (
    own.find((name) => isCounter(name, [])) ??
    before
      .flatMap(countersOf)
      .find((name) => !(isNode(init) && writtenIn(init, name)) && isCounter(name, block))
  );
}

/** Names that a `let` statement gives whole numbers. */
function countersOf(statement: AnyNode): string[] {
  if (statement.type !== 'VariableDeclaration' || statement['kind'] !== 'let') return [];
  return (statement['declarations'] as AnyNode[])
    .filter(startsCounter)
    .map(({ id }) => (id as AnyNode)['name'] as string);
}

const startsCounter = ({ id, init }: AnyNode): boolean =>
  isNode(id) && id.type === 'Identifier' && isNode(init) && isWhole(init);

const isWhole = ({ type, value }: AnyNode): boolean => type === 'Literal' && Number.isSafeInteger(value);

/**
 * Whether every write of the variable under `node`, in functions too, is a whole step upwards, or its beginning where `begins`
 * (a variable of that name that is made in the loop is another one).
 */
function stepsOnly(node: AnyNode, name: string, begins: boolean): boolean {
  if (isNamed(node['id'], name)) return begins && node.type === 'VariableDeclarator' && startsCounter(node);
  if (writes(node, name) && !isWholeStep(node, name)) return false;
  return children(node).every((child) => stepsOnly(child, name, begins));
}

function isWholeStep(node: AnyNode, name: string): boolean {
  if (!isStep(node, name, 'up', [])) return false;
  if (node.type === 'UpdateExpression') return true;
  const right = node['right'] as AnyNode;
  return isWhole(node['operator'] === '=' ? (right['right'] as AnyNode) : right);
}

const lazyAssignment: ReadonlySet<unknown> = new Set(['&&=', '||=', '??=']);

/** `for (…; gap > 0; …)` around it, whose body leaves `gap` alone. */
function staysPositive(loop: AnyNode, name: string): boolean {
  const { test, body } = loop;
  if (loop.type !== 'ForStatement' || !isNode(test) || !isNode(body)) return false;
  const isTested = conjuncts(test).some(
    ({ operator, left, right }) =>
      operator === '>' && isNamed(left, name) && isNode(right) && right['value'] === 0,
  );
  return isTested && !writtenIn(body, name);
}

function writtenIn(node: AnyNode, name: string): boolean {
  if (writes(node, name)) return true;
  for (const child of children(node)) if (writtenIn(child, name)) return true;
  return false;
}

/** Whether evaluating the expression always writes the variable. */
function always(expression: unknown, name: string): boolean {
  if (!isNode(expression) || isFunction(expression)) return false;
  if (writes(expression, name)) return !lazyAssignment.has(expression['operator']);
  switch (expression.type) {
    case 'LogicalExpression':
      return always(expression['left'], name);
    case 'ConditionalExpression':
      return always(expression['test'], name);
    case 'AssignmentExpression':
      if (lazyAssignment.has(expression['operator'])) return false;
      return always(expression['left'], name) || always(expression['right'], name);
    case 'AssignmentPattern':
    case 'ChainExpression':
    case 'ClassExpression':
      return false;
    default:
      for (const child of children(expression)) if (always(child, name)) return true;
      return false;
  }
}

/** A statement of the body itself that writes it, where no `continue` can pass it by. */
function alwaysInBody(body: unknown, name: string): boolean {
  if (!isNode(body)) return false;
  const statements = body.type === 'BlockStatement' ? (body['body'] as AnyNode[]) : [body];
  for (const statement of statements) {
    const plain = statement.type === 'ExpressionStatement' || statement.type === 'VariableDeclaration';
    if (plain && always(statement, name)) return true;
    if (statement.type === 'IfStatement' && always(statement['test'], name)) return true;
    if (hasContinue(statement)) return false;
  }
  return false;
}

function hasContinue(node: AnyNode): boolean {
  if (node.type === 'ContinueStatement') return true;
  if (isFunction(node)) return false;
  for (const child of children(node)) if (hasContinue(child)) return true;
  return false;
}

/** Whether the loop cannot move this bound: arrays that grow under it are bounded by memory. */
function isStable(bound: AnyNode, loop: AnyNode): boolean {
  switch (bound.type) {
    case 'Literal':
      return true;
    case 'Identifier':
      return !writesAnywhere(loop, bound['name'] as string);
    case 'UnaryExpression':
      return isStable(bound['argument'] as AnyNode, loop);
    case 'BinaryExpression':
      return isStable(bound['left'] as AnyNode, loop) && isStable(bound['right'] as AnyNode, loop);
    case 'MemberExpression': {
      const property = bound['property'] as AnyNode;
      if (bound['computed'] === true) return false;
      const name = property['name'] as string;
      return sizes.has(name) || !assignsMember(loop, name);
    }
    case 'CallExpression': {
      const callee = bound['callee'] as AnyNode;
      const isMath = callee.type === 'MemberExpression' && isNamed(callee['object'], 'Math');
      return isMath && (bound['arguments'] as AnyNode[]).every((argument) => isStable(argument, loop));
    }
    default:
      return false;
  }
}

const sizes: ReadonlySet<string> = new Set(['length', 'size', 'byteLength']);

function writesAnywhere(loop: AnyNode, name: string): boolean {
  return ['test', 'update', 'body'].some((part) => isNode(loop[part]) && writtenIn(loop[part], name));
}

function assignsMember(node: AnyNode, property: string): boolean {
  const target = node.type === 'UpdateExpression' ? node['argument'] : node['left'];
  const assigns = node.type === 'UpdateExpression' || node.type === 'AssignmentExpression';
  if (assigns && isNode(target) && target.type === 'MemberExpression') {
    if (target['computed'] === true || isNamed(target['property'], property)) return true;
  }
  for (const child of children(node)) if (assignsMember(child, property)) return true;
  return false;
}

// Parsing with acorn, and what the transforms need of its trees: a generic walk and the names that patterns bind.

import { parse, type Node, type Options, type Program } from 'acorn';

/** A node of any type: transforms look at a few fields and pass over the rest. */
export type AnyNode = Node & { readonly [field: string]: unknown };

const shared = { ecmaVersion: 'latest', allowHashBang: true } as const satisfies Options;

export function parseModule(source: string): Program {
  return parse(source, { ...shared, sourceType: 'module' });
}

/** The body of a CommonJS module: a function's, so that `return` and `new.target` are allowed. */
export function parseFunctionBody(source: string): Program {
  return parse(source, {
    ...shared,
    sourceType: 'script',
    allowReturnOutsideFunction: true,
    allowSuperOutsideMethod: true,
  });
}

export function parseScript(source: string): Program {
  return parse(source, { ...shared, sourceType: 'script' });
}

export function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

/** Direct child nodes, in the order of the tree's fields. A list: a generator takes five times as long. */
export function children(node: AnyNode): readonly AnyNode[] {
  const found: AnyNode[] = [];
  for (const key in node) {
    const value = node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isNode(item)) found.push(item);
    } else if (isNode(value)) {
      found.push(value);
    }
  }
  return found;
}

export const isFunction = (node: AnyNode): boolean =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression';

/** Adds the names that a binding pattern declares. */
export function addPatternNames(pattern: unknown, names: Set<string>): void {
  if (!isNode(pattern)) return;
  switch (pattern.type) {
    case 'Identifier':
      names.add(pattern['name'] as string);
      break;
    case 'ObjectPattern':
      for (const property of pattern['properties'] as AnyNode[]) {
        addPatternNames(property.type === 'RestElement' ? property['argument'] : property['value'], names);
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern['elements'] as unknown[]) addPatternNames(element, names);
      break;
    case 'AssignmentPattern':
      addPatternNames(pattern['left'], names);
      break;
    case 'RestElement':
      addPatternNames(pattern['argument'], names);
      break;
    default:
  }
}

/** Names that `let`, `const`, `class` and functions declare directly in a list of statements. */
export function addLexicalNames(statements: readonly AnyNode[], names: Set<string>): void {
  for (const statement of statements) {
    const exported = statement['declaration'];
    const declaration = statement.type.startsWith('Export') && isNode(exported) ? exported : statement;
    if (declaration.type === 'VariableDeclaration') {
      if (declaration['kind'] === 'var') continue;
      for (const declarator of declaration['declarations'] as AnyNode[])
        addPatternNames(declarator['id'], names);
    } else if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
      addPatternNames(declaration['id'], names);
    }
  }
}

/** Names that `var` declares anywhere in a function's body, nested functions aside. */
export function addVarNames(node: AnyNode, names: Set<string>): void {
  if (node.type === 'VariableDeclaration' && node['kind'] === 'var') {
    for (const declarator of node['declarations'] as AnyNode[]) addPatternNames(declarator['id'], names);
  }
  for (const child of children(node)) {
    if (isFunction(child) || child.type === 'ClassBody' || child.type === 'StaticBlock') continue;
    addVarNames(child, names);
  }
}

// Finds the references to imported names in a module (those that no inner scope shadows), `import.meta`, `import()` and
// top-level await, and writes the replacements into the edits.

import { createSuspensionEdits, leaveFunction } from './await-context.ts';
import type { Edits } from './edits.ts';
import {
  addLexicalNames,
  addPatternNames,
  addVarNames,
  children,
  isFunction,
  isNode,
  type AnyNode,
} from './parse.ts';

export interface RewriteOptions {
  readonly imported: ReadonlySet<string>;
  reference(local: string): string;
  readonly importMeta: string;
  readonly dynamicImport: string;
  /** An expression that notes which top-level await is waited for. */
  pendingAwait(offset: number): string;
  /** Puts a declaration where the module's own are hoisted. */
  hoist(code: string): void;
}

interface Scope {
  readonly names: ReadonlySet<string>;
  readonly parent: Scope | null;
}

/** The comment tells it from an author's. */
const separator = ';/**/';
const firstWord = /[\w$\u0080-\uffff]*/y;

export function rewriteReferences(
  source: string,
  statements: readonly AnyNode[],
  edits: Edits,
  options: RewriteOptions,
): { hasTopLevelAwait: boolean } {
  const { imported } = options;
  const suspensions = createSuspensionEdits(source, edits, options.dynamicImport);
  let hasTopLevelAwait = false;
  suspensions.enterModule(statements, (code) => options.hoist(code));
  separate(statements);
  for (const statement of statements) visit(statement, null, 0);
  return { hasTopLevelAwait };

  /** What is written instead of a call or an `await` begins with a parenthesis, which would go on with a line without its semicolon. */
  function separate(list: readonly AnyNode[]): void {
    list.forEach(({ type, start }, index) => {
      const before = list[index - 1];
      if (type !== 'ExpressionStatement' || before === undefined || source[before.end - 1] === ';') return;
      firstWord.lastIndex = start;
      const word = firstWord.exec(source)?.[0] ?? '';
      if (word === 'await' || imported.has(word)) edits.insertBefore(start, separator);
    });
  }

  function isImported(name: string, scope: Scope | null): boolean {
    if (!imported.has(name)) return false;
    for (let current = scope; current !== null; current = current.parent) {
      if (current.names.has(name)) return false;
    }
    return true;
  }

  function inner(parent: Scope | null, fill: (names: Set<string>) => void): Scope {
    const names = new Set<string>();
    fill(names);
    return { names, parent };
  }

  function visitAll(nodes: Iterable<AnyNode>, scope: Scope | null, depth: number): void {
    for (const node of nodes) visit(node, scope, depth);
  }

  /** `depth` counts the functions around: at 0 an `await` is the module's own. */
  function visit(node: AnyNode, scope: Scope | null, depth: number): void {
    if (isFunction(node)) {
      visitFunction(node, scope, depth);
      return;
    }
    switch (node.type) {
      case 'Identifier':
        if (isImported(node['name'] as string, scope)) {
          edits.replace(node.start, node.end, options.reference(node['name'] as string));
        }
        return;
      case 'CallExpression':
      case 'TaggedTemplateExpression':
        visitCall(node, scope, depth);
        return;
      case 'MemberExpression':
        visit(node['object'] as AnyNode, scope, depth);
        if (node['computed'] === true) visit(node['property'] as AnyNode, scope, depth);
        return;
      case 'Property':
        visitProperty(node, scope, depth);
        return;
      case 'MethodDefinition':
      case 'PropertyDefinition':
      case 'AccessorProperty':
        if (node['computed'] === true) visit(node['key'] as AnyNode, scope, depth);
        if (isNode(node['value'])) {
          visit(node['value'], scope, node.type === 'MethodDefinition' ? depth : depth + 1);
        }
        return;
      case 'StaticBlock':
        visitBlock(node['body'] as AnyNode[], scope, depth + 1);
        return;
      case 'BlockStatement':
        visitBlock(node['body'] as AnyNode[], scope, depth);
        return;
      case 'LabeledStatement':
        visit(node['body'] as AnyNode, scope, depth);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const own = inner(scope, (names) => addPatternNames(node['id'], names));
        if (isNode(node['superClass'])) visit(node['superClass'], own, depth);
        visit(node['body'] as AnyNode, own, depth);
        return;
      }
      case 'SwitchStatement': {
        visit(node['discriminant'] as AnyNode, scope, depth);
        const cases = node['cases'] as AnyNode[];
        const own = inner(scope, (names) => {
          for (const branch of cases) addLexicalNames(branch['consequent'] as AnyNode[], names);
        });
        for (const branch of cases) separate(branch['consequent'] as AnyNode[]);
        visitAll(cases, own, depth);
        return;
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        if (node['await'] === true && depth === 0) hasTopLevelAwait = true;
        const head = (node['init'] ?? node['left']) as AnyNode | null;
        const own = inner(scope, (names) => {
          if (head?.type === 'VariableDeclaration') addLexicalNames([head], names);
        });
        const leave = node['await'] === true ? suspensions.enterForAwait(node) : undefined;
        visitAll(children(node), own, depth);
        leave?.();
        return;
      }
      case 'CatchClause': {
        const own = inner(scope, (names) => addPatternNames(node['param'], names));
        if (isNode(node['param'])) visit(node['param'], own, depth);
        visit(node['body'] as AnyNode, own, depth);
        return;
      }
      case 'VariableDeclaration':
        if (node['kind'] === 'await using' && depth === 0) hasTopLevelAwait = true;
        break;
      case 'MetaProperty':
        if ((node['meta'] as { name: string }).name === 'import') {
          edits.replace(node.start, node.end, options.importMeta);
        }
        return;
      case 'ImportExpression':
        edits.replace(node.start, node.start + 'import'.length, options.dynamicImport);
        visitAll(children(node), scope, depth);
        return;
      case 'AwaitExpression': {
        if (depth === 0) hasTopLevelAwait = true;
        const note: [string, string] =
          depth === 0 ? [`(${options.pendingAwait(node.start)},(`, '))'] : ['', ''];
        const leave = suspensions.enterAwait(node, ...note);
        visit(node['argument'] as AnyNode, scope, depth);
        leave();
        return;
      }
      default:
    }
    visitAll(children(node), scope, depth);
  }

  function visitBlock(statements: readonly AnyNode[], scope: Scope | null, depth: number): void {
    const own = inner(scope, (names) => addLexicalNames(statements, names));
    separate(statements);
    visitAll(statements, own, depth);
  }

  function visitFunction(node: AnyNode, scope: Scope | null, depth: number): void {
    suspensions.enterFunction(node);
    const body = node['body'] as AnyNode;
    const own = inner(scope, (names) => {
      if (node.type === 'FunctionExpression') addPatternNames(node['id'], names);
      for (const parameter of node['params'] as AnyNode[]) addPatternNames(parameter, names);
      if (body.type === 'BlockStatement') {
        addLexicalNames(body['body'] as AnyNode[], names);
        addVarNames(body, names);
      }
    });
    visitAll(node['params'] as AnyNode[], own, depth + 1);
    if (body.type === 'BlockStatement') {
      separate(body['body'] as AnyNode[]);
      visitAll(body['body'] as AnyNode[], own, depth + 1);
    } else visit(body, own, depth + 1);
    leaveFunction(node, edits);
  }

  /** A call of an imported function must not pass the imports object as `this`. */
  function visitCall(node: AnyNode, scope: Scope | null, depth: number): void {
    const field = node.type === 'CallExpression' ? 'callee' : 'tag';
    const callee = node[field] as AnyNode;
    const name = callee['name'];
    if (callee.type === 'Identifier' && typeof name === 'string' && isImported(name, scope)) {
      edits.replace(callee.start, callee.end, `(0,${options.reference(name)})`);
    } else {
      visit(callee, scope, depth);
    }
    const leave = node.type === 'CallExpression' ? suspensions.enterCall(node) : undefined;
    for (const child of children(node)) if (child !== callee) visit(child, scope, depth);
    leave?.();
  }

  function visitProperty(node: AnyNode, scope: Scope | null, depth: number): void {
    const value = node['value'] as AnyNode;
    if (node['computed'] === true) visit(node['key'] as AnyNode, scope, depth);
    const name = value['name'];
    if (node['shorthand'] === true && value.type === 'Identifier') {
      if (typeof name === 'string' && isImported(name, scope)) {
        edits.insert(value.end, `:(${options.reference(name)})`);
      }
      return;
    }
    // In `{a = b}` the key is also the target; only the default value can hold a reference.
    if (node['shorthand'] === true && value.type === 'AssignmentPattern') {
      visit(value['right'] as AnyNode, scope, depth);
      return;
    }
    visit(value, scope, depth);
  }
}

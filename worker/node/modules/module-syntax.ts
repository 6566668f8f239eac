// Whether a text can only be an ES module (ContainsModuleSyntax and ShouldRetryAsESM in src/node_contextify.cc).

import { children, isFunction, parseFunctionBody, parseModule, type AnyNode } from './parse.ts';

/** Cheap test before parsing. */
export const mayBeModule = (source: string): boolean => /\b(?:import|export|await)\b/.test(source);

export function containsModuleSyntax(source: string): boolean {
  if (!mayBeModule(source)) return false;
  let body: AnyNode[];
  try {
    body = parseModule(source).body as unknown as AnyNode[];
  } catch {
    return false;
  }
  if (body.some((node) => /^(?:Import|Export)/.test(node.type))) return true;
  if (body.some(hasImportMeta)) return true;
  // What fails as a function's body but not as a module: a top-level await, or a name that the wrapper declares.
  return body.some((node) => hasTopLevelAwait(node)) && !parsesAsFunction(source);
}

function parsesAsFunction(source: string): boolean {
  try {
    parseFunctionBody(source);
    return true;
  } catch {
    return false;
  }
}

function hasImportMeta(node: AnyNode): boolean {
  if (node.type === 'MetaProperty' && (node['meta'] as { name: string }).name === 'import') return true;
  for (const child of children(node)) if (hasImportMeta(child)) return true;
  return false;
}

function hasTopLevelAwait(node: AnyNode): boolean {
  if (node.type === 'AwaitExpression' || node['await'] === true) return true;
  if (isFunction(node) || node.type === 'PropertyDefinition' || node.type === 'StaticBlock') return false;
  for (const child of children(node)) if (hasTopLevelAwait(child)) return true;
  return false;
}

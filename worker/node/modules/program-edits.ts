// What is rewritten in scripts and function bodies when they are loaded: `import()` and `await`. (Code of a direct `eval`
// cannot be rewritten; that of `new Function` is.)

import { createSuspensionEdits, leaveFunction, maySuspend } from './await-context.ts';
import { importerName } from './dynamic-import.ts';
import { Edits } from './edits.ts';
import { children, isFunction, isNode, parseFunctionBody, type AnyNode } from './parse.ts';

/** Cheap test before parsing; comments and strings make it true for nothing, now and then. */
const mayImport = /\bimport\s*\(/;

/** Undefined where there is nothing to rewrite. */
export function programEdits(
  source: string,
  parse: (source: string) => unknown = parseFunctionBody,
): Edits | undefined {
  if (!mayImport.test(source) && !maySuspend(source)) return undefined;
  let program: unknown;
  try {
    program = parse(source);
  } catch {
    return undefined; // V8 will report the error of syntax.
  }
  const edits = new Edits(source);
  const suspensions = createSuspensionEdits(source, edits);
  const visit = (node: AnyNode): void => {
    const leave = enter(node);
    for (const child of children(node)) visit(child);
    if (isFunction(node)) leaveFunction(node, edits);
    leave?.();
  };
  const enter = (node: AnyNode): (() => void) | undefined => {
    if (isFunction(node)) suspensions.enterFunction(node);
    if (node.type === 'AwaitExpression') return suspensions.enterAwait(node);
    if (node.type === 'ForOfStatement' && node['await'] === true) return suspensions.enterForAwait(node);
    if (node.type === 'ImportExpression')
      edits.replace(node.start, node.start + 'import'.length, importerName);
    return undefined;
  };
  if (isNode(program)) visit(program);
  return edits.isEmpty ? undefined : edits;
}

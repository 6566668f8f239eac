// What is rewritten in scripts and function bodies when they are loaded: `import()`, `await`, and the loops of the project's
// own code. What a direct `eval` and `new Function` get is rewritten when they are called, but for its loops.

import { guardLoops, mayLoop, type ProgramKind } from '../guard/guard-loops.ts';
import { createSuspensionEdits, leaveFunction, maySuspend } from './await-context.ts';
import { importerName } from './dynamic-import.ts';
import { Edits } from './edits.ts';
import { children, isFunction, isNode, parseFunctionBody, type AnyNode } from './parse.ts';

/** Cheap test before parsing; comments and strings make it true for nothing, now and then. */
const mayImportOrEvaluate = /\b(?:import|eval)\s*\(/;

/** Installed packages are trusted to end their loops; the machine lets go of one that does not. */
export const isOwnCode = (filename: string): boolean =>
  !filename.includes('/node_modules/') && !filename.startsWith('node:');

/** Whether something may have to be rewritten but loops; a cheap test, as the above. */
export const mayNeedEdits = (source: string): boolean =>
  mayImportOrEvaluate.test(source) || maySuspend(source);

/**
 * Undefined where nothing has to be rewritten, and where V8 will report an error of syntax. Loops shall heed signals where `guard`
 * says as what they are compiled.
 */
export function programEdits(
  source: string,
  parse: (source: string) => unknown = parseFunctionBody,
  guard: ProgramKind | null = null,
  importer: string = importerName,
): Edits | undefined {
  const loops = guard !== null && mayLoop(source);
  if (!loops && !mayNeedEdits(source)) return undefined;
  let program: unknown;
  try {
    program = parse(source);
  } catch {
    return undefined;
  }
  const edits = new Edits(source);
  const suspensions = createSuspensionEdits(source, edits, importer);
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
    if (node.type === 'CallExpression') return suspensions.enterCall(node);
    if (node.type === 'ImportExpression') edits.replace(node.start, node.start + 'import'.length, importer);
    return undefined;
  };
  if (!isNode(program)) return undefined;
  visit(program);
  if (loops) guardProgram(source, program, edits, guard);
  return edits.isEmpty ? undefined : edits;
}

function guardProgram(source: string, program: AnyNode, edits: Edits, kind: ProgramKind): void {
  const { declarations } = guardLoops(source, program, edits, kind);
  if (declarations === '') return;
  const statements = program['body'] as AnyNode[];
  const first = statements.find(({ directive }) => directive === undefined);
  if (first !== undefined) edits.insertBefore(first.start, declarations);
}

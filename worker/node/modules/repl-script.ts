// Inputs of the REPL are scripts of one global scope: what one declares, the next sees. An indirect eval keeps `let`,
// `const` and classes to itself, so that their declarations at the top become `var`. (A `const` can then be assigned.)

import type { Edits } from './edits.ts';
import { parseScript, type AnyNode } from './parse.ts';

export function declareGlobally(source: string, edits: Edits): void {
  let body: AnyNode[];
  try {
    body = parseScript(source).body as unknown as AnyNode[];
  } catch {
    return; // V8 will report the error of syntax.
  }
  for (const statement of body) {
    const kind = statement['kind'];
    if (statement.type === 'VariableDeclaration' && (kind === 'let' || kind === 'const')) {
      edits.replace(statement.start, statement.start + kind.length, 'var');
    } else if (statement.type === 'ClassDeclaration') {
      edits.insert(statement.start, `var ${(statement['id'] as { name: string }).name}=`);
    }
  }
}

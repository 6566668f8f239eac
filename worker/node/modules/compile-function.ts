// Compiles a function body (a CommonJS module, vm.compileFunction) so that its lines and columns show as the author's.
// What is rewritten in it: program-edits.ts.

import type { CoreRealm } from '../core-realm.ts';
import { guardName } from '../guard/names.ts';
import { awaitName } from './await-context.ts';
import { createImporter, importerName } from './dynamic-import.ts';
import { Edits } from './edits.ts';
import { parseFunctionBody } from './parse.ts';
import { isOwnCode, mayNeedEdits, programEdits } from './program-edits.ts';
import { describeSyntaxError, syntaxArrow } from './syntax-error.ts';
import { aroundInContext } from './vm-context.ts';

export type CompiledFunction = (...args: never[]) => unknown;

export interface CompileFunctionOptions {
  readonly filename: string;
  readonly parameters: readonly string[];
  /** Tells Node's loader who imports dynamically. */
  readonly id: symbol;
  /** Of a vm context; without one the function sees this realm. */
  readonly context?: object | undefined;
  /** Objects whose properties the function sees as variables, the innermost last. */
  readonly extensions?: readonly object[] | undefined;
}

/** Throws V8's SyntaxError, with Node's arrow attached. */
export function compileFunction(
  realm: CoreRealm,
  source: string,
  { filename, parameters, id, context, extensions = [] }: CompileFunctionOptions,
): CompiledFunction {
  const edits = editsOf(realm, source, filename);
  const rewritten = !edits.isEmpty;
  // A hashbang is legal only at the very start of a text.
  if (source.startsWith('#!')) edits.replace(0, 2, '//');
  const around =
    context === undefined && extensions.length === 0
      ? { prefix: '', suffix: '', scopes: [] }
      : aroundInContext(context, extensions, source);
  const wrapper = `${around.prefix}(function (${parameters.join(', ')}) { `;
  const prefix = rewritten
    ? `(function (${importerName}, ${awaitName}, ${guardName}) { return ${wrapper}`
    : wrapper;
  const { code, originalColumn } = edits.apply(prefix, `\n})${around.suffix}${rewritten ? '})' : ''}`);
  realm.sources.add({ filename, text: source, originalColumn });
  try {
    let result = realm.host.evaluate(code, filename) as (...args: readonly unknown[]) => unknown;
    if (rewritten) {
      const importer = createImporter(realm, id, filename);
      result = result(importer, realm.awaitRuntime, realm.loopGuard) as typeof result;
    }
    return (around.scopes.length > 0 ? result(...around.scopes) : result) as CompiledFunction;
  } catch (error) {
    throw withArrow(realm, source, filename, error, parseFunctionBody);
  }
}

function editsOf(realm: CoreRealm, source: string, filename: string): Edits {
  const isOwn = isOwnCode(filename);
  const make = (): Edits =>
    programEdits(source, parseFunctionBody, isOwn ? 'body' : null) ?? new Edits(source);
  return isOwn || !mayNeedEdits(source) ? make() : realm.transforms.body(filename, source, make);
}

/** Attaches the arrow that V8's message would give; acorn finds the place. */
export function withArrow(
  realm: CoreRealm,
  source: string,
  filename: string,
  error: unknown,
  parse: (source: string) => unknown,
): unknown {
  if (!(error instanceof SyntaxError)) return error;
  try {
    parse(source);
  } catch (acornError) {
    const problem = describeSyntaxError(source, acornError);
    if (problem === undefined) return error;
    // V8 saw the wrapper too: what it blames on a closing brace of ours is, to the author, the end of the input.
    const message = isWrapperMessage(error.message, problem.message) ? problem.message : error.message;
    const result = message === error.message ? error : new SyntaxError(message);
    const arrow = `${syntaxArrow(filename, source, { ...problem, message })}\n`;
    realm.privateSymbols['arrow_message_private_symbol']?.set(result, arrow);
    // As DecorateErrorStack: the arrow goes into the stack, and is not printed again.
    result.stack = `${arrow}\n${result.stack ?? ''}`;
    realm.privateSymbols['decorated_private_symbol']?.set(result, true);
    return result;
  }
  return error;
}

const isWrapperMessage = (v8: string, acorn: string): boolean =>
  acorn === 'Unexpected end of input' || v8 === "Unexpected token ')'" || v8 === "Unexpected token '}'";

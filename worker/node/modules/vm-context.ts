// vm contexts, approximately. A browser cannot make a second global object in a worker, so that code of a context runs in
// this realm with a `with` around it that reads and writes the context object:
// - top-level `var`, `let`, `const`, `class` and functions become properties of the context (in Node only `var` and
//   functions do), and a `const` can be assigned;
// - the language's own globals (Object, Array, Map …) are this realm's, not the context's own, so that `instanceof` holds
//   where Node says it does not; Node's globals (process, require, Buffer, timers, console) are not there, as in Node;
// - strict code is run as sloppy code where it relies on the context for its declarations.

import { encodeSourceUrl } from '../host.ts';
import { Edits } from './edits.ts';
import { addPatternNames, parseScript, type AnyNode } from './parse.ts';
import { NativeProxy } from '../native-proxy.ts';

/** The globals that a new V8 context has. */
const languageGlobals = new Set(
  (
    'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error ' +
    'AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError JSON Math Intl ArrayBuffer Uint8Array ' +
    'Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array ' +
    'BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry decodeURI ' +
    'decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN console SharedArrayBuffer Atomics ' +
    'WebAssembly Float16Array DisposableStack AsyncDisposableStack SuppressedError Temporal'
  ).split(' '),
);

const scopeName = '__holdfast_scope';
const codeName = '__holdfast_code';

const isLanguageGlobal = (key: PropertyKey): key is string =>
  typeof key === 'string' && languageGlobals.has(key) && key in globalThis;

/** The global object of a context, as its scripts see it by `this`: the context, and the language's globals behind it. */
function globalOf(contextified: object): object {
  let global = globals.get(contextified);
  if (global === undefined) {
    global = new NativeProxy(contextified as Record<PropertyKey, unknown>, {
      get(target, key) {
        if (key in target || !isLanguageGlobal(key)) return target[key];
        return (globalThis as Record<string, unknown>)[key];
      },
      has: (target, key) => key in target || isLanguageGlobal(key),
    });
    globals.set(contextified, global);
  }
  return global;
}
const globals = new WeakMap<object, object>();

/** The scope of one script: `own` are the names of its functions, which live in the script and are copied to the context. */
function createScope(contextified: object, own: ReadonlySet<PropertyKey>): object {
  const target = contextified as Record<PropertyKey, unknown>;
  return new NativeProxy(target, {
    // Every other name is looked up here, so that an assignment to an unknown one makes a property of the context.
    has: (_target, key) => key !== scopeName && key !== codeName && !own.has(key),
    get(_target, key) {
      if (key === Symbol.unscopables) return undefined;
      if (key in target) return target[key];
      if (key === 'globalThis') return globalOf(contextified);
      if (isLanguageGlobal(key)) return (globalThis as Record<string, unknown>)[key];
      throw new ReferenceError(`${String(key)} is not defined`);
    },
    set(_target, key, value) {
      target[key] = value;
      return true;
    },
  });
}

export function runInVmContext(
  evaluate: (source: string, filename: string) => unknown,
  contextified: object,
  source: string,
  filename: string,
): unknown {
  const runner = evaluate(
    `(function(${scopeName},${codeName}){with(${scopeName}){return eval(${codeName})}})`,
    'node:vm',
  ) as (scope: object, code: string) => unknown;
  const { code, functions } = assignDeclarations(source);
  const named = `${code}\n//# sourceURL=${encodeSourceUrl(filename)}`;
  return runner.call(globalOf(contextified), createScope(contextified, functions), named);
}

/** Top-level declarations as assignments, which the scope turns into properties of the context. */
function assignDeclarations(source: string): { code: string; functions: ReadonlySet<string> } {
  const edits = new Edits(source);
  const functions = new Set<string>();
  const body = parseScript(source).body as unknown as AnyNode[];
  for (const statement of body) {
    if (statement.type === 'VariableDeclaration') {
      rewriteVariables(statement);
    } else if (statement.type === 'FunctionDeclaration') {
      // It stays a declaration, hoisted in the eval; the context gets it when the script begins.
      addPatternNames(statement['id'], functions);
    } else if (statement.type === 'ClassDeclaration') {
      const { name } = statement['id'] as { name: string };
      edits.insert(statement.start, `${name}=`);
      edits.insert(statement.end, ';');
    }
  }
  const assignments = [...functions].map((name) => `this.${name}=${name};`);
  return { code: edits.apply(assignments.join(''), '').code, functions };

  function rewriteVariables(statement: AnyNode): void {
    const declarators = statement['declarations'] as AnyNode[];
    const first = declarators[0];
    if (first === undefined) return;
    // `void` keeps the completion value empty, as a declaration's is.
    edits.replace(statement.start, first.start, 'void(');
    for (const declarator of declarators) {
      const id = declarator['id'] as AnyNode;
      if (declarator['init'] === null && id.type === 'Identifier') {
        const name = id['name'] as string;
        edits.insert(declarator.end, `=typeof ${name}==="undefined"?void 0:${name}`);
      }
    }
    const last = declarators.at(-1);
    if (last !== undefined) edits.insert(last.end, ')');
  }
}

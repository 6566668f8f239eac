// vm contexts, approximately. A browser cannot make a second global object in a worker, so that code of a context runs in
// this realm with a `with` around it that reads and writes the context object:
// - top-level `var` and functions become properties of the context; what `let`, `const` and `class` declare is kept beside it,
//   for all its scripts (vm-lexicals.ts);
// - the language's own globals (Object, Array, Map …; not Function) are this realm's, not the context's own, so that
//   `instanceof` holds where Node says it does not; Node's globals (process, require, Buffer, timers) are not there, as in Node;
// - strict code is run as sloppy code where it relies on the context for its declarations;
// - `this` of a sloppy function that was called without one is this realm's global object;
// - a name of Node's that the context has not is `undefined` where the code asks for its type somewhere, and throws elsewhere.

import type { CoreRealm } from '../core-realm.ts';
import type { ProgramKind } from '../guard/guard-loops.ts';
import { guardName } from '../guard/names.ts';
import { encodeSourceUrl } from '../host.ts';
import { awaitName } from './await-context.ts';
import { importerName } from './dynamic-import.ts';
import { Edits } from './edits.ts';
import { addPatternNames, parseScript, type AnyNode } from './parse.ts';
import { NativeProxy } from '../native-proxy.ts';
import { programEdits } from './program-edits.ts';
import { lexicalsOf, type Declarations } from './vm-lexicals.ts';

/** The globals that a new V8 context has. */
const languageGlobals = new Set(
  (
    'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error ' +
    'AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError JSON Math Intl ArrayBuffer Uint8Array ' +
    'Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array ' +
    'BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry decodeURI ' +
    'decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN console SharedArrayBuffer Atomics ' +
    'WebAssembly Float16Array DisposableStack AsyncDisposableStack SuppressedError Temporal globalThis'
  ).split(' '),
);

const scopeName = '__holdfast_scope';
const codeName = '__holdfast_code';
/** What the realm puts around code, and no context has. */
const ownNames = new Set<PropertyKey>([scopeName, codeName, importerName, awaitName, guardName]);

const isLanguageGlobal = (key: PropertyKey): key is string =>
  typeof key === 'string' && languageGlobals.has(key) && key in globalThis;

/** A language global as the context has it. */
function languageValue(contextified: object, key: string): unknown {
  if (key === 'globalThis') return globalOf(contextified);
  return key === 'Function' ? functionOf(contextified) : (globalThis as Record<string, unknown>)[key];
}

/** The global object of a context, as its scripts see it by `this`: the context, and the language's globals behind it. */
function globalOf(contextified: object): object {
  let global = globals.get(contextified);
  if (global === undefined) {
    global = new NativeProxy(contextified as Record<PropertyKey, unknown>, {
      get: (target, key) =>
        key in target || !isLanguageGlobal(key) ? target[key] : languageValue(contextified, key),
      has: (target, key) => key in target || isLanguageGlobal(key),
      set: (target, key, value) => Reflect.set(target, key, value),
      ownKeys: (target) => [
        ...new Set([...Reflect.ownKeys(target), ...Array.from(languageGlobals).filter(isLanguageGlobal)]),
      ],
      getOwnPropertyDescriptor(target, key) {
        const own = Reflect.getOwnPropertyDescriptor(target, key);
        if (own !== undefined || key in target || !isLanguageGlobal(key)) return own;
        return {
          value: languageValue(contextified, key),
          writable: true,
          enumerable: false,
          configurable: true,
        };
      },
    });
    globals.set(contextified, global);
  }
  return global;
}
const globals = new WeakMap<object, object>();

/**
 * A context that is its own global object (`vm.constants.DONT_CONTEXTIFY`), the same object from inside and outside: jsdom 30
 * gives it private fields, which no proxy passes on.
 */
export function newContextGlobal(): object {
  const global = {};
  globals.set(global, global);
  const define = (key: string, value: unknown): void => {
    const { writable = true, configurable = true } = Reflect.getOwnPropertyDescriptor(globalThis, key) ?? {};
    Object.defineProperty(global, key, { value, writable, configurable, enumerable: false });
  };
  for (const key of languageGlobals) if (isLanguageGlobal(key)) define(key, languageValue(global, key));
  return global;
}

/** The `Function` of a context: what it makes sees the context, and has its global object for `this` where it is given none. */
function functionOf(contextified: object): FunctionConstructor {
  let made = functions.get(contextified);
  if (made === undefined) {
    const make = (native: FunctionConstructor, args: string[]): unknown => {
      // Says what is no function.
      const text = Function.prototype.toString.call(Reflect.construct(native, args));
      const { prefix, suffix, scopes } = aroundInContext(contextified, [], text);
      const [evaluate, global] = [globalThis.eval, globalThis];
      const inner = (evaluate(`${prefix}(${text})${suffix}`) as (...scopes: object[]) => Callable)(...scopes);
      return function (this: unknown, ...rest: never[]): unknown {
        return Reflect.apply(
          inner,
          this === global || this === undefined ? globalOf(contextified) : this,
          rest,
        );
      };
    };
    made = new NativeProxy(Function, {
      apply: (native, _self, args: string[]) => make(native, args),
      construct: (native, args: string[]) => make(native, args) as object,
    });
    functions.set(contextified, made);
  }
  return made;
}
const functions = new WeakMap<object, FunctionConstructor>();
type Callable = (...args: never[]) => unknown;

const assignment =
  /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(?:=(?![=>])|(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)=|\+\+|--)/gu;
const typeQuestion = /\btypeof[\s(]+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

const namesIn = (source: string, pattern: RegExp): Set<PropertyKey> =>
  new Set(Array.from(source.matchAll(pattern), ([, name]) => name as string));

/**
 * The scope of one script or function: `own` are the names of a script's functions, which live in the script and are copied to
 * the context. A name that is nowhere is not looked up here, so that `typeof` of it is no error, unless the code assigns to it:
 * that makes a property of the context.
 */
function createScope(contextified: object, source: string, own: ReadonlySet<PropertyKey>): object {
  const target = contextified as Record<PropertyKey, unknown>;
  const lexicals = lexicalsOf(contextified);
  const assigned = namesIn(source, assignment);
  const asked = namesIn(source, typeQuestion);
  return new NativeProxy(target, {
    has(_target, key) {
      if (ownNames.has(key) || own.has(key)) return false;
      if (lexicals.has(key)) return true;
      if (key in target || key === 'globalThis' || key === 'Function' || assigned.has(key)) return true;
      // What Node's global object has and a context has not.
      return key in globalThis && !isLanguageGlobal(key);
    },
    get(_target, key) {
      if (key === Symbol.unscopables) return undefined;
      if (lexicals.has(key)) return lexicals.get(key);
      if (key in target) return target[key];
      if (isLanguageGlobal(key)) return languageValue(contextified, key);
      if (asked.has(key)) return undefined;
      throw new ReferenceError(`${String(key)} is not defined`);
    },
    set(_target, key, value) {
      if (lexicals.has(key)) lexicals.set(key, value);
      else target[key] = value;
      return true;
    },
  });
}

/** Around a function that sees a context: text before and after it, and what the text is to be called with. */
export function aroundInContext(
  contextified: object | undefined,
  extensions: readonly object[],
  source: string,
): { readonly prefix: string; readonly suffix: string; readonly scopes: readonly object[] } {
  const scopes =
    contextified === undefined ? extensions : [createScope(contextified, source, new Set()), ...extensions];
  const names = scopes.map((_scope, i) => `${scopeName}${i}`);
  return {
    prefix: `(function (${names.join(', ')}) { ${names.map((name) => `with (${name}) `).join('')}return `,
    suffix: '\n})',
    scopes,
  };
}

export interface ContextScript {
  readonly source: string;
  readonly filename: string;
  /** As what its loops are guarded. */
  readonly kind: ProgramKind | null;
  /** What `import()` calls. */
  readonly importer: unknown;
}

/** Throws what the script throws. */
export function runInVmContext(
  realm: Pick<CoreRealm, 'host' | 'awaitRuntime' | 'loopGuard'>,
  contextified: object,
  { source, filename, kind, importer }: ContextScript,
): unknown {
  const parameters = [scopeName, codeName, importerName, awaitName, guardName].join(',');
  const runner = realm.host.evaluate(
    `(function(${parameters}){with(${scopeName}){return eval(${codeName})}})`,
    'node:vm',
  ) as (...args: readonly unknown[]) => unknown;
  const program = parseScript(source);
  const edits = programEdits(source, () => program, kind) ?? new Edits(source);
  const declared = assignDeclarations(program.body as unknown as AnyNode[], edits);
  const assignments = Array.from(declared.functions, (name) => `this.${name}=${name};`);
  const { code } = edits.apply(assignments.join(''), '');
  lexicalsOf(contextified).declare(declared);
  const named = `${code}\n//# sourceURL=${encodeSourceUrl(filename)}`;
  const scope = createScope(contextified, code, declared.functions);
  return runner.call(globalOf(contextified), scope, named, importer, realm.awaitRuntime, realm.loopGuard);
}

/** Top-level declarations as assignments, which the scope turns into properties of the context, or of what it keeps beside it. */
function assignDeclarations(body: readonly AnyNode[], edits: Edits): Declarations {
  const [functions, variables] = [new Set<string>(), new Set<string>()];
  const [lexicals, constants] = [new Set<string>(), new Set<string>()];
  for (const statement of body) {
    if (statement.type === 'VariableDeclaration') {
      rewriteVariables(statement);
    } else if (statement.type === 'FunctionDeclaration') {
      // It stays a declaration, hoisted in the eval; the context gets it when the script begins.
      addPatternNames(statement['id'], functions);
    } else if (statement.type === 'ClassDeclaration') {
      const { name } = statement['id'] as { name: string };
      lexicals.add(name);
      edits.insertBefore(statement.start, `${name}=`);
      edits.insert(statement.end, ';');
    }
  }
  return { functions, variables, lexicals, constants };

  function rewriteVariables(statement: AnyNode): void {
    const declarators = statement['declarations'] as AnyNode[];
    const first = declarators[0];
    if (first === undefined) return;
    const isVar = statement['kind'] === 'var';
    for (const { id } of declarators as unknown as { id: AnyNode }[]) {
      addPatternNames(id, isVar ? variables : lexicals);
      if (statement['kind'] === 'const') addPatternNames(id, constants);
    }
    // `void` keeps the completion value empty, as a declaration's is.
    edits.replace(statement.start, first.start, 'void(');
    for (const declarator of declarators) {
      const id = declarator['id'] as AnyNode;
      if (declarator['init'] === null && id.type === 'Identifier') {
        const name = id['name'] as string;
        edits.insert(declarator.end, isVar ? `=typeof ${name}==="undefined"?void 0:${name}` : '=void 0');
      }
    }
    const last = declarators.at(-1);
    if (last !== undefined) edits.insert(last.end, ')');
  }
}

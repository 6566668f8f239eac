// Code that a program compiles at run time: `new Function('… import(x) …')` is how compiled CommonJS reaches the real
// `import()`, and module runners make async functions of whole modules. The constructors of the four kinds of functions are
// put behind proxies that rewrite it, as any other code of the program.

import type { CoreRealm } from '../core-realm.ts';
import { awaitName } from './await-context.ts';
import { createImporter, importerName } from './dynamic-import.ts';
import { NativeProxy } from '../native-proxy.ts';
import { parseScript } from './parse.ts';
import { programEdits } from './program-edits.ts';

/** Frames above a constructor of functions in which the script that calls it must be. */
const callerDepth = 10;

const prototypeOf = (value: object): object => Object.getPrototypeOf(value) as object;

export function trackFunctionConstructors(scope: typeof globalThis, realm: CoreRealm): void {
  const Native = scope.Function;
  const id = realm.symbols['vm_dynamic_import_default_internal'] ?? Symbol('Function');

  /** As V8 has it, what is compiled so imports as the script that compiles it. */
  function caller(): string {
    const files = realm.stackTraces.capture(callerDepth).map((frame) => frame.getFileName() ?? '');
    return files.find((file) => realm.sources.find(file) !== undefined) ?? `${realm.cwd}/[Function]`;
  }

  /** Undefined where there is nothing to rewrite, or the text is no function. */
  function compile(keyword: string, args: readonly unknown[]): object | undefined {
    const words = args.map(String);
    const text = `(${keyword} anonymous(${words.slice(0, -1).join(',')}\n) {\n${words.at(-1) ?? ''}\n})`;
    const edits = programEdits(text, parseScript);
    if (edits === undefined) return undefined;
    const inner = Reflect.construct(Native, [
      importerName,
      awaitName,
      `return ${edits.apply('', '').code}`,
    ]) as (...runtime: unknown[]) => object;
    return inner(createImporter(realm, id, caller()), realm.awaitRuntime);
  }

  function track(keyword: string, prototype: object, native: FunctionConstructor): FunctionConstructor {
    const tracked: FunctionConstructor = new NativeProxy(native, {
      apply: (target, receiver, args: unknown[]) =>
        compile(keyword, args) ?? (Reflect.apply(target, receiver, args) as unknown),
      construct: (target, args: unknown[], newTarget) =>
        compile(keyword, args) ??
        (Reflect.construct(target, args, newTarget === tracked ? target : newTarget) as object),
    });
    const descriptor = Object.getOwnPropertyDescriptor(prototype, 'constructor');
    Object.defineProperty(prototype, 'constructor', { ...descriptor, value: tracked });
    return tracked;
  }

  const kinds: [string, object][] = [
    ['async function', prototypeOf(async function () {})],
    ['function*', prototypeOf(function* () {})],
    ['async function*', prototypeOf(async function* () {})],
  ];
  for (const [keyword, prototype] of kinds) {
    track(keyword, prototype, prototype.constructor as FunctionConstructor);
  }
  Object.defineProperty(scope, 'Function', {
    value: track('function', Native.prototype as object, Native),
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

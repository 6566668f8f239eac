// `new Function('… import(x) …')` is how compiled code reaches the real `import()` from CommonJS. The constructor is put
// behind a proxy that rewrites it, as in any other code of the program.

import type { CoreRealm } from '../core-realm.ts';
import { createImporter, dynamicImportEdits, importerName } from './dynamic-import.ts';
import { NativeProxy } from '../native-proxy.ts';

export function trackFunctionConstructor(scope: typeof globalThis, realm: CoreRealm): void {
  const Native = scope.Function;
  const id = realm.symbols['vm_dynamic_import_default_internal'] ?? Symbol('Function');
  const compile = (args: readonly unknown[]): unknown => {
    const last: unknown = args.at(-1);
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- as the constructor itself does
    const body = last === undefined ? '' : String(last);
    const edits = dynamicImportEdits(body);
    if (edits === undefined) return undefined;
    const parameters = args.slice(0, -1).map(String);
    const { code } = edits.apply('', '');
    const inner = Reflect.construct(Native, [
      importerName,
      `return function anonymous(${parameters.join(',')}\n) {\n${code}\n}`,
    ]) as (importer: unknown) => unknown;
    return inner(createImporter(realm, id, `${realm.cwd}/[Function]`));
  };
  const Tracked: FunctionConstructor = new NativeProxy(Native, {
    apply: (target, receiver, args: unknown[]) =>
      compile(args) ?? (Reflect.apply(target, receiver, args) as unknown),
    construct: (target, args: unknown[], newTarget) =>
      (compile(args) as object | undefined) ??
      (Reflect.construct(target, args, newTarget === Tracked ? target : newTarget) as object),
  });
  Object.defineProperty(scope, 'Function', {
    value: Tracked,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  Object.defineProperty(Native.prototype, 'constructor', {
    value: Tracked,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

// JavaScript functions in SQLite's function table, so that C can call them. WebAssembly.Function would do it, but only one browser
// has it: a module that imports the function and exports it again makes it callable.

const typeBytes = { i: 0x7f, j: 0x7e } as const;
type ValueType = keyof typeof typeBytes;

/** Parameters by letter: `i` a 32-bit integer or pointer, `j` a 64-bit integer (a bigint). */
export type Signature = `${'' | 'v' | 'i'}:${string}`;

const shims = new Map<string, WebAssembly.Module>();

/** `signature`: the result (`i`, or `v` for none), a colon, and the parameters. */
function shimOf(signature: string): WebAssembly.Module {
  let module = shims.get(signature);
  if (module !== undefined) return module;
  const [returned, parameters = ''] = signature.split(':');
  const types = [...parameters].map((letter) => typeBytes[letter as ValueType]);
  const results = returned === 'i' ? [1, typeBytes.i] : [0];
  const section = (id: number, bytes: readonly number[]) => [id, bytes.length, ...bytes];
  module = new WebAssembly.Module(
    new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, [1, 0x60, types.length, ...types, ...results]),
      // Imports function "f" of module "e" …
      ...section(2, [1, 1, 0x65, 1, 0x66, 0x00, 0x00]),
      // … and exports it as "f".
      ...section(7, [1, 1, 0x66, 0x00, 0x00]),
    ]),
  );
  shims.set(signature, module);
  return module;
}

/** Puts `call` into the table; returns the pointer to it. It must not throw: C has no place for an exception. */
export function addFunction(
  table: WebAssembly.Table,
  signature: Signature,
  call: (...args: never[]) => unknown,
): number {
  const { exports } = new WebAssembly.Instance(shimOf(signature), { e: { f: call } });
  const pointer = table.grow(1);
  table.set(pointer, exports['f']);
  return pointer;
}

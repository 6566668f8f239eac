// internalBinding('wasm_web_api'): the browser's own WebAssembly streaming functions serve (src/node_wasm_web_api.cc).

import type { Binding, Realm } from '../realm.ts';

export function createWasmWebApiBinding(_realm: Realm): Binding {
  return { setImplementation() {} };
}

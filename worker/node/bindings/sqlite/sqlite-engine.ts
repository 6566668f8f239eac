// SQLite as this realm has it: one instance of the wasm, made when the first database is opened, with the machine's filesystem under
// it. What JavaScript throws in a callback waits here until SQLite has returned.

import type { Realm } from '../../realm.ts';
import { registerFileVfs } from './file-vfs.ts';
import { createImports, createMemory } from './host-imports.ts';
import { addFunction, type Signature } from './wasm-function.ts';
import type { SqliteExports } from './wasm-exports.ts';
import { WasmMemory } from './wasm-memory.ts';

/** What JavaScript gives SQLite a pointer for: functions and their like. */
export class UserData {
  readonly #values = new Map<number, unknown>();
  #next = 1;

  add(value: unknown): number {
    const id = this.#next++;
    this.#values.set(id, value);
    return id;
  }
  get(id: number): unknown {
    return this.#values.get(id);
  }
  delete(id: number): void {
    this.#values.delete(id);
  }
}

export class Sqlite {
  readonly exports: SqliteExports;
  readonly memory: WasmMemory;
  readonly userData = new UserData();
  #failure: { readonly error: unknown } | null = null;

  constructor(realm: Realm) {
    const { module } = realm.library('sqlite');
    const { host } = realm;
    const memory = createMemory();
    const imports = createImports(module, memory, { now: () => host.now(), clock: () => host.clock() });
    this.exports = new WebAssembly.Instance(module, imports).exports as unknown as SqliteExports;
    this.memory = new WasmMemory(memory, this.exports, realm.utf8);
    this.exports.__wasm_call_ctors();
    this.exports.sqlite3_initialize();
    registerFileVfs({
      realm,
      exports: this.exports,
      memory: this.memory,
      failed: (error) => this.fail(error),
    });
  }

  /** The first failure is the one that is thrown. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }
  /** Throws what a callback has thrown since the last time. */
  rethrow(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
  }

  discardFailure(): void {
    this.#failure = null;
  }

  /** A pointer for C. What `call` throws is kept, and `otherwise` is returned. */
  callback(signature: Signature, otherwise: number, call: (...args: never[]) => number | void): number {
    return addFunction(this.exports.__indirect_function_table, signature, (...args: never[]) => {
      try {
        return call(...args);
      } catch (error) {
        this.fail(error);
        return otherwise;
      }
    });
  }
}

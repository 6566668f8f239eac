// What is used of the exports of SQLite's wasm: its C API (https://sqlite.org/c3ref/intro.html), with pointers as numbers and
// 64-bit integers as bigints.

type Pointer = number;
/** A result code; SQLITE_OK is 0. */
type Code = number;

export interface SqliteExports {
  readonly __indirect_function_table: WebAssembly.Table;
  __wasm_call_ctors(): void;
  sqlite3_initialize(): Code;
  sqlite3_malloc64(size: bigint): Pointer;
  sqlite3_free(pointer: Pointer): void;
  sqlite3_vfs_find(name: Pointer): Pointer;
  sqlite3_vfs_register(vfs: Pointer, makeDefault: number): Code;
  sqlite3_vfs_unregister(vfs: Pointer): Code;
  emscripten_stack_get_current(): Pointer;
  _emscripten_stack_alloc(size: number): Pointer;
  _emscripten_stack_restore(pointer: Pointer): void;

  sqlite3_open_v2(filename: Pointer, result: Pointer, flags: number, vfs: Pointer): Code;
  sqlite3_close_v2(db: Pointer): Code;
  sqlite3_busy_timeout(db: Pointer, ms: number): Code;
  sqlite3__wasm_db_config_ip(db: Pointer, option: number, value: number, result: Pointer): Code;
  sqlite3_limit(db: Pointer, id: number, value: number): number;
  sqlite3_errcode(db: Pointer): Code;
  sqlite3_extended_errcode(db: Pointer): Code;
  sqlite3_errmsg(db: Pointer): Pointer;
  sqlite3_errstr(code: Code): Pointer;
  sqlite3_exec(db: Pointer, sql: Pointer, callback: Pointer, argument: Pointer, message: Pointer): Code;
  sqlite3_get_autocommit(db: Pointer): number;
  sqlite3_last_insert_rowid(db: Pointer): bigint;
  sqlite3_changes64(db: Pointer): bigint;
  sqlite3_db_filename(db: Pointer, name: Pointer): Pointer;
  sqlite3_set_authorizer(db: Pointer, callback: Pointer, argument: Pointer): Code;
  sqlite3_serialize(db: Pointer, schema: Pointer, size: Pointer, flags: number): Pointer;
  sqlite3_deserialize(
    db: Pointer,
    schema: Pointer,
    data: Pointer,
    size: bigint,
    capacity: bigint,
    flags: number,
  ): Code;

  sqlite3_prepare_v2(db: Pointer, sql: Pointer, length: number, result: Pointer, tail: Pointer): Code;
  sqlite3_finalize(statement: Pointer): Code;
  sqlite3_step(statement: Pointer): Code;
  sqlite3_reset(statement: Pointer): Code;
  sqlite3_sql(statement: Pointer): Pointer;
  sqlite3_expanded_sql(statement: Pointer): Pointer;
  sqlite3_clear_bindings(statement: Pointer): Code;
  sqlite3_bind_parameter_count(statement: Pointer): number;
  sqlite3_bind_parameter_name(statement: Pointer, index: number): Pointer;
  sqlite3_bind_parameter_index(statement: Pointer, name: Pointer): number;
  sqlite3_bind_null(statement: Pointer, index: number): Code;
  sqlite3_bind_double(statement: Pointer, index: number, value: number): Code;
  sqlite3_bind_int64(statement: Pointer, index: number, value: bigint): Code;
  sqlite3_bind_text(
    statement: Pointer,
    index: number,
    text: Pointer,
    length: number,
    destructor: number,
  ): Code;
  sqlite3_bind_blob(
    statement: Pointer,
    index: number,
    data: Pointer,
    length: number,
    destructor: number,
  ): Code;
  sqlite3_column_count(statement: Pointer): number;
  sqlite3_column_name(statement: Pointer, column: number): Pointer;
  sqlite3_column_origin_name(statement: Pointer, column: number): Pointer;
  sqlite3_column_table_name(statement: Pointer, column: number): Pointer;
  sqlite3_column_database_name(statement: Pointer, column: number): Pointer;
  sqlite3_column_decltype(statement: Pointer, column: number): Pointer;
  sqlite3_column_type(statement: Pointer, column: number): number;
  sqlite3_column_int64(statement: Pointer, column: number): bigint;
  sqlite3_column_double(statement: Pointer, column: number): number;
  sqlite3_column_text(statement: Pointer, column: number): Pointer;
  sqlite3_column_blob(statement: Pointer, column: number): Pointer;
  sqlite3_column_bytes(statement: Pointer, column: number): number;

  sqlite3_create_function_v2(
    db: Pointer,
    name: Pointer,
    argumentCount: number,
    flags: number,
    data: Pointer,
    call: Pointer,
    step: Pointer,
    final: Pointer,
    destroy: Pointer,
  ): Code;
  sqlite3_create_window_function(
    db: Pointer,
    name: Pointer,
    argumentCount: number,
    flags: number,
    data: Pointer,
    step: Pointer,
    final: Pointer,
    value: Pointer,
    inverse: Pointer,
    destroy: Pointer,
  ): Code;
  sqlite3_user_data(context: Pointer): Pointer;
  sqlite3_aggregate_context(context: Pointer, size: number): Pointer;
  sqlite3_value_type(value: Pointer): number;
  sqlite3_value_int64(value: Pointer): bigint;
  sqlite3_value_double(value: Pointer): number;
  sqlite3_value_text(value: Pointer): Pointer;
  sqlite3_value_blob(value: Pointer): Pointer;
  sqlite3_value_bytes(value: Pointer): number;
  sqlite3_result_null(context: Pointer): void;
  sqlite3_result_double(context: Pointer, value: number): void;
  sqlite3_result_int64(context: Pointer, value: bigint): void;
  sqlite3_result_text(context: Pointer, text: Pointer, length: number, destructor: number): void;
  sqlite3_result_blob(context: Pointer, data: Pointer, length: number, destructor: number): void;
  sqlite3_result_error(context: Pointer, message: Pointer, length: number): void;

  sqlite3session_create(db: Pointer, name: Pointer, result: Pointer): Code;
  sqlite3session_attach(session: Pointer, table: Pointer): Code;
  sqlite3session_delete(session: Pointer): void;
  sqlite3session_changeset(session: Pointer, size: Pointer, data: Pointer): Code;
  sqlite3session_patchset(session: Pointer, size: Pointer, data: Pointer): Code;
  sqlite3changeset_apply(
    db: Pointer,
    size: number,
    changeset: Pointer,
    filter: Pointer,
    conflict: Pointer,
    argument: Pointer,
  ): Code;
}

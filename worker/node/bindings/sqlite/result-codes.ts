// Numbers of SQLite's C API that the binding needs by name (https://sqlite.org/rescode.html, https://sqlite.org/c3ref/constlist.html).

export const result = {
  OK: 0,
  ERROR: 1,
  ABORT: 4,
  BUSY: 5,
  LOCKED: 6,
  NOMEM: 7,
  IOERR: 10,
  NOTFOUND: 12,
  FULL: 13,
  CANTOPEN: 14,
  ROW: 100,
  DONE: 101,
  IOERR_READ: 266,
  IOERR_SHORT_READ: 522,
  IOERR_WRITE: 778,
  IOERR_TRUNCATE: 1546,
  IOERR_FSTAT: 1802,
  IOERR_DELETE: 2570,
  IOERR_ACCESS: 3338,
  IOERR_LOCK: 3850,
  IOERR_CLOSE: 4106,
  IOERR_DELETE_NOENT: 5898,
} as const;

export const openFlag = {
  READONLY: 0x1,
  READWRITE: 0x2,
  CREATE: 0x4,
  DELETEONCLOSE: 0x8,
  URI: 0x40,
  MAIN_DB: 0x100,
} as const;

/** Of sqlite3_db_config. */
export const configOption = {
  ENABLE_FKEY: 1002,
  RESET_DATABASE: 1009,
  DEFENSIVE: 1010,
  DQS_DML: 1013,
  DQS_DDL: 1014,
} as const;

export const valueType = { INTEGER: 1, FLOAT: 2, TEXT: 3, BLOB: 4, NULL: 5 } as const;

/** Of sqlite3_create_function. */
export const functionFlag = { UTF8: 1, DETERMINISTIC: 0x800, DIRECTONLY: 0x80000 } as const;

export const authorization = { OK: 0, DENY: 1, IGNORE: 2 } as const;
export const changesetAbort = 2;

/** A destructor that means: copy it now. */
export const TRANSIENT = -1;

// Branded identifiers: a pid is never passed where a port is meant. The brand exists only in the type system.

declare const brand: unique symbol;
type Brand<T, B extends string> = T & { readonly [brand]: B };

/** Process id, 1 or above; unique in one kernel epoch. */
export type Pid = Brand<number, 'Pid'>;
/** Inode number, unique in one project's filesystem. */
export type Ino = Brand<number, 'Ino'>;
/** Virtual TCP port, 1 to 65535. */
export type Port = Brand<number, 'Port'>;
/** Id of a project; also part of the names of its workers, locks and storage. */
export type ProjectId = Brand<string, 'ProjectId'>;
/** Id of one PTY session; stable across reloads, new after Stop. */
export type SessionId = Brand<string, 'SessionId'>;
/** Id of one kernel life. A reload keeps it, a revival changes it. */
export type Epoch = Brand<string, 'Epoch'>;
/** Id of one attached tab. */
export type TabId = Brand<string, 'TabId'>;

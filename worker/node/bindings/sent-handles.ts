// Handles that `process.send` takes along: an open connection goes to the other process, and a handle of the same kind is made
// around it there.

import type { Connection } from '../../os/process-context.ts';

/** What getsockname and getpeername tell. */
export interface TcpAddress {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly port: number;
}

/** What the handle knows of the connection. Cloneable. */
export type ConnectionDetail =
  | { readonly type: 'tcp'; readonly local: TcpAddress; readonly remote: TcpAddress }
  | { readonly type: 'pipe' };

export interface SentConnection {
  readonly connection: Connection;
  /** Read here, and not delivered to the program. */
  readonly unread: readonly Uint8Array[];
  readonly detail: ConnectionDetail;
}

/** The part of TCP and Pipe handles that is about this. */
export interface ConnectionHandle {
  /** Takes the connection out of the handle, which can only be closed after that; undefined where there is none. */
  takeConnection(): SentConnection | undefined;
  giveConnection(connection: Connection, detail: ConnectionDetail): void;
}

export function isConnectionHandle(handle: object): handle is ConnectionHandle {
  return 'takeConnection' in handle;
}

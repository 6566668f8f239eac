// `internalBinding('tcp_wrap')`: TCP over virtual ports. Addresses of this machine lead to other processes through the
// kernel; any other leads to the outbound bridge, which speaks HTTP through the browser's fetch.

import { isSystemError } from '../../protocol/errno.ts';
import type { Connection, Listener } from '../../os/process-context.ts';
import type { Port } from '../../protocol/ids.ts';
import { isLocalAddress } from '../outbound/hosts.ts';
import { outboundOf } from '../outbound/outbound.ts';
import type { AsyncWrapInstance, Binding, Realm } from '../realm.ts';
import { ipVersion } from './ip-address.ts';
import type {
  ConnectionDetail,
  ConnectionHandle,
  SentConnection,
  TcpAddress as Address,
} from './sent-handles.ts';
import { connectionChannel, createStreamHandleClass } from './stream-handle.ts';

const constants = { SOCKET: 0, SERVER: 1, UV_TCP_IPV6ONLY: 1, UV_TCP_REUSEPORT: 2 };

type AddressOut = { address?: string; family?: string; port?: number };

export function createTcpWrapBinding(realm: Realm): Binding {
  const { loop } = realm;
  const StreamHandle = createStreamHandleClass(realm);

  class TCPConnectWrap extends realm.AsyncWrap {
    constructor() {
      super('TCPCONNECTWRAP');
    }
  }

  class TCP extends StreamHandle implements ConnectionHandle {
    #local: Address | undefined;
    #remote: Address | undefined;
    #listener: Listener | undefined;
    #connection: Connection | undefined;
    #typeOfService = 0;
    /** Settles a connect that is under way when the handle closes. */
    #cancelConnect: (() => void) | undefined;

    constructor(type: number) {
      super(type === constants.SERVER ? 'TCPSERVERWRAP' : 'TCPWRAP');
      realm.onHandleClose(this, () => {
        this.#listener?.close();
        this.#cancelConnect?.();
      });
    }
    /** An fd of the table is never a TCP socket here. */
    open(): number {
      return realm.errno('EINVAL');
    }
    bind(address: string, port: number): number {
      return this.#bind(address, port, 4);
    }
    bind6(address: string, port: number): number {
      return this.#bind(address, port, 6);
    }
    #bind(address: string, port: number, version: 4 | 6): number {
      if (this.#local !== undefined || ipVersion(address) !== version) return realm.errno('EINVAL');
      if (!isLocalAddress(address)) return realm.errno('EADDRNOTAVAIL');
      this.#local = { address, family: `IPv${version}`, port };
      return 0;
    }
    listen(): number {
      const local = (this.#local ??= { address: '::', family: 'IPv6', port: 0 });
      try {
        this.#listener = realm.context.sys.listen(
          local.port as Port,
          (connection) => this.#accept(connection),
          (error) => this.#lost(error),
        );
      } catch (error) {
        if (isSystemError(error)) return realm.errno(error.code);
        throw error;
      }
      this.#local = { ...local, port: Number(this.#listener.address) };
      realm.startHandle(this);
      return 0;
    }
    #accept(connection: Connection): void {
      const local = this.#local;
      if (local === undefined) return;
      const client = new TCP(constants.SOCKET);
      // Linux shows an IPv4 peer of a socket that listens on all addresses like this.
      const any =
        local.address === '::' ? '::ffff:127.0.0.1' : local.address === '0.0.0.0' ? '127.0.0.1' : null;
      const address = any ?? local.address;
      client.#become(
        connection,
        { ...local, address },
        { ...local, address, port: Number(connection.remote) },
      );
      loop.post(() => {
        if (typeof this.onconnection === 'function')
          loop.makeCallback(this, this.onconnection as (...args: never[]) => unknown, [0, client]);
      });
    }
    /** Another process took the port first, which the kernel knew only after `listen` had returned. */
    #lost(error: Error): void {
      const local = this.#local;
      const owner = this.#owner() as { emit?(event: string, error: Error): void } | undefined;
      const code = isSystemError(error) ? error.code : 'EADDRINUSE';
      const { UVExceptionWithHostPort } = realm.require('internal/errors') as {
        UVExceptionWithHostPort: new (errno: number, call: string, host?: string, port?: number) => Error;
      };
      const reported = new UVExceptionWithHostPort(realm.errno(code), 'listen', local?.address, local?.port);
      loop.post(() => owner?.emit?.('error', reported));
    }
    #owner(): unknown {
      const symbol = realm.symbols['owner_symbol'];
      return symbol === undefined ? undefined : (this as Record<symbol, unknown>)[symbol];
    }
    #become(connection: Connection, local: Address, remote: Address): void {
      this.#connection = connection;
      this.#local = local;
      this.#remote = remote;
      this.attachChannel(connectionChannel(connection));
    }

    takeConnection(): SentConnection | undefined {
      const [connection, local, remote] = [this.#connection, this.#local, this.#remote];
      if (connection === undefined || local === undefined || remote === undefined) return undefined;
      this.#connection = undefined;
      this.detachChannel();
      return { connection, unread: this.takeUnread(), detail: { type: 'tcp', local, remote } };
    }
    giveConnection(connection: Connection, detail: ConnectionDetail): void {
      if (detail.type === 'tcp') this.#become(connection, detail.local, detail.remote);
    }

    connect(request: AsyncWrapInstance, address: string, port: number): number {
      return this.#connect(request, address, port, 4);
    }
    connect6(request: AsyncWrapInstance, address: string, port: number): number {
      return this.#connect(request, address, port, 6);
    }
    #connect(request: AsyncWrapInstance, address: string, port: number, version: 4 | 6): number {
      if (ipVersion(address) !== version) return realm.errno('EINVAL');
      const remote: Address = { address, family: `IPv${version}`, port };
      const end = loop.beginRequest();
      let settled = false;
      const finish = (status: number): void => {
        if (settled) return;
        settled = true;
        this.#cancelConnect = undefined;
        loop.post(() => {
          end();
          const open = status === 0;
          loop.complete(request, [status, this, request, open, open]);
        });
      };
      this.#cancelConnect = () => finish(realm.errno('ECANCELED'));
      if (!isLocalAddress(address)) {
        this.#remote = remote;
        this.#local ??= { address: version === 4 ? '10.0.0.1' : 'fd00::1', family: remote.family, port: 0 };
        const fail = (error: Error): void =>
          (this.#owner() as { destroy?(error: Error): void } | undefined)?.destroy?.(error);
        this.attachChannel(outboundOf(realm).connect(address, port, (error) => loop.post(() => fail(error))));
        finish(0);
        return 0;
      }
      const connection = realm.context.sys.connect(port as Port);
      connection.opened.then(
        () => {
          if (settled) {
            connection.reset();
            return;
          }
          // A client's end is on the address that it connects to, as on any loopback.
          const shown = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
          const local = { address: shown, family: remote.family, port: Number(connection.local) };
          this.#become(connection, local, { ...remote, address: shown });
          finish(0);
        },
        (error: unknown) => finish(realm.errno(isSystemError(error) ? error.code : 'ECONNREFUSED')),
      );
      return 0;
    }

    getsockname(out: AddressOut): number {
      return fill(out, this.#local, realm.errno('EBADF'));
    }
    getpeername(out: AddressOut): number {
      return fill(out, this.#remote, realm.errno('ENOTCONN'));
    }
    /** No packets, no delays: there is nothing that these could change. */
    setNoDelay(): number {
      return 0;
    }
    setKeepAlive(): number {
      return 0;
    }
    setSimultaneousAccepts(): number {
      return 0;
    }
    setTypeOfService(value: number): number {
      this.#typeOfService = value;
      return 0;
    }
    getTypeOfService(): number {
      return this.#typeOfService;
    }
    reset(callback?: () => void): number {
      this.#connection?.reset();
      this.close(callback);
      return 0;
    }
  }
  return { TCP, TCPConnectWrap, constants };
}

function fill(out: AddressOut, address: Address | undefined, missing: number): number {
  if (address === undefined) return missing;
  out.address = address.address;
  out.family = address.family;
  out.port = address.port;
  return 0;
}

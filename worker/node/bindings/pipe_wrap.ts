// `internalBinding('pipe_wrap')`: UNIX sockets, the pipes of child processes, and the stdio of this one where it is a pipe.

import { isSystemError } from '../../protocol/errno.ts';
import type { Connection, Listener, PipeId, Stream } from '../../os/process-context.ts';
import type { AsyncWrapInstance, Binding, Realm } from '../realm.ts';
import { giveBackInput } from '../stream-input.ts';
import {
  isConnectionHandle,
  type ConnectionDetail,
  type ConnectionHandle,
  type SentConnection,
} from './sent-handles.ts';
import type { StreamHandle } from './stream-base.ts';
import { connectionChannel, createStreamHandleClass, pipeChannel, streamChannel } from './stream-handle.ts';

const constants = { SOCKET: 0, SERVER: 1, IPC: 2, UV_READABLE: 1, UV_WRITABLE: 2 };

/** What process_wrap needs of a Pipe: to give it its end of a child's stdio, and to hand its stream on. */
export interface PipeHandle extends StreamHandle {
  /** The parent's ends of the pipes to a child. */
  adoptPipes(read: PipeEnd<'pipe-read'> | undefined, write: PipeEnd<'pipe-write'> | undefined): void;
  /** The stream that the handle was opened on, where it was. */
  readonly stream: Stream | undefined;
}

type PipeEnd<Kind extends Stream['kind']> = Extract<Stream, { kind: Kind }>;

export function isPipeHandle(value: unknown): value is PipeHandle {
  return typeof value === 'object' && value !== null && 'adoptPipes' in value;
}

export function createPipeWrapBinding(realm: Realm): Binding {
  const { loop } = realm;
  const StreamHandle = createStreamHandleClass(realm);

  class PipeConnectWrap extends realm.AsyncWrap {
    constructor() {
      super('PIPECONNECTWRAP');
    }
  }

  class Pipe extends StreamHandle implements PipeHandle, ConnectionHandle {
    #fd = -1;
    #stream: Stream | undefined;
    #path: string | undefined;
    /** The file that stands for the socket. */
    #bound: string | undefined;
    #listener: Listener | undefined;
    #connection: Connection | undefined;
    /** The pipes that an IPC channel is, by which handles are sent. */
    readonly #ipc: boolean;
    #incoming: PipeId | undefined;
    #outgoing: PipeId | undefined;
    /** For lib/internal/child_process.js: the handle that belongs to the next message. */
    pendingHandle: object | null = null;

    constructor(type: number) {
      super(type === constants.SERVER ? 'PIPESERVERWRAP' : 'PIPEWRAP');
      this.#ipc = type === constants.IPC;
      realm.onHandleClose(this, () => {
        this.#listener?.close();
        if (this.#bound !== undefined) forget(this.#bound);
      });
    }
    override get fd(): number {
      return this.#fd;
    }
    get stream(): Stream | undefined {
      return this.#stream;
    }
    adoptPipes(read: PipeEnd<'pipe-read'> | undefined, write: PipeEnd<'pipe-write'> | undefined): void {
      // A pipe in one direction can be handed on as some other child's stdio.
      if (read === undefined || write === undefined) this.#stream = read ?? write;
      this.#incoming = read?.pipe;
      this.#outgoing = write?.pipe;
      this.attachChannel(pipeChannel(read, write));
    }
    open(fd: number): number {
      const stream = realm.fds.get(fd);
      if (stream === undefined) return realm.errno('EBADF');
      giveBackInput(stream);
      const channel = streamChannel(stream, () => {
        // Somebody may have closed the fd itself and opened another file on it.
        if (realm.fds.get(fd) === stream) realm.fds.release(fd);
        stream.close();
      });
      if (channel === undefined) return realm.errno('EINVAL');
      this.#fd = fd;
      this.#stream = stream;
      if (stream.kind === 'socket') {
        this.#incoming = stream.incoming;
        this.#outgoing = stream.outgoing;
      }
      this.attachChannel(channel);
      return 0;
    }
    takeConnection(): SentConnection | undefined {
      const connection = this.#connection;
      if (connection === undefined) return undefined;
      this.#connection = undefined;
      this.detachChannel();
      return { connection, unread: this.takeUnread(), detail: { type: 'pipe' } };
    }
    giveConnection(connection: Connection): void {
      this.#connection = connection;
      this.attachChannel(connectionChannel(connection));
    }
    override sendHandle(handle: object): number {
      const sink = this.#outgoing;
      if (!this.#ipc || sink === undefined) return realm.errno('EINVAL');
      const sent = isConnectionHandle(handle) ? handle.takeConnection() : undefined;
      if (sent === undefined)
        realm.unavailable(
          'sending anything but a connection to another process (servers, datagrams, the outside)',
        );
      const { connection, unread, detail } = sent;
      try {
        realm.context.sys.handOver(sink, connection, { unread, detail });
        return 0;
      } catch (error) {
        if (isSystemError(error)) return realm.errno(error.code);
        throw error;
      }
    }
    override receiveHandles(): void {
      if (!this.#ipc || this.#incoming === undefined) return;
      const handed = realm.context.sys.takeHandedOver(this.#incoming);
      if (handed === undefined) return;
      const detail = handed.detail as ConnectionDetail;
      const handle = detail.type === 'tcp' ? newTcp() : new Pipe(constants.SOCKET);
      handle.giveConnection(handed.connection, detail);
      this.pendingHandle = handle;
    }
    bind(path: string): number {
      if (this.#path !== undefined) return realm.errno('EINVAL');
      const address = absolute(path);
      if (realm.context.sys.ports.has(address)) return realm.errno('EADDRINUSE');
      if (!isAbstract(path)) {
        try {
          realm.context.fs.bindSocket(address);
          this.#bound = address;
        } catch (error) {
          if (!isSystemError(error)) throw error;
          // As libuv has it, for the sake of Windows.
          return realm.errno(error.code === 'ENOENT' ? 'EACCES' : error.code);
        }
      }
      this.#path = address;
      return 0;
    }
    listen(): number {
      if (this.#path === undefined) return realm.errno('EINVAL');
      try {
        this.#listener = realm.context.sys.listen(
          this.#path,
          (connection) => this.#accept(connection),
          (error) => this.#lost(error),
        );
      } catch (error) {
        if (isSystemError(error)) return realm.errno(error.code);
        throw error;
      }
      realm.startHandle(this);
      return 0;
    }
    #accept(connection: Connection): void {
      const client = new Pipe(constants.SOCKET);
      client.giveConnection(connection);
      loop.post(() => this.#tell([0, client]));
    }
    #lost(error: Error): void {
      loop.post(() => this.#tell([realm.errno(isSystemError(error) ? error.code : 'EADDRINUSE'), undefined]));
    }
    #tell(args: readonly unknown[]): void {
      if (typeof this.onconnection === 'function')
        loop.makeCallback(this, this.onconnection as (...args: never[]) => unknown, args);
    }
    connect(request: AsyncWrapInstance, path: string): number {
      const address = absolute(path);
      const end = loop.beginRequest();
      const finish = (status: number): void =>
        loop.post(() => {
          end();
          const open = status === 0;
          loop.complete(request, [status, this, request, open, open]);
        });
      if (!realm.context.sys.ports.has(address)) {
        // What is there is a socket that nobody listens on any more, or no socket.
        const exists = realm.context.fs.tryStat(address) !== undefined;
        finish(realm.errno(exists ? 'ECONNREFUSED' : 'ENOENT'));
        return 0;
      }
      const connection = realm.context.sys.connect(address);
      connection.opened.then(
        () => {
          this.giveConnection(connection);
          finish(0);
        },
        (error: unknown) => finish(realm.errno(isSystemError(error) ? error.code : 'ECONNREFUSED')),
      );
      return 0;
    }
    /** uv_pipe_chmod: `mode` is UV_READABLE, UV_WRITABLE or both, for everybody. */
    fchmod(mode: number): number {
      if (this.#bound === undefined) return realm.errno('EBADF');
      const { fs } = realm.context;
      const bits =
        ((mode & constants.UV_READABLE) !== 0 ? 0o444 : 0) |
        ((mode & constants.UV_WRITABLE) !== 0 ? 0o222 : 0);
      if ((fs.stat(this.#bound).mode & bits) !== bits) fs.chmod(this.#bound, bits);
      return 0;
    }
  }

  function newTcp(): ConnectionHandle {
    const { TCP, constants: kinds } = realm.internalBinding('tcp_wrap') as {
      TCP: new (type: number) => ConnectionHandle;
      constants: { SOCKET: number };
    };
    return new TCP(kinds.SOCKET);
  }

  /** Linux's names without a file. */
  const isAbstract = (path: string): boolean => path.startsWith('\0');
  /** As libuv does when a listening pipe is closed, whatever is there by then. */
  const forget = (path: string): void => {
    try {
      realm.context.fs.unlink(path);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  };
  const absolute = (path: string): string => (path.startsWith('/') ? path : `${realm.cwd}/${path}`);
  return { Pipe, PipeConnectWrap, constants };
}

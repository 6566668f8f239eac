// Native streams that are handles of the event loop: the common base of TCP, Pipe and TTY. Also the channels that they run
// on: connections, and the streams of the fd table.

import { SystemError } from '../../protocol/errno.ts';
import type { Connection, Stream } from '../../os/process-context.ts';
import type { HandleWrapInstance, Realm } from '../realm.ts';
import { withStreamBase, type ByteChannel } from './stream-base.ts';

/** The class that C++ calls LibuvStreamWrap. */
export function createStreamHandleClass(realm: Realm) {
  const Base = withStreamBase(realm, realm.HandleWrap, {
    started: (stream) => realm.startHandle(stream as HandleWrapInstance),
    stopped: (stream) => realm.stopHandle(stream as HandleWrapInstance),
  });
  class LibuvStreamWrap extends Base {
    /** Written by Node's lib; shown by util.inspect. */
    reading = false;
    onconnection: unknown = null;

    constructor(provider: string) {
      super(provider);
      realm.onHandleClose(this, () => this.closeStream());
    }
    get fd(): number {
      return -1;
    }
  }
  return LibuvStreamWrap;
}

export function connectionChannel(connection: Connection): ByteChannel {
  let closed = false;
  connection.onClose(() => {
    closed = true;
  });
  return {
    readable: true,
    writable: true,
    start: (onData, onEnd) => connection.start(onData, onEnd),
    stop: () => connection.stop(),
    write: (bytes, done) => connection.write(bytes, done),
    shutdown: () => connection.end(),
    close() {
      if (closed) return;
      connection.end();
      // Nobody reads any more: as TCP, answer further data with a reset, and let the peer's end pass.
      connection.start(
        () => connection.reset(),
        () => {},
      );
    },
    onAbort(listener) {
      connection.onClose((error) => {
        if (error !== undefined) listener(error);
      });
    },
  };
}

/** One or both directions of pipes that this process made for a child. */
export function pipeChannel(
  read: Extract<Stream, { kind: 'pipe-read' }> | undefined,
  write: Extract<Stream, { kind: 'pipe-write' }> | undefined,
): ByteChannel {
  let writeOpen = true;
  const shutdown = (): void => {
    if (!writeOpen) return;
    writeOpen = false;
    write?.close();
  };
  let readOpen = true;
  return {
    readable: read !== undefined,
    writable: write !== undefined,
    start: (onData, onEnd) => read?.start(onData, onEnd),
    stop: () => read?.stop(),
    write(bytes, done) {
      if (write === undefined) done(new SystemError('EBADF', 'write'));
      else write.write(bytes, done);
    },
    shutdown,
    close() {
      shutdown();
      if (!readOpen) return;
      readOpen = false;
      read?.close();
    },
  };
}

/** The channel of a stream of the fd table; undefined for what has no direction (a file, /dev/null). */
export function streamChannel(stream: Stream, whenClosed: () => void): ByteChannel | undefined {
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    whenClosed();
  };
  const unreadable = { readable: false, start() {}, stop() {} };
  const unwritable = {
    writable: false,
    write: (_bytes: Uint8Array, done: (error?: Error) => void) => done(),
  };
  switch (stream.kind) {
    case 'tty':
      return { ...both(stream), shutdown() {}, close };
    case 'socket':
      return { ...both(stream), shutdown() {}, close };
    case 'pipe-read':
      return {
        ...unwritable,
        readable: true,
        start: (onData, onEnd) => stream.start(onData, onEnd),
        stop: () => stream.stop(),
        shutdown() {},
        close,
      };
    case 'pipe-write':
      // A pipe has nothing left but to close once its writer is done.
      return {
        ...unreadable,
        writable: true,
        write: (bytes, done) => stream.write(bytes, done),
        shutdown: close,
        close,
      };
    case 'file':
    case 'null':
      return undefined;
    default:
      return stream satisfies never;
  }
}

function both(
  stream: Extract<Stream, { kind: 'tty' | 'socket' }>,
): Pick<ByteChannel, 'readable' | 'writable' | 'start' | 'stop' | 'write'> {
  return {
    readable: true,
    writable: true,
    start: (onData, onEnd) => stream.start(onData, onEnd),
    stop: () => stream.stop(),
    write: (bytes, done) => stream.write(bytes, done),
  };
}

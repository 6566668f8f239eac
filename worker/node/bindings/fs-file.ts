// open, close, read, write and what works on an fd's contents: the members of `internalBinding('fs')` over the fd table.

import { SystemError, isSystemError } from '../../protocol/errno.ts';
import { concatBytes } from '../../os/concat-bytes.ts';
import type { ByteSink, Stream } from '../../os/process-context.ts';
import { openFlags } from '../../vfs/filesystem.ts';
import { openDevice } from '../devices.ts';
import { inputOf } from '../stream-input.ts';
import type { Binding, Realm } from '../realm.ts';
import { validateFd } from './fs-arguments.ts';
import type { FsCalls, PathArgument, Request } from './fs-calls.ts';

/** As it came: what is no whole number from 0 means the file's own position (GetOffset in src/node_file.cc). */
type Position = unknown;
/** What the synchronous writes report an error into, instead of throwing (Node's makeSyncWrite). */
interface ErrorContext {
  errno?: number;
  syscall?: string;
}

const accessMode = 3;
/** Bytes of one write to a stream whose reader may be slow: as one write(2) on a pipe would take. */
const readAllChunk = 65_536;

export function openFd(
  realm: Realm,
  calls: FsCalls,
  path: PathArgument,
  flags: number,
  mode: number,
): number {
  const absolute = calls.resolve(path);
  const device = openDevice(realm, absolute);
  if (device !== undefined) return realm.fds.allocate(device);
  const file = realm.context.fs.open(absolute, flags, mode & ~realm.umask);
  return realm.fds.allocate({ kind: 'file', file, close: () => file.close() });
}

export function closeFd(realm: Realm, fd: number): void {
  const stream = realm.fds.release(fd);
  if (stream === undefined) throw new SystemError('EBADF', 'close');
  stream.close();
}

export function createFsFile(realm: Realm, calls: FsCalls): Binding {
  const streamOf = (fd: number, syscall: string): Stream => {
    const stream = realm.fds.get(fd);
    if (stream === undefined) throw new SystemError('EBADF', syscall);
    return stream;
  };
  const positionOf = (position: Position): number | null => {
    const number = typeof position === 'bigint' ? Number(position) : position;
    return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : null;
  };
  const bytesOf = (view: ArrayBufferView): Uint8Array =>
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

  /** read(2). */
  const readNow = (fd: number, target: Uint8Array, position: Position): number => {
    const stream = streamOf(fd, 'read');
    switch (stream.kind) {
      case 'file': {
        if ((stream.file.flags & accessMode) === openFlags.O_WRONLY) throw new SystemError('EBADF', 'read');
        return stream.file.read(target, positionOf(position));
      }
      case 'null':
        return 0;
      case 'pipe-write':
        throw new SystemError('EBADF', 'read');
      case 'tty':
      case 'pipe-read':
      case 'socket': {
        if (positionOf(position) !== null) throw new SystemError('ESPIPE', 'read');
        const count = inputOf(stream).readSync(target);
        if (count === undefined) throw new SystemError('EAGAIN', 'read');
        return count;
      }
      default:
        return stream satisfies never;
    }
  };
  const writeNow = (fd: number, source: Uint8Array, position: Position): number => {
    const stream = streamOf(fd, 'write');
    switch (stream.kind) {
      case 'file':
        if ((stream.file.flags & accessMode) === openFlags.O_RDONLY) throw new SystemError('EBADF', 'write');
        return stream.file.write(source, positionOf(position));
      case 'null':
        return source.byteLength;
      case 'pipe-read':
        throw new SystemError('EBADF', 'write');
      case 'tty':
      case 'pipe-write':
      case 'socket':
        // The sink takes the bytes away; the caller keeps its buffer.
        stream.write(new Uint8Array(source));
        return source.byteLength;
      default:
        return stream satisfies never;
    }
  };
  const sinkOf = (fd: number): ByteSink | undefined => {
    const stream = realm.fds.get(fd);
    return stream?.kind === 'tty' || stream?.kind === 'pipe-write' || stream?.kind === 'socket'
      ? stream
      : undefined;
  };
  /** A later write to a stream ends when its reader has room again. */
  const writeLater = (
    request: Exclude<Request, undefined>,
    sink: ByteSink,
    source: Uint8Array,
  ): Promise<number> | undefined => {
    const { returned, settle } = calls.begin<number>(request, { syscall: 'write' });
    const length = source.byteLength;
    sink.write(new Uint8Array(source), (error) =>
      error === undefined ? settle.resolve(length) : settle.reject(error),
    );
    return returned;
  };
  const write = (
    caller: () => void,
    fd: number,
    source: Uint8Array,
    at: Position,
    request: Request,
    context: ErrorContext | undefined,
  ): unknown => {
    // Reads know bigints, writes do not.
    const position = typeof at === 'bigint' ? null : at;
    if (request !== undefined) {
      const sink = sinkOf(fd);
      if (sink !== undefined) return writeLater(request, sink, source);
      return calls.run(caller, request, { syscall: 'write' }, () => writeNow(fd, source, position));
    }
    if (context === undefined)
      return calls.runSync(caller, { syscall: 'write' }, () => writeNow(fd, source, position));
    try {
      return writeNow(fd, source, position);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      context.errno = realm.errno(error.code);
      context.syscall = 'write';
      return undefined;
    }
  };
  const encodeText = (text: string, encoding: unknown): Uint8Array =>
    encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8'
      ? realm.utf8.encode(text)
      : calls.Buffer.from(text, encoding as string);

  function open(path: PathArgument, flags: number, mode: number, request: Request) {
    return calls.run(open, request, { syscall: 'open', path }, () => openFd(realm, calls, path, flags, mode));
  }
  function close(fd: number, request: Request) {
    validateFd(realm, fd);
    return calls.run(close, request, { syscall: 'close' }, () => closeFd(realm, fd));
  }
  function read(
    fd: number,
    buffer: ArrayBufferView,
    offset: number,
    length: number,
    position: Position,
    request: Request,
  ) {
    const target = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
    const stream = realm.fds.get(fd);
    const waits = stream?.kind === 'tty' || stream?.kind === 'pipe-read' || stream?.kind === 'socket';
    if (request !== undefined && waits && positionOf(position) === null) {
      const { returned, settle } = calls.begin<number>(request, { syscall: 'read' });
      inputOf(stream).read(target, settle.resolve);
      return returned;
    }
    return calls.run(read, request, { syscall: 'read' }, () => readNow(fd, target, position));
  }
  function readBuffers(fd: number, buffers: ArrayBufferView[], position: Position, request: Request) {
    return calls.run(readBuffers, request, { syscall: 'read' }, () => {
      const start = positionOf(position);
      let total = 0;
      for (const buffer of buffers) {
        const count = readNow(fd, bytesOf(buffer), start === null ? null : start + total);
        total += count;
        if (count < buffer.byteLength) break;
      }
      return total;
    });
  }
  function writeBuffer(
    fd: number,
    buffer: ArrayBufferView,
    offset: number,
    length: number,
    position: Position,
    request: Request,
    context?: ErrorContext,
  ) {
    const source = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
    return write(writeBuffer as () => void, fd, source, position, request, context);
  }
  function writeBuffers(fd: number, buffers: ArrayBufferView[], position: Position, request: Request) {
    return calls.run(writeBuffers, request, { syscall: 'write' }, () => {
      const start = positionOf(position);
      let total = 0;
      for (const buffer of buffers)
        total += writeNow(fd, bytesOf(buffer), start === null ? null : start + total);
      return total;
    });
  }
  function writeString(
    fd: number,
    text: string,
    position: Position,
    encoding: unknown,
    request: Request,
    context?: ErrorContext,
  ) {
    return write(writeString as () => void, fd, encodeText(text, encoding), position, request, context);
  }

  /** Everything from the fd's position on. */
  const readToEnd = (fd: number): Uint8Array => {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const chunk = new Uint8Array(readAllChunk);
      const count = readNow(fd, chunk, null);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
    }
    return concatBytes(chunks);
  };
  function readFileUtf8(path: PathArgument | number, flags: number): string {
    if (typeof path === 'number')
      return calls.runSync(readFileUtf8, { syscall: 'read' }, () => realm.utf8.decode(readToEnd(path)));
    const absolute = calls.resolve(path);
    if (flags === openFlags.O_RDONLY && !absolute.startsWith('/dev/')) {
      try {
        return realm.utf8.decode(calls.fs.readFile(absolute));
      } catch (error) {
        // A directory can be opened, but not read: libuv reports the second call, which has no path.
        const operation = isSystemError(error, 'EISDIR') ? { syscall: 'read' } : { syscall: 'open', path };
        return calls.runSync(readFileUtf8, operation, () => {
          throw error;
        });
      }
    }
    const fd = calls.runSync(readFileUtf8, { syscall: 'open', path }, () =>
      openFd(realm, calls, path, flags, 0o666),
    );
    try {
      return calls.runSync(readFileUtf8, { syscall: 'read' }, () => realm.utf8.decode(readToEnd(fd)));
    } finally {
      closeFd(realm, fd);
    }
  }
  function writeFileUtf8(path: PathArgument | number, text: string, flags: number, mode: number): void {
    const bytes = realm.utf8.encode(text);
    if (typeof path === 'number') {
      calls.runSync(writeFileUtf8, { syscall: 'write' }, () => writeNow(path, bytes, null));
      return;
    }
    const fd = calls.runSync(writeFileUtf8, { syscall: 'open', path }, () =>
      openFd(realm, calls, path, flags, mode),
    );
    try {
      calls.runSync(writeFileUtf8, { syscall: 'write' }, () => writeNow(fd, bytes, null));
    } finally {
      closeFd(realm, fd);
    }
  }

  function ftruncate(fd: number, length: number | undefined, request: Request) {
    validateFd(realm, fd);
    return calls.run(ftruncate, request, { syscall: 'ftruncate' }, () => {
      const stream = streamOf(fd, 'ftruncate');
      if (stream.kind !== 'file' || (stream.file.flags & accessMode) === openFlags.O_RDONLY)
        throw new SystemError('EINVAL', 'ftruncate');
      stream.file.truncate(length ?? 0);
    });
  }
  /** Durability is the kernel's: it flushes before a stop. What fsync(2) promises here is that the kernel has the bytes. */
  const sync = (caller: () => void, syscall: string, fd: number, request: Request): unknown => {
    validateFd(realm, fd);
    const check = (): void => void streamOf(fd, syscall);
    if (request === undefined) return calls.runSync(caller, { syscall }, check);
    const { returned, settle } = calls.begin<undefined>(request, { syscall });
    try {
      check();
      realm.context.sys.flush().then(() => settle.resolve(undefined), settle.reject);
    } catch (error) {
      settle.reject(error);
    }
    return returned;
  };
  function fsync(fd: number, request: Request) {
    return sync(fsync as () => void, 'fsync', fd, request);
  }
  function fdatasync(fd: number, request: Request) {
    return sync(fdatasync as () => void, 'fdatasync', fd, request);
  }

  return {
    open,
    close,
    read,
    readBuffers,
    writeBuffer,
    writeBuffers,
    writeString,
    readFileUtf8,
    writeFileUtf8,
    ftruncate,
    fsync,
    fdatasync,
  };
}

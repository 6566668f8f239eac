// What Node calls a StreamBase: the methods of every native stream (sockets, pipes, ttys), over a channel of bytes. The
// channel is attached when the handle is opened or connected and belongs to it until the handle closes.

import { isSystemError } from '../../protocol/errno.ts';
import type { AsyncWrapInstance, Realm } from '../realm.ts';
import { concatChunks, latin1Bytes, ucs2Bytes, type WriteChunk } from './stream-chunks.ts';
import { streamWrap, type StreamWrap } from './stream_wrap.ts';

/** Two directions of bytes, either of which may be missing. */
export interface ByteChannel {
  readonly readable: boolean;
  readonly writable: boolean;
  start(onData: (chunk: Uint8Array) => void, onEnd: () => void): void;
  stop(): void;
  /** Takes the bytes away. `done` is called when there is room again. */
  write(bytes: Uint8Array, done: (error?: Error) => void): void;
  /** No more is written; the peer reads the end. */
  shutdown(): void;
  close(): void;
  /** Both directions are dead, with the error of an abort. */
  onAbort?(listener: (error: Error) => void): void;
}

/** Takes what is read before JavaScript sees it (the HTTP parser's `consume`). */
export interface StreamListener {
  onChunk(chunk: Uint8Array): void;
  /** The stream has closed, or another listener took over. */
  onDetached(): void;
}

/** Bytes that a write may leave unread and still count as done at once, as in the buffers of a kernel. */
const roomBytes = 256 * 1024;

type OnRead = (this: unknown, buffer: ArrayBufferLike | undefined) => Uint8Array | undefined;

/** The part that other bindings see of a handle. */
export interface StreamHandle extends AsyncWrapInstance {
  attachChannel(channel: ByteChannel): void;
  detachChannel(): ByteChannel | undefined;
  setStreamListener(listener: StreamListener | undefined): void;
}

// TypeScript wants `any[]` for the constructor of a mixin's base.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Base = abstract new (...args: any[]) => AsyncWrapInstance;

/** Called when the stream starts or stops to wait for bytes: a handle then keeps the loop alive. */
export interface ReadingHooks {
  started(stream: AsyncWrapInstance): void;
  stopped(stream: AsyncWrapInstance): void;
}

/** `B` with Node's stream methods. */
export function withStreamBase<B extends Base>(realm: Realm, baseClass: B, hooks: ReadingHooks) {
  const { loop } = realm;
  const wrap: StreamWrap = streamWrap(realm);
  const { streamBaseState: state } = wrap;
  const errnoOf = (error: unknown, otherwise: string): number =>
    realm.errno(isSystemError(error) ? error.code : otherwise);
  const endOfFile = realm.errno('EOF');

  abstract class StreamBase extends baseClass implements StreamHandle {
    #channel: ByteChannel | undefined;
    #chunks: Uint8Array[] = [];
    /** Why no more is read: UV_EOF or the errno of an abort. */
    #ended: number | undefined;
    #endDelivered = false;
    #reading = false;
    #started = false;
    #scheduled = false;
    #closed = false;
    #bytesRead = 0;
    #bytesWritten = 0;
    #unacknowledged = 0;
    #writeErrno = 0;
    #userBuffer: Uint8Array | undefined;
    #listener: StreamListener | undefined;
    #onread: OnRead | undefined;

    get onread(): OnRead | undefined {
      return this.#onread;
    }
    set onread(callback: OnRead | undefined) {
      this.#onread = callback;
    }
    get bytesRead(): number {
      return this.#bytesRead;
    }
    get bytesWritten(): number {
      return this.#bytesWritten;
    }
    get writeQueueSize(): number {
      return this.#unacknowledged > roomBytes ? this.#unacknowledged - roomBytes : 0;
    }
    get isStreamBase(): boolean {
      return true;
    }
    /** Writes are done at once while there is room; nothing here can block. */
    setBlocking(): number {
      return 0;
    }
    useUserBuffer(buffer: Uint8Array): void {
      this.#userBuffer = buffer;
    }

    attachChannel(channel: ByteChannel): void {
      this.#channel = channel;
      channel.onAbort?.((error) => this.#end(errnoOf(error, 'ECONNRESET')));
      this.#startChannel();
    }
    detachChannel(): ByteChannel | undefined {
      const channel = this.#channel;
      channel?.stop();
      this.#channel = undefined;
      this.#started = false;
      return channel;
    }
    setStreamListener(listener: StreamListener | undefined): void {
      if (this.#listener === listener) return;
      this.#listener?.onDetached();
      this.#listener = listener;
    }
    /** The handle closes: nothing is delivered any more. */
    closeStream(): void {
      if (this.#closed) return;
      this.#closed = true;
      this.#reading = false;
      this.#chunks.length = 0;
      this.setStreamListener(undefined);
      const channel = this.#channel;
      if (channel === undefined) return;
      channel.stop();
      channel.close();
    }

    readStart(): number {
      if (this.#closed) return realm.errno('EBADF');
      if (this.#endDelivered) return 0;
      if (this.#channel === undefined) return realm.errno('ENOTCONN');
      this.#reading = true;
      hooks.started(this);
      this.#startChannel();
      this.#schedule();
      return 0;
    }
    readStop(): number {
      this.#reading = false;
      hooks.stopped(this);
      if (this.#started) {
        this.#started = false;
        this.#channel?.stop();
      }
      return 0;
    }
    #startChannel(): void {
      const channel = this.#channel;
      if (channel === undefined || !this.#reading || this.#started || !channel.readable) return;
      if (this.#ended !== undefined) return;
      this.#started = true;
      channel.start(
        (chunk) => {
          if (this.#closed || chunk.byteLength === 0) return;
          this.#chunks.push(chunk);
          this.#schedule();
        },
        () => this.#end(endOfFile),
      );
    }
    #end(errno: number): void {
      this.#ended ??= errno;
      this.#schedule();
    }
    #schedule(): void {
      if (this.#scheduled || !this.#reading) return;
      if (this.#chunks.length === 0 && (this.#ended === undefined || this.#endDelivered)) return;
      this.#scheduled = true;
      loop.post(() => {
        this.#scheduled = false;
        this.#deliver();
      });
    }
    /** One chunk a turn of the poll phase, so that ticks run between two chunks. */
    #deliver(): void {
      if (this.#closed || !this.#reading) return;
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#deliverChunk(chunk);
        this.#schedule();
      } else if (this.#ended !== undefined && !this.#endDelivered) {
        this.#endDelivered = true;
        this.#reading = false;
        hooks.stopped(this);
        this.#callOnRead(this.#ended, 0, undefined);
      }
    }
    #deliverChunk(chunk: Uint8Array): void {
      this.receiveHandles();
      if (this.#listener !== undefined) {
        this.#bytesRead += chunk.byteLength;
        this.#listener.onChunk(chunk);
        return;
      }
      const target = this.#userBuffer;
      if (target === undefined) {
        this.#bytesRead += chunk.byteLength;
        this.#callOnRead(chunk.byteLength, chunk.byteOffset, chunk.buffer);
        return;
      }
      const count = Math.min(chunk.byteLength, target.byteLength);
      target.set(chunk.subarray(0, count));
      if (count < chunk.byteLength) this.#chunks.unshift(chunk.subarray(count));
      this.#bytesRead += count;
      const next = this.#callOnRead(count, 0, target.buffer);
      if (next instanceof Uint8Array) this.#userBuffer = next;
    }
    #callOnRead(count: number, offset: number, buffer: ArrayBufferLike | undefined): unknown {
      const { onread } = this;
      if (typeof onread !== 'function') return undefined;
      const deliver = (): unknown => {
        state[wrap.kReadBytesOrError] = count;
        state[wrap.kArrayBufferOffset] = offset;
        return onread.call(this, buffer);
      };
      return loop.makeCallback(this, deliver, []);
    }

    /** What was read and not delivered yet. */
    takeUnread(): Uint8Array[] {
      return this.#chunks.splice(0);
    }
    /** Sends a handle ahead of what is written next: 0 or an errno. Only an IPC channel can. */
    sendHandle(_handle: object): number {
      return realm.errno('EINVAL');
    }
    /** A chunk is about to be delivered: handles that came before it are there by now. */
    receiveHandles(): void {}

    writeBuffer(request: AsyncWrapInstance, buffer: ArrayBufferView, handle?: object | null): number {
      if (!ArrayBuffer.isView(buffer)) throw new TypeError('Second argument must be a buffer');
      const failure = handle ? this.sendHandle(handle) : 0;
      if (failure !== 0) return failure;
      // The channel takes what it is given away, and the caller's memory stays the caller's.
      const view = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      return this.#write(request, new Uint8Array(view));
    }
    writev(request: AsyncWrapInstance, chunks: WriteChunk[], allBuffers: boolean): number {
      return this.#write(request, concatChunks(realm, chunks, allBuffers));
    }
    writeUtf8String(request: AsyncWrapInstance, text: string, handle?: object | null): number {
      const failure = handle ? this.sendHandle(handle) : 0;
      if (failure !== 0) return failure;
      return this.#write(request, realm.utf8.encode(text));
    }
    writeAsciiString(request: AsyncWrapInstance, text: string): number {
      return this.#write(request, latin1Bytes(text));
    }
    writeLatin1String(request: AsyncWrapInstance, text: string): number {
      return this.#write(request, latin1Bytes(text));
    }
    writeUcs2String(request: AsyncWrapInstance, text: string): number {
      return this.#write(request, ucs2Bytes(text));
    }
    /** 0, or the errno of a write that cannot be made; a later failure arrives through `oncomplete`. */
    #write(request: AsyncWrapInstance, bytes: Uint8Array): number {
      const channel = this.#channel;
      const length = bytes.byteLength;
      state[wrap.kBytesWritten] = length;
      state[wrap.kLastWriteWasAsync] = 0;
      this.#bytesWritten += length;
      if (this.#closed || channel === undefined || !channel.writable) return realm.errno('EBADF');
      if (this.#writeErrno !== 0) return this.#writeErrno;
      if (this.#ended !== undefined && this.#ended !== endOfFile) return realm.errno('EPIPE');
      if (length === 0) return 0;
      const atOnce = this.#unacknowledged < roomBytes;
      this.#unacknowledged += length;
      if (atOnce) {
        channel.write(bytes, (error) => {
          this.#unacknowledged -= length;
          if (error !== undefined) this.#writeErrno = errnoOf(error, 'EPIPE');
        });
        return 0;
      }
      state[wrap.kLastWriteWasAsync] = 1;
      const endRequest = loop.beginRequest();
      channel.write(bytes, (error) => {
        this.#unacknowledged -= length;
        const status = error === undefined ? 0 : errnoOf(error, 'EPIPE');
        loop.post(() => {
          endRequest();
          loop.complete(request, [status, this, undefined]);
        });
      });
      return 0;
    }
    shutdown(request: AsyncWrapInstance): number {
      if (this.#channel === undefined) return realm.errno('ENOTCONN');
      this.#channel.shutdown();
      // A hop later than the loop itself would: a peer on this machine has read the end by then, as on a real one.
      const end = loop.beginRequest();
      realm.host.macrotask(() =>
        loop.post(() => {
          end();
          loop.complete(request, [0]);
        }),
      );
      return 0;
    }
  }
  return StreamBase;
}

export function isStreamHandle(value: unknown): value is StreamHandle {
  return typeof value === 'object' && value !== null && 'setStreamListener' in value;
}

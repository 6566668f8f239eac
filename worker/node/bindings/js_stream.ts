// `internalBinding('js_stream')`: a native stream whose other side is JavaScript (JSStreamSocket). Reads are pushed in by
// the owner, writes are handed to the owner's callbacks.

import type { AsyncWrapInstance, Binding, Realm } from '../realm.ts';
import { withStreamBase, type ByteChannel } from './stream-base.ts';
import { streamWrap } from './stream_wrap.ts';

export function createJsStreamBinding(realm: Realm): Binding {
  const { loop } = realm;
  const { WriteWrap, ShutdownWrap } = streamWrap(realm);
  // Its owner keeps the loop alive, not this.
  const Base = withStreamBase(realm, realm.AsyncWrap, { started() {}, stopped() {} });

  class JSStream extends Base {
    onreadstart: (() => number) | undefined;
    onreadstop: (() => number) | undefined;
    onwrite: ((request: AsyncWrapInstance, buffers: Uint8Array[]) => number) | undefined;
    onshutdown: ((request: AsyncWrapInstance) => number) | undefined;
    readonly #pending = new WeakMap<AsyncWrapInstance, (error?: Error) => void>();
    #receiver: { onData: (chunk: Uint8Array) => void; onEnd: () => void } | undefined;

    constructor() {
      super('JSSTREAM');
      const channel: ByteChannel = {
        readable: true,
        writable: true,
        start: (onData, onEnd) => {
          this.#receiver = { onData, onEnd };
          if (this.onreadstart !== undefined) loop.makeCallback(this, this.onreadstart, []);
        },
        stop: () => {
          if (this.onreadstop !== undefined) loop.makeCallback(this, this.onreadstop, []);
        },
        write: (bytes, done) => {
          const request = new WriteWrap('WRITEWRAP');
          this.#pending.set(request, done);
          const buffer = (
            realm.require('buffer') as { Buffer: { from(b: ArrayBufferLike): Uint8Array } }
          ).Buffer.from(bytes.buffer);
          if (this.onwrite !== undefined) loop.makeCallback(this, this.onwrite, [request, [buffer]]);
        },
        shutdown: () => {
          const request = new ShutdownWrap('SHUTDOWNWRAP');
          if (this.onshutdown !== undefined) loop.makeCallback(this, this.onshutdown, [request]);
        },
        close() {},
      };
      this.attachChannel(channel);
    }
    finishWrite(request: AsyncWrapInstance, status: number): void {
      const done = this.#pending.get(request);
      this.#pending.delete(request);
      done?.(status === 0 ? undefined : realm.uvException(this.#code(status), 'write'));
    }
    finishShutdown(): void {}
    readBuffer(buffer: Uint8Array): void {
      this.#receiver?.onData(new Uint8Array(buffer));
    }
    emitEOF(): void {
      this.#receiver?.onEnd();
    }
    #code(status: number): string {
      return realm.meta.errmap.find(([errno]) => errno === status)?.[1][0] ?? 'EPIPE';
    }
    get fd(): number {
      return -1;
    }
  }
  return { JSStream };
}

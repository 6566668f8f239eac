// A duplex byte stream over one MessagePort: what a virtual TCP connection or UNIX socket is made of. Each end owns its
// port from construction until both directions have ended or the connection is aborted. A browser does not tell when the
// context at the other end of a port is gone, so whoever knows of such a death calls `abort`.

import { queueMicrotask } from './browser-globals.ts';
import { SystemError, type ErrnoCode } from '../protocol/errno.ts';
import type { Stamp } from '../vfs/replica.ts';
import type { Causality } from './causality.ts';
import { ownedBytes } from './owned-bytes.ts';
import type { Connection, SocketAddress } from './process-context.ts';

/** Unacknowledged bytes that one direction may have under way; enough for full speed at 0.3 ms a round trip. */
const windowBytes = 256 * 1024;
/** The reader acknowledges in steps of this size, so that small messages cost one post and not two. */
const ackStep = 64 * 1024;

/** On the port, in either direction. */
export type Frame =
  | { readonly type: 'data'; readonly bytes: Uint8Array; readonly after?: Stamp }
  | { readonly type: 'end'; readonly after?: Stamp }
  | { readonly type: 'reset' }
  /** Ended, and nobody reads there any more. */
  | { readonly type: 'gone' }
  | { readonly type: 'ack'; readonly bytes: number }
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly code: ErrnoCode };

interface ConnectionOptions {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly causality?: Causality;
}

/** The connecting end: usable at once, `opened` settles when the peer has accepted or refused. */
export function connectOver(port: MessagePort, options: ConnectionOptions): PortConnection {
  return new PortConnection(port, options, 'connecting');
}

/** The listening end. */
export function acceptOver(port: MessagePort, options: ConnectionOptions): PortConnection {
  return new PortConnection(port, options, 'accepted');
}

/** Goes on with a connection that another process has detached. */
export function resumeOver(
  port: MessagePort,
  options: ConnectionOptions,
  state: ConnectionState,
): PortConnection {
  return new PortConnection(port, options, state);
}

/** Ends a detached connection that nobody goes on with. */
export function abandon(port: MessagePort): void {
  post(port, { type: 'reset' });
  port.close();
}

/** Answers a connection that nobody wants. */
export function refuse(port: MessagePort, code: ErrnoCode = 'ECONNREFUSED'): void {
  post(port, { type: 'refused', code });
  port.close();
}

/** A connection on its way from one process to another, beside its port. Cloneable. */
export interface ConnectionState {
  readonly role: 'connecting' | 'accepted';
  readonly ended: 'open' | 'ending' | 'sent';
  readonly unacknowledged: number;
  readonly unsent: readonly Uint8Array[];
  /** Read by nobody yet; the peer knows that the first `acknowledged` bytes of it have been taken. */
  readonly received: readonly Uint8Array[];
  readonly acknowledged: number;
  readonly endReceived: boolean;
  /** What came after that, and waits for the filesystem. */
  readonly held: readonly StreamFrame[];
  readonly unreported: number;
}

type StreamFrame = Extract<Frame, { type: 'data' | 'end' }>;

interface PendingWrite {
  readonly bytes: Uint8Array;
  readonly done: ((error?: Error) => void) | undefined;
}

export class PortConnection implements Connection {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly role: 'connecting' | 'accepted';
  readonly opened: Promise<void>;

  readonly #port: MessagePort;
  readonly #causality: Causality | undefined;
  #settleOpened: { resolve: () => void; reject: (error: Error) => void } | undefined;

  // Sending. A write is posted while the window is not full, so that one overshoots it by at most its own size.
  #unacknowledged = 0;
  readonly #unsent: PendingWrite[] = [];
  #waitingForRoom: ((error?: Error) => void)[] = [];
  #ended: 'open' | 'ending' | 'sent' = 'open';

  // Receiving. `held` are frames that wait for the filesystem, `queue` is what waits for the reader.
  readonly #held: StreamFrame[] = [];
  readonly #queue: Uint8Array[] = [];
  #unreported = 0;
  #endReceived = false;
  #endDelivered = false;
  #reader: { onData: (chunk: Uint8Array) => void; onEnd: () => void } | undefined;
  #delivering = false;

  #closed: { error: Error | undefined } | undefined;
  readonly #closeListeners: ((error?: Error) => void)[] = [];

  constructor(
    port: MessagePort,
    options: ConnectionOptions,
    role: 'connecting' | 'accepted' | ConnectionState,
  ) {
    this.#port = port;
    this.local = options.local;
    this.remote = options.remote;
    this.#causality = options.causality;
    this.role = typeof role === 'string' ? role : role.role;
    if (role !== 'connecting') {
      this.opened = Promise.resolve();
      if (role === 'accepted') post(port, { type: 'accepted' });
      else this.#resume(role);
    } else {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.opened = promise;
      this.#settleOpened = { resolve, reject };
      // A caller that only listens to onClose must not cause an unhandled rejection.
      promise.catch(() => {});
    }
    port.onmessage = (event: MessageEvent<Frame>) => this.#receive(event.data);
    port.start();
  }

  /**
   * Takes the connection out of this process: `resumeOver` goes on with it in another. `unread` was read here and is to be read
   * again. This end closes without a word to its listeners; what was written is done. Throws EINVAL before it is open or
   * when it is closed.
   */
  detach(unread: readonly Uint8Array[] = []): {
    readonly port: MessagePort;
    readonly state: ConnectionState;
  } {
    if (this.#closed !== undefined || this.#settleOpened !== undefined)
      throw new SystemError('EINVAL', 'sendmsg');
    this.#closed = { error: undefined };
    this.#port.onmessage = null;
    this.#reader = undefined;
    const state: ConnectionState = {
      role: this.role,
      ended: this.#ended,
      unacknowledged: this.#unacknowledged,
      unsent: this.#unsent.map(({ bytes }) => bytes),
      received: [...unread, ...this.#queue],
      acknowledged: unread.reduce((total, bytes) => total + bytes.byteLength, 0),
      endReceived: this.#endReceived,
      held: [...this.#held],
      unreported: this.#unreported,
    };
    for (const done of this.#waitingForRoom.splice(0)) done();
    for (const { done } of this.#unsent.splice(0)) done?.();
    this.#closeListeners.length = 0;
    return { port: this.#port, state };
  }

  #resume(state: ConnectionState): void {
    this.#ended = state.ended;
    this.#unacknowledged = state.unacknowledged;
    this.#unsent.push(...state.unsent.map((bytes) => ({ bytes, done: undefined })));
    this.#queue.push(...state.received);
    // Delivering counts all of it.
    this.#unreported = state.unreported - state.acknowledged;
    this.#endReceived = state.endReceived;
    this.#held.push(...state.held);
    this.#admit();
  }

  write(bytes: Uint8Array, done?: (error?: Error) => void): void {
    if (this.#closed !== undefined || this.#ended !== 'open') {
      const error = this.#closed?.error ?? new SystemError('EPIPE', 'write');
      if (done !== undefined) queueMicrotask(() => done(error));
      return;
    }
    if (this.#unsent.length > 0 || this.#unacknowledged >= windowBytes) this.#unsent.push({ bytes, done });
    else this.#send({ bytes, done });
  }

  end(): void {
    if (this.#closed !== undefined || this.#ended !== 'open') return;
    this.#ended = 'ending';
    this.#flush();
  }

  reset(): void {
    if (this.#closed !== undefined) return;
    post(this.#port, { type: 'reset' });
    this.#close(undefined);
  }

  /** close(2) by a process that ends: what was sent stays readable for the peer, what it still writes fails. */
  close(): void {
    if (this.#closed !== undefined) return;
    if (this.#unsent.length > 0 || this.#settleOpened !== undefined) {
      this.reset();
      return;
    }
    this.end();
    post(this.#port, { type: 'gone' });
    this.#close(undefined);
  }

  /** Ends both directions with an error, because the peer is known to be gone. Nothing is sent. */
  abort(code: ErrnoCode): void {
    if (this.#closed === undefined) this.#close(new SystemError(code, 'read'));
  }

  onClose(listener: (error?: Error) => void): void {
    const closed = this.#closed;
    if (closed === undefined) this.#closeListeners.push(listener);
    else queueMicrotask(() => listener(closed.error));
  }

  start(onData: (chunk: Uint8Array) => void, onEnd: () => void): void {
    this.#reader = { onData, onEnd };
    this.#deliver();
  }

  stop(): void {
    this.#reader = undefined;
  }

  #send({ bytes, done }: PendingWrite): void {
    this.#unacknowledged += bytes.byteLength;
    const { bytes: owned, transfer } = ownedBytes(bytes);
    const after = this.#causality?.stamp();
    const frame: Frame = { type: 'data', bytes: owned, ...(after && { after }) };
    post(this.#port, frame, transfer);
    if (done === undefined) return;
    if (this.#unacknowledged < windowBytes) queueMicrotask(() => done());
    else this.#waitingForRoom.push(done);
  }

  #flush(): void {
    while (this.#unacknowledged < windowBytes) {
      const next = this.#unsent.shift();
      if (next === undefined) break;
      this.#send(next);
    }
    if (this.#ended === 'ending' && this.#unsent.length === 0) {
      this.#ended = 'sent';
      const after = this.#causality?.stamp();
      post(this.#port, { type: 'end', ...(after && { after }) });
      this.#closeIfDone();
    }
  }

  #receive(frame: Frame): void {
    if (this.#closed !== undefined) return;
    switch (frame.type) {
      case 'data':
      case 'end':
        this.#held.push(frame);
        this.#admit();
        break;
      case 'ack': {
        this.#unacknowledged -= frame.bytes;
        if (this.#unacknowledged < windowBytes) {
          const waiting = this.#waitingForRoom;
          this.#waitingForRoom = [];
          for (const done of waiting) done();
        }
        this.#flush();
        break;
      }
      case 'accepted':
        this.#settleOpened?.resolve();
        this.#settleOpened = undefined;
        break;
      case 'refused':
        this.#close(new SystemError(frame.code, 'connect'));
        break;
      case 'reset':
        this.#close(new SystemError('ECONNRESET', 'read'));
        break;
      case 'gone':
        this.#peerGone();
        break;
      default:
        frame satisfies never;
    }
  }

  /** What the peer sent can still be read; what it has not taken never will be. */
  #peerGone(): void {
    const failure = new SystemError('ECONNRESET', 'write');
    this.#ended = 'sent';
    for (const done of this.#waitingForRoom.splice(0)) done(failure);
    for (const { done } of this.#unsent.splice(0)) done?.(failure);
    this.#closeIfDone();
  }

  /** Moves frames on whose filesystem operations are visible here, in order. */
  #admit(): void {
    for (let frame = this.#held[0]; frame !== undefined; frame = this.#held[0]) {
      if (frame.after !== undefined && this.#causality?.seen(frame.after, () => this.#admit()) === false)
        return;
      this.#held.shift();
      if (frame.type === 'data') this.#queue.push(frame.bytes);
      else this.#endReceived = true;
    }
    this.#deliver();
  }

  #deliver(): void {
    // A reader may stop, start or write from within onData.
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      while (this.#reader !== undefined && this.#closed === undefined) {
        const chunk = this.#queue.shift();
        if (chunk === undefined) break;
        this.#unreported += chunk.byteLength;
        if (this.#unreported >= ackStep) {
          post(this.#port, { type: 'ack', bytes: this.#unreported });
          this.#unreported = 0;
        }
        this.#reader.onData(chunk);
      }
      if (
        this.#reader !== undefined &&
        this.#queue.length === 0 &&
        this.#endReceived &&
        !this.#endDelivered
      ) {
        this.#endDelivered = true;
        this.#reader.onEnd();
      }
    } finally {
      this.#delivering = false;
    }
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (this.#closed === undefined && this.#endDelivered && this.#ended === 'sent') this.#close(undefined);
  }

  #close(error: Error | undefined): void {
    this.#closed = { error };
    this.#port.onmessage = null;
    this.#port.close();
    if (error !== undefined) this.#settleOpened?.reject(error);
    else this.#settleOpened?.reject(new SystemError('ECONNABORTED', 'connect'));
    this.#settleOpened = undefined;
    // After an orderly end the peer has everything; after an abort a pending write has failed.
    const aborted = this.#ended !== 'sent' || error !== undefined;
    const failure = aborted ? (error ?? new SystemError('ECONNRESET', 'write')) : undefined;
    for (const done of this.#waitingForRoom.splice(0)) done(failure);
    for (const { done } of this.#unsent.splice(0)) done?.(failure);
    this.#queue.length = 0;
    this.#held.length = 0;
    this.#reader = undefined;
    for (const listener of this.#closeListeners.splice(0)) listener(error);
  }
}

function post(port: MessagePort, frame: Frame, transfer: Transferable[] = []): void {
  port.postMessage(frame, transfer);
}

// The process's side of the port to the container: everything it sends goes through here, so that small writes of one turn
// leave as one message and still keep their place before whatever is sent after them. Owned by the runtime.

import { queueMicrotask } from '../os/browser-globals.ts';
import type { ProcessControl, ProcessHot, ProcessToContainer } from '../os/messages.ts';
import { ownedBytes } from '../os/owned-bytes.ts';
import { decodeError, type WireError } from '../protocol/wire-error.ts';

/** Beyond this what is gathered leaves at once. */
const coalesceLimit = 64 * 1024;
/**
 * So many writes may leave at once, and one more each millisecond: a program that says something and then never yields
 * again must be heard. The rest of a burst is gathered, since a message between processes costs some 0.08 ms.
 */
const immediateWrites = 16;

type Request = Extract<ProcessControl, { request: number }>;
type WithoutNumber<T> = T extends unknown ? Omit<T, 'request'> : never;

export class ContainerLink {
  /** Writes of this turn that are not sent yet, all to one sink. */
  #sink = '';
  #parts: Uint8Array[] = [];
  #size = 0;
  #scheduled = false;
  #allowance = immediateWrites;
  #allowedAt = 0;
  #requests = 0;
  #posted = 0;
  #ended = false;
  readonly #pending = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();

  /** Called before anything but the filesystem's own operations is sent: what they hold back comes first. */
  beforeSend: () => void = () => {};

  constructor(
    private readonly port: Pick<MessagePort, 'postMessage'>,
    /** Milliseconds, monotonic. */
    private readonly now: () => number,
  ) {}

  send(
    message: Exclude<ProcessToContainer, Extract<ProcessHot, { type: 'write' }>>,
    transfer: Transferable[] = [],
  ): void {
    if (message.type !== 'fs') this.beforeSend();
    this.flush();
    this.#post(message, transfer);
  }

  request(message: WithoutNumber<Request>, transfer: Transferable[] = []): Promise<unknown> {
    const request = ++this.#requests;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(request, { resolve, reject });
    this.send({ ...message, request }, transfer);
    return promise;
  }

  reply(request: number, value: unknown): void {
    this.#pending.get(request)?.resolve(value);
    this.#pending.delete(request);
  }

  replyError(request: number, error: WireError): void {
    this.#pending.get(request)?.reject(decodeError(error));
    this.#pending.delete(request);
  }

  write(sink: string, bytes: Uint8Array): void {
    if (this.#ended) return;
    this.beforeSend();
    if (sink !== this.#sink) this.flush();
    this.#sink = sink;
    this.#parts.push(bytes);
    this.#size += bytes.byteLength;
    if (this.#size >= coalesceLimit || this.#mayLeave()) {
      this.flush();
    } else if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.flush();
      });
    }
  }

  #mayLeave(): boolean {
    const now = this.now();
    this.#allowance = Math.min(immediateWrites, this.#allowance + now - this.#allowedAt);
    this.#allowedAt = now;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }

  /** Posts what was written in this turn. */
  flush(): void {
    if (this.#parts.length === 0) return;
    const { bytes, transfer } = ownedBytes(
      this.#parts.length === 1 && this.#parts[0] ? this.#parts[0] : this.#joined(),
    );
    const sink = this.#sink;
    this.#parts = [];
    this.#size = 0;
    this.#post({ type: 'write', sink, bytes }, transfer);
  }

  /** The process is over: what code of it still says is not its own any more. */
  end(): void {
    this.flush();
    this.#ended = true;
  }

  /** For the next process of the worker: what was posted counts on, and what is still said over this link stays unheard. */
  successor(): ContainerLink {
    const next = new ContainerLink(this.port, this.now);
    next.beforeSend = this.beforeSend;
    next.#requests = this.#requests;
    next.#posted = this.#posted;
    return next;
  }

  /** Messages posted so far: a synchronous call takes its place behind them. */
  get posted(): number {
    return this.#posted;
  }

  #post(message: ProcessToContainer, transfer: Transferable[]): void {
    if (this.#ended) return;
    this.#posted++;
    this.port.postMessage(message, transfer);
  }

  #joined(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.#size);
    let offset = 0;
    for (const part of this.#parts) {
      whole.set(part, offset);
      offset += part.byteLength;
    }
    return whole;
  }
}

// A pseudoterminal: the line discipline between a master (the kernel's PTY session) and the processes of one session. It
// lives from the spawn of the session's leader until the leader ends or the machine hangs it up.

import type { Pid } from '../../protocol/ids.ts';
import { cookedMode, type TtyMode, type TtySize } from '../../os/process-context.ts';
import type { Signal } from '../../os/signals.ts';
import { LineDiscipline } from './line-discipline.ts';
import { ReadQueue, type Party } from './read-queue.ts';
import { TextOutput } from './text-output.ts';

export interface TtyHost {
  signalGroup(pgid: Pid, signal: Signal): void;
  groupOf(party: Party): Pid | undefined;
  /** Tells every process of the session. */
  modeChanged(tty: Tty, except: Party): void;
  sizeChanged(tty: Tty): void;
}

export class Tty {
  readonly #discipline: LineDiscipline;
  readonly #queue: ReadQueue;
  readonly #output = new TextOutput();
  readonly #decoder = new TextDecoder();
  #foreground: Pid;
  #size: TtySize;
  #hungUp = false;

  constructor(
    readonly name: string,
    /** Session id: the leader's pid. */
    readonly session: Pid,
    size: TtySize,
    private readonly host: TtyHost,
  ) {
    this.#foreground = session;
    this.#size = size;
    this.#queue = new ReadQueue(name, (reader) => host.groupOf(reader) === this.#foreground);
    this.#discipline = new LineDiscipline(
      {
        echo: (text) => this.#emit(text),
        signal: (signal) => host.signalGroup(this.#foreground, signal),
        input: (bytes, joinable) => this.#queue.push(bytes, undefined, joinable),
        end: () => this.#queue.pushEnd(),
        flush: () => this.#queue.drop(),
      },
      cookedMode,
    );
  }

  // --- The master's side ---

  get output(): ReadableStream<string> {
    return this.#output.stream;
  }

  discardOutput(): void {
    this.#output.discard();
  }

  type(text: string): void {
    if (!this.#hungUp) this.#discipline.type(text);
  }

  resize(size: TtySize): void {
    if (size.cols === this.#size.cols && size.rows === this.#size.rows) return;
    this.#size = size;
    this.host.sizeChanged(this);
    this.host.signalGroup(this.#foreground, 'SIGWINCH');
  }

  /** Readers get the end, writers EIO, the master the end after what was written. */
  hangUp(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    this.#queue.end();
    this.#output.close();
  }

  // --- The processes' side ---

  get size(): TtySize {
    return this.#size;
  }

  get mode(): TtyMode {
    return this.#discipline.mode;
  }

  get foreground(): Pid {
    return this.#foreground;
  }

  setMode(mode: TtyMode, by: Party): void {
    this.#discipline.setMode(mode);
    this.host.modeChanged(this, by);
  }

  setForeground(pgid: Pid): void {
    this.#foreground = pgid;
    this.#queue.serve();
  }

  /** A read from the background stops the reader's group (SIGTTIN); it is answered once the group is in front. */
  read(party: Party, read: number): void {
    const group = this.host.groupOf(party);
    this.#queue.read(party, read);
    if (!this.#hungUp && group !== undefined && group !== this.#foreground)
      this.host.signalGroup(group, 'SIGTTIN');
  }

  cancel(party: Party, read: number): void {
    this.#queue.cancel(party, read);
  }

  unread(bytes: Uint8Array): void {
    this.#queue.unread(bytes);
  }

  forget(party: Party): void {
    this.#queue.forget(party);
  }

  /** Text of the machine's own. */
  print(text: string): void {
    if (!this.#hungUp) this.#emit(text);
  }

  write(bytes: Uint8Array, party: Party): void {
    if (this.#hungUp) {
      party.taken(this.name, bytes.byteLength);
      party.broken(this.name, 'EIO', true);
      return;
    }
    this.#emit(this.#decoder.decode(bytes, { stream: true }), () => party.taken(this.name, bytes.byteLength));
  }

  #emit(text: string, taken?: () => void): void {
    this.#output.push(this.mode.outputNewline ? text.replaceAll('\n', '\r\n') : text, taken);
  }
}

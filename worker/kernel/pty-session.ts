// One PTY: the process on it, its screen, and the tabs attached. Owned by PtySessions; it dies with its process or on
// Stop, never with a tab.

import type { MachineProcess, WebContainerProcess } from '../container/container.ts';
import type { ExitStatus } from '../os/signals.ts';
import type { Pid, SessionId } from '../protocol/ids.ts';
import type { FilePlace } from '../protocol/open-file.ts';
import type { PtyToTab } from '../protocol/pty-messages.ts';
import { PtyAttachment, type PtyAttachmentOwner } from './pty-attachment.ts';
import { Screen } from './screen.ts';
import type { SessionInfo } from './state.ts';

/** A size for a session that no tab has measured yet. */
export const defaultSize = { cols: 80, rows: 24 };

/** Output is gathered this long, so that a burst is one message; the first byte after a silence goes out at once. */
const batchMs = 4;

/** A batch is sent at this size at the latest, so that flow control can step in between two. */
const batchCharacters = 32_000;

/**
 * Output that is read while the tabs still have enough: as much as they take at once, so that they never wait for a round
 * trip to the process.
 */
const readAhead = 100_000;

/** Unparsed characters in the kernel's own screen above which the process has to wait. */
const screenBacklog = 200_000;

export interface PtySessionHooks {
  /** Its SessionInfo is another. */
  readonly changed: (session: PtySession) => void;
  /** The screen has other content than before. */
  readonly drawn: () => void;
  /** A program wants a file shown in the editor. */
  readonly openFile: (place: FilePlace) => void;
}

export type PtyProcess = WebContainerProcess & Partial<Pick<MachineProcess, 'pid' | 'status'>>;

export class PtySession implements PtyAttachmentOwner, Disposable {
  readonly #screen: Screen;
  readonly #attachments = new Set<PtyAttachment>();
  #process: PtyProcess | null = null;
  #input: WritableStreamDefaultWriter<string> | null = null;
  #status: SessionInfo['status'] = 'exited';
  #batch = '';
  #batchTimer: ReturnType<typeof setTimeout> | undefined;
  #lastFlush = 0;
  #resume: (() => void) | null = null;
  #sizeOwner: PtyAttachment | null = null;

  constructor(
    readonly id: SessionId,
    readonly kind: SessionInfo['kind'],
    private title: string,
    size: { cols: number; rows: number },
    private readonly hooks: PtySessionHooks,
  ) {
    this.#screen = new Screen(
      size.cols > 0 && size.rows > 0 ? size : defaultSize,
      (data) => this.write(data),
      hooks.openFile,
    );
  }

  get info(): SessionInfo {
    const pid: Pid | null = this.#process?.pid ?? null;
    return {
      id: this.id,
      kind: this.kind,
      title: this.title,
      cols: this.#screen.cols,
      rows: this.#screen.rows,
      pid,
      status: this.#status,
    };
  }

  get live(): boolean {
    return this.#process !== null;
  }

  get size(): { cols: number; rows: number } {
    return { cols: this.#screen.cols, rows: this.#screen.rows };
  }

  /**
   * Puts a process on this PTY and returns its exit. A session can run several one after the other (install, then the
   * dev server); only one at a time.
   */
  async run(process: PtyProcess, title = this.title): Promise<ExitStatus | null> {
    this.#process = process;
    this.title = title;
    this.#status = 'live';
    this.#input = process.input.getWriter();
    this.hooks.changed(this);
    await this.#pump(process.output.getReader());
    const code = await process.exit;
    const status = (await process.status) ?? { kind: 'exited' as const, code };
    this.flush();
    this.#process = null;
    this.#input = null;
    this.#status = 'exited';
    this.hooks.changed(this);
    this.#broadcast({ type: 'exit', status });
    return status;
  }

  /** Text of the kernel's own: a notice, not output of the process. */
  print(text: string): void {
    this.#feed(text);
    this.flush();
  }

  /** Takes over the screen of an earlier epoch and says so. */
  restore(screen: string, notice: string): void {
    this.#status = 'restored';
    this.#screen.write(`${screen}\r\n\x1b[0m\x1b[2m${notice}\x1b[0m\r\n`);
  }

  attach(port: MessagePort, size: { cols: number; rows: number }, scrollback?: number): PtyAttachment {
    const attachment = new PtyAttachment(port, this, scrollback);
    this.#attachments.add(attachment);
    this.resize(size.cols, size.rows, attachment);
    return attachment;
  }

  /** Typed input. Ignored where nothing runs: there is nobody to read it. */
  write(data: string): void {
    this.#input?.write(data).catch(() => undefined);
  }

  setSize(cols: number, rows: number, except?: PtyAttachment): void {
    if (cols < 1 || rows < 1 || (cols === this.#screen.cols && rows === this.#screen.rows)) return;
    this.flush();
    this.#screen.resize(cols, rows);
    this.#process?.resize({ cols, rows });
    for (const attachment of this.#attachments)
      if (attachment !== except) attachment.send({ type: 'resize', cols, rows });
    this.hooks.changed(this);
  }

  text(): Promise<string> {
    this.flush();
    return new Promise((resolve) => this.#screen.text(resolve));
  }

  checkpoint(): string {
    return this.#screen.checkpoint();
  }

  kill(): void {
    this.#process?.kill();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#batchTimer);
    for (const attachment of this.#attachments) attachment[Symbol.dispose]();
    this.#attachments.clear();
    this.#screen[Symbol.dispose]();
  }

  // PtyAttachmentOwner

  input(data: string, from: PtyAttachment): void {
    if (from !== this.#sizeOwner) {
      this.#sizeOwner = from;
      if (from.size !== null) this.setSize(from.size.cols, from.size.rows, from);
    }
    this.write(data);
  }

  /** Several tabs can show one session: its size is that of the tab last typed into, or of the only one. */
  resize(cols: number, rows: number, from: PtyAttachment): void {
    if (cols < 1 || rows < 1) return;
    from.size = { cols, rows };
    if (this.#sizeOwner === null || !this.#attachments.has(this.#sizeOwner)) this.#sizeOwner = from;
    if (this.#sizeOwner === from) this.setSize(cols, rows, from);
  }

  detached(attachment: PtyAttachment): void {
    this.#attachments.delete(attachment);
    attachment[Symbol.dispose]();
    this.flowChanged();
  }

  flush(): void {
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    if (this.#batch === '') return;
    const data = this.#batch;
    this.#batch = '';
    this.#send(data);
  }

  replay(
    done: (replay: { cols: number; rows: number; data: string; live: boolean }) => void,
    lines?: number,
  ): void {
    this.#screen.replay(
      (data) => done({ cols: this.#screen.cols, rows: this.#screen.rows, data, live: this.live }),
      lines,
    );
  }

  flowChanged(): void {
    while (this.#batch.length >= batchCharacters && !this.#mustWait()) {
      this.#send(this.#batch.slice(0, batchCharacters));
      this.#batch = this.#batch.slice(batchCharacters);
    }
    if (this.#mustWait()) return;
    if (this.#batch !== '') this.#batchTimer ??= setTimeout(() => this.flush(), batchMs);
    this.#resume?.();
  }

  async #pump(reader: ReadableStreamDefaultReader<string>): Promise<void> {
    for (;;) {
      if (this.#mustWait() && this.#batch.length >= readAhead)
        await new Promise<void>((resolve) => (this.#resume = resolve));
      this.#resume = null;
      const { done, value } = await reader.read();
      if (done) return;
      this.#feed(value);
    }
  }

  #mustWait(): boolean {
    if (this.#screen.pending > screenBacklog) return true;
    for (const attachment of this.#attachments) if (attachment.paused) return true;
    return false;
  }

  #feed(data: string): void {
    this.#batch += data;
    // It waits here; flowChanged sends it.
    if (this.#mustWait()) return;
    const silence = performance.now() - this.#lastFlush;
    if (silence > batchMs || this.#batch.length >= batchCharacters) this.flush();
    else this.#batchTimer ??= setTimeout(() => this.flush(), batchMs);
  }

  #send(data: string): void {
    this.#lastFlush = performance.now();
    this.#broadcast({ type: 'data', data });
    this.#screen.write(data, () => this.flowChanged());
    this.hooks.drawn();
  }

  #broadcast(message: PtyToTab): void {
    for (const attachment of this.#attachments) attachment.send(message);
  }
}

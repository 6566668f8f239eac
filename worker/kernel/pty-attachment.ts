// One tab attached to one session: a replay first, then the stream, with flow control by acknowledged characters.
// Lives until the tab detaches or is gone.

import { tabToPty, type PtyToTab, type TabToPty } from '../protocol/pty-messages.ts';
import { accepts } from '../protocol/schema.ts';

/** Unacknowledged characters at which the process is paused: what xterm parses in some 10 ms, as VS Code has it. */
const highWatermark = 100_000;
const lowWatermark = 5_000;

/**
 * A tab that acknowledges nothing for this long (frozen, throttled in the background) must not hold the machine up: it
 * gets no more data, and a fresh replay when it acknowledges again. Nothing is lost, the screen is kept here.
 */
const lagMs = 1_000;

export interface PtyAttachmentOwner {
  /** Sends and screens what is still gathered, so that a replay does not hold it twice. */
  flush(): void;
  input(data: string, from: PtyAttachment): void;
  resize(cols: number, rows: number, from: PtyAttachment): void;
  detached(from: PtyAttachment): void;
  /** Answers with a replay of everything written before the call, or of the last so many lines. */
  replay(
    done: (replay: { cols: number; rows: number; data: string; live: boolean }) => void,
    lines?: number,
  ): void;
  /** The attachment's need for a pause may have changed. */
  flowChanged(): void;
}

type Phase =
  /** The replay is being made; `held` follows it. */
  | { readonly type: 'replaying'; readonly held: PtyToTab[] }
  | { readonly type: 'streaming' }
  /** Too far behind; the next acknowledgement brings a new replay. */
  | { readonly type: 'lagging' };

export class PtyAttachment implements Disposable {
  /** What the tab last measured; null while it does not know. */
  size: { cols: number; rows: number } | null = null;
  #phase: Phase = { type: 'streaming' };
  #unacknowledged = 0;
  #paused = false;
  #lagTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly port: MessagePort,
    private readonly owner: PtyAttachmentOwner,
    /**
     * Lines of scrollback that the tab keeps; undefined is all. More would be made, sent and parsed for nothing, for so long
     * that the tab falls behind again.
     */
    private readonly scrollback?: number,
  ) {
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (accepts(tabToPty, data)) this.#receive(data);
    };
    this.#startReplay();
  }

  /** Whether this tab wants the process to wait. */
  get paused(): boolean {
    return this.#paused;
  }

  send(message: PtyToTab): void {
    switch (this.#phase.type) {
      case 'replaying':
        this.#phase.held.push(message);
        return;
      case 'lagging':
        // Output is in the coming replay; a resize or an exit is not.
        if (message.type !== 'data') this.port.postMessage(message);
        return;
      case 'streaming':
        this.#post(message);
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#lagTimer);
    this.port.onmessage = null;
    this.port.close();
  }

  #post(message: PtyToTab): void {
    this.port.postMessage(message);
    if (message.type !== 'data') return;
    this.#unacknowledged += message.data.length;
    if (this.#unacknowledged > highWatermark && !this.#paused) {
      this.#paused = true;
      this.#watchLag();
      this.owner.flowChanged();
    }
  }

  #startReplay(): void {
    this.#phase = { type: 'lagging' };
    this.owner.flush();
    const held: PtyToTab[] = [];
    this.#phase = { type: 'replaying', held };
    this.owner.replay((replay) => {
      this.#phase = { type: 'streaming' };
      this.port.postMessage({ type: 'replay', ...replay } satisfies PtyToTab);
      // The replay is acknowledged as a whole: it counts like output.
      this.#unacknowledged += replay.data.length;
      for (const message of held) this.#post(message);
    }, this.scrollback);
  }

  #receive(message: TabToPty): void {
    switch (message.type) {
      case 'input':
        this.owner.input(message.data, this);
        return;
      case 'resize':
        this.owner.resize(message.cols, message.rows, this);
        return;
      case 'ack':
        this.#acknowledge(message.chars);
        return;
      case 'detach':
        this.owner.detached(this);
    }
  }

  #acknowledge(chars: number): void {
    this.#unacknowledged = Math.max(0, this.#unacknowledged - chars);
    if (this.#phase.type === 'lagging') {
      if (this.#unacknowledged <= lowWatermark) this.#startReplay();
      return;
    }
    if (!this.#paused) return;
    if (this.#unacknowledged < lowWatermark) {
      clearTimeout(this.#lagTimer);
      this.#paused = false;
      this.owner.flowChanged();
    } else {
      this.#watchLag();
    }
  }

  #watchLag(): void {
    clearTimeout(this.#lagTimer);
    this.#lagTimer = setTimeout(() => {
      this.#phase = { type: 'lagging' };
      this.#paused = false;
      this.owner.flowChanged();
    }, lagMs);
  }
}

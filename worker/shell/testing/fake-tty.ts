// A terminal for tests: a small line discipline, and the output as text.

import { cookedMode, type Stream, type TtyMode, type TtySize } from '../../os/process-context.ts';
import type { Signal } from '../../os/signals.ts';

type TtyStream = Extract<Stream, { kind: 'tty' }>;

interface Active {
  readonly onData: (chunk: Uint8Array) => void;
  readonly onEnd: () => void;
}

export class FakeTty {
  size: TtySize = { cols: 80, rows: 24 };
  mode: TtyMode = cookedMode;
  foreground = 0;
  /** Everything written, as a terminal would get it. */
  output = '';
  readonly #signal: (group: number, signal: Signal) => void;
  #line = '';
  #ready: (Uint8Array | null)[] = [];
  #active: Active | undefined;
  readonly #decoder = new TextDecoder();

  constructor(signal: (group: number, signal: Signal) => void) {
    this.#signal = signal;
  }

  /** What the user types. */
  type(text: string): void {
    for (const char of text) this.#typed(char);
    this.#deliver();
  }

  stream(): TtyStream {
    let listener: Active | undefined;
    return {
      kind: 'tty',
      size: () => this.size,
      mode: () => this.mode,
      setMode: (mode) => {
        // As n_tty does it: what was typed in canonical mode becomes readable when that mode is left.
        if (this.mode.canonical && !mode.canonical && this.#line !== '') {
          this.#ready.push(new TextEncoder().encode(this.#line));
          this.#line = '';
        }
        this.mode = mode;
      },
      start: (onData, onEnd) => {
        listener = { onData, onEnd };
        this.#active = listener;
        queueMicrotask(() => this.#deliver());
      },
      stop: () => {
        if (this.#active === listener) this.#active = undefined;
      },
      write: (bytes, done) => {
        const text = this.#decoder.decode(bytes, { stream: true });
        this.output += this.mode.outputNewline ? text.replaceAll('\n', '\r\n') : text;
        queueMicrotask(() => done?.());
      },
      close: () => {},
    };
  }

  #typed(char: string): void {
    const { mode } = this;
    const signal = ({ '\x03': 'SIGINT', '\x1a': 'SIGTSTP', '\x1c': 'SIGQUIT' } as const)[char];
    if (mode.signals && signal !== undefined) {
      this.output += `^${String.fromCharCode(char.charCodeAt(0) + 64)}`;
      this.#line = '';
      this.#signal(this.foreground, signal);
      return;
    }
    const read = mode.inputNewline && char === '\r' ? '\n' : char;
    if (!mode.canonical) {
      this.#ready.push(new TextEncoder().encode(read));
      return;
    }
    if (read === '\x04') {
      this.#ready.push(this.#line === '' ? null : new TextEncoder().encode(this.#line));
      this.#line = '';
      return;
    }
    if (mode.echo) this.output += read === '\n' ? '\r\n' : read;
    this.#line += read;
    if (read === '\n') {
      this.#ready.push(new TextEncoder().encode(this.#line));
      this.#line = '';
    }
  }

  #deliver(): void {
    while (this.#active !== undefined && this.#ready.length > 0) {
      const chunk = this.#ready.shift();
      if (chunk === null) this.#active.onEnd();
      else if (chunk !== undefined) this.#active.onData(chunk);
    }
  }
}

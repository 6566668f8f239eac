// The screen and scrollback of one session, kept in the kernel by a headless xterm so that any tab can be given it whole.

import './headless-window.ts';
import { SerializeAddon } from '@xterm/addon-serialize';
import { Terminal } from '@xterm/headless';
import { openFileCode, parseOpenFile, type FilePlace } from '../protocol/open-file.ts';

/**
 * Lines of scrollback. A reload in the middle of 100,000 lines must lose none (rule K6); a cell takes 12 bytes, and lines
 * are only allocated when they are used.
 */
export const scrollbackLines = 120_000;

/** Lines that a checkpoint keeps: what a person still wants to read after the browser ended the session. */
const checkpointLines = 2_000;

export class Screen implements Disposable {
  readonly #terminal: Terminal;
  readonly #serializer = new SerializeAddon();
  #pending = 0;

  /**
   * The kernel is the one terminal, tabs only mirror it: `answer` gets the replies to terminal queries (DA, CPR), `openFile` what a
   * program wants shown in the editor.
   */
  constructor(
    size: { cols: number; rows: number },
    answer: (data: string) => void,
    openFile: (place: FilePlace) => void,
  ) {
    this.#terminal = new Terminal({ ...size, scrollback: scrollbackLines, allowProposedApi: true });
    this.#terminal.loadAddon(this.#serializer);
    this.#terminal.onData(answer);
    this.#terminal.parser.registerOscHandler(openFileCode, (data) => {
      const place = parseOpenFile(data);
      if (place !== null) openFile(place);
      return true;
    });
  }

  get cols(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** Characters written but not parsed yet. */
  get pending(): number {
    return this.#pending;
  }

  write(data: string, parsed?: () => void): void {
    this.#pending += data.length;
    this.#terminal.write(data, () => {
      this.#pending -= data.length;
      parsed?.();
    });
  }

  /** After everything written so far was parsed. */
  resize(cols: number, rows: number): void {
    this.#terminal.write('', () => this.#terminal.resize(cols, rows));
  }

  /**
   * Escape sequences that rebuild screen, scrollback (all of it, or so many lines), cursor and modes, as of everything
   * written before this call.
   */
  replay(done: (data: string) => void, scrollback?: number): void {
    this.#terminal.write('', () =>
      done(this.#serializer.serialize(scrollback === undefined ? {} : { scrollback })),
    );
  }

  checkpoint(): string {
    return this.#serializer.serialize({ scrollback: checkpointLines });
  }

  /** The text without attributes; wrapped lines are joined, trailing blanks and blank last lines dropped. */
  text(done: (text: string) => void): void {
    this.#terminal.write('', () => {
      const buffer = this.#terminal.buffer.active;
      const lines: string[] = [];
      for (let row = 0; row < buffer.length; row++) {
        const line = buffer.getLine(row);
        if (line === undefined) continue;
        const text = line.translateToString(true);
        if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
        else lines.push(text);
      }
      while (lines.at(-1) === '') lines.pop();
      done(lines.join('\n'));
    });
  }

  [Symbol.dispose](): void {
    this.#terminal.dispose();
  }
}

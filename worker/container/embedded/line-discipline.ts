// What a terminal driver does between the keyboard and a reader (termios(3), Linux n_tty): line editing, echo, signals
// and newline mapping. Pure: what it decides goes to the `Driver`. Owned by its tty.

import type { TtyMode } from '../../os/process-context.ts';
import type { Signal } from '../../os/signals.ts';
import { columnsOf } from './columns.ts';

interface Driver {
  /** To the screen; newline mapping is still to be done. */
  echo(text: string): void;
  /** To the foreground group. */
  signal(signal: Signal): void;
  /** To the readers. A line is not joined with the next one. */
  input(bytes: Uint8Array, joinable: boolean): void;
  /** The next read returns the end. */
  end(): void;
  /** Discards input that nobody has read. */
  flush(): void;
}

const keys = {
  interrupt: '\x03',
  end: '\x04',
  reprint: '\x12',
  kill: '\x15',
  literalNext: '\x16',
  eraseWord: '\x17',
  suspend: '\x1a',
  quit: '\x1c',
  erase: '\x7f',
} as const;

const signals: Readonly<Record<string, Signal>> = {
  [keys.interrupt]: 'SIGINT',
  [keys.suspend]: 'SIGTSTP',
  [keys.quit]: 'SIGQUIT',
};

// eslint-disable-next-line no-control-regex -- control characters are the point
const signalKeys = /([\x03\x1a\x1c])/;

const tabStop = 8;

export class LineDiscipline {
  #mode: TtyMode;
  /** The line being edited, a code point each. */
  #line: string[] = [];
  #literal = false;
  /** A high surrogate whose other half comes with the next input. */
  #half = '';
  readonly #encoder = new TextEncoder();

  constructor(
    private readonly driver: Driver,
    mode: TtyMode,
  ) {
    this.#mode = mode;
  }

  get mode(): TtyMode {
    return this.#mode;
  }

  /** Leaving canonical mode makes a half-typed line readable, as in Linux. */
  setMode(mode: TtyMode): void {
    const leaving = this.#mode.canonical && !mode.canonical;
    this.#mode = mode;
    if (leaving) this.#submit(true);
    this.#literal = false;
  }

  type(text: string): void {
    text = this.#half + text;
    this.#half = '';
    if (/[\ud800-\udbff]$/.test(text)) {
      this.#half = text.slice(-1);
      text = text.slice(0, -1);
    }
    if (this.#mode.canonical) for (const character of text) this.#edit(character);
    else this.#pass(text);
  }

  /** Non-canonical: everything goes on at once. */
  #pass(text: string): void {
    if (this.#mode.inputNewline) text = text.replaceAll('\r', '\n');
    let rest = '';
    for (const part of this.#mode.signals ? text.split(signalKeys) : [text]) {
      const signal = this.#mode.signals ? signals[part] : undefined;
      if (signal === undefined) {
        rest += part;
        if (this.#mode.echo) this.driver.echo(visible(part));
      } else {
        rest = '';
        this.#signal(part, signal);
      }
    }
    if (rest !== '') this.driver.input(this.#encoder.encode(rest), true);
  }

  #edit(character: string): void {
    if (this.#literal) {
      this.#literal = false;
      this.#insert(character);
      return;
    }
    if (character === '\r' && this.#mode.inputNewline) character = '\n';
    const signal = this.#mode.signals ? signals[character] : undefined;
    if (signal !== undefined) {
      this.#signal(character, signal);
      return;
    }
    switch (character) {
      case '\n':
        this.#line.push('\n');
        if (this.#mode.echo) this.driver.echo('\n');
        this.#submit(false);
        break;
      case keys.end:
        if (this.#line.length === 0) this.driver.end();
        else this.#submit(false);
        break;
      case keys.erase:
        this.#eraseLast();
        break;
      case keys.eraseWord:
        while (this.#line.length > 0 && !isWord(this.#line.at(-1))) this.#eraseLast();
        while (this.#line.length > 0 && isWord(this.#line.at(-1))) this.#eraseLast();
        break;
      case keys.kill:
        while (this.#line.length > 0) this.#eraseLast();
        break;
      case keys.reprint:
        if (this.#mode.echo) this.driver.echo(`^R\n${this.#line.map(visible).join('')}`);
        break;
      case keys.literalNext:
        this.#literal = true;
        if (this.#mode.echo) this.driver.echo('^\b');
        break;
      default:
        this.#insert(character);
    }
  }

  #insert(character: string): void {
    this.#line.push(character);
    if (this.#mode.echo) this.driver.echo(visible(character));
  }

  #eraseLast(): void {
    const erased = this.#line.at(-1);
    if (erased === undefined) return;
    const before = this.#width();
    this.#line.pop();
    if (!this.#mode.echo) return;
    const columns = before - this.#width();
    // A tab's blanks are already blank: only the cursor goes back.
    this.driver.echo(erased === '\t' ? '\b'.repeat(columns) : '\b \b'.repeat(columns));
  }

  /** Columns of the line so far; a tab's width counts from the line's own start. */
  #width(): number {
    let column = 0;
    for (const character of this.#line) {
      if (character === '\t') column += tabStop - (column % tabStop);
      else column += visible(character).length === 2 && isControl(character) ? 2 : columnsOf(character);
    }
    return column;
  }

  #signal(character: string, signal: Signal): void {
    if (this.#mode.echo) this.driver.echo(visible(character));
    this.#line = [];
    this.driver.flush();
    this.driver.signal(signal);
  }

  #submit(joinable: boolean): void {
    const line = this.#line.join('');
    this.#line = [];
    if (line !== '') this.driver.input(this.#encoder.encode(line), joinable);
  }
}

function isControl(character: string): boolean {
  return (character < ' ' && character !== '\n' && character !== '\t') || character === '\x7f';
}

/** ECHOCTL: control characters as ^X. */
function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are the point
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (control) =>
    control === '\x7f' ? '^?' : `^${String.fromCharCode(control.charCodeAt(0) + 64)}`,
  );
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

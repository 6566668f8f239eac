// What npm writes: results to stdout, everything else to stderr, and on a terminal one line of progress that never
// stays. Owned by one run of the program.
import type { Stream, TtySize } from '../os/process-context.ts';
import type { ErrorLine } from './npm-error.ts';
import type { PlatformServices } from './platform-services.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameTime = 80;
const levels = ['silent', 'error', 'warn', 'notice', 'http', 'info', 'verbose', 'silly'];

export class Terminal {
  readonly #pending = new Set<Promise<void>>();
  readonly #encoder = new TextEncoder();
  #progress: string | undefined;
  #progressAllowed = true;
  #shown = false;
  #frame = 0;
  #ticker: Disposable | undefined;
  #level = levels.indexOf('notice');
  #color: boolean;

  constructor(
    private readonly stdout: Stream | undefined,
    private readonly stderr: Stream | undefined,
    private readonly services: Pick<PlatformServices, 'every'>,
    env: Readonly<Record<string, string>>,
  ) {
    this.#color = stderr?.kind === 'tty' && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb';
  }

  get isTty(): boolean {
    return this.stderr?.kind === 'tty';
  }

  get size(): TtySize | undefined {
    return this.stdout?.kind === 'tty' ? this.stdout.size() : undefined;
  }

  get silent(): boolean {
    return this.#level === 0;
  }

  setLevel(level: string): void {
    const index = levels.indexOf(level);
    if (index !== -1) this.#level = index;
  }

  disableProgress(): void {
    this.#progressAllowed = false;
  }

  /** A line of the result. */
  line(text = ''): void {
    this.clearProgress();
    this.write(this.stdout, `${text}\n`);
  }

  /** What stands before a person's answer, on the same line. */
  prompt(question: string): void {
    this.clearProgress();
    this.write(this.stdout, question);
  }

  warn(prefix: string, text: string): void {
    if (this.#level < levels.indexOf('warn')) return;
    this.log('warn', 33, prefix, text);
  }

  /** The lines of a failure, its code first, as npm prints them. */
  fail(code: string | undefined, lines: readonly ErrorLine[]): void {
    if (this.silent) return;
    if (code !== undefined) this.log('error', 31, 'code', code);
    for (const { prefix, text } of lines) this.log('error', 31, prefix, text);
  }

  /** Lines on stderr without npm's prefix. */
  note(text: string): void {
    this.clearProgress();
    this.write(this.stderr, `${text}\n`);
  }

  progress(text: string): void {
    if (!this.isTty || this.silent || !this.#progressAllowed) return;
    this.#progress = text;
    if (this.#ticker !== undefined) return;
    this.drawProgress();
    this.#ticker = this.services.every(frameTime, () => {
      this.#frame++;
      this.drawProgress();
    });
  }

  endProgress(): void {
    this.#ticker?.[Symbol.dispose]();
    this.#ticker = undefined;
    this.#progress = undefined;
    this.clearProgress();
  }

  /** Resolves when every byte is the reader's. */
  async flush(): Promise<void> {
    this.endProgress();
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  private log(level: string, color: number, prefix: string, text: string): void {
    this.clearProgress();
    const paint = (code: number, word: string) =>
      this.#color ? `\x1b[${String(code)}m${word}\x1b[39m` : word;
    const head = `${this.#color ? '\x1b[1mnpm\x1b[22m' : 'npm'} ${paint(color, level)}`;
    const label = prefix === '' ? '' : ` ${paint(level === 'error' && prefix === 'code' ? 35 : 94, prefix)}`;
    for (const line of text.split('\n')) {
      this.write(this.stderr, `${head}${label}${line === '' ? '' : ` ${line}`}\n`);
    }
  }

  private drawProgress(): void {
    if (this.#progress === undefined || this.stderr?.kind !== 'tty') return;
    const { cols } = this.stderr.size();
    const text = `${frames[this.#frame % frames.length] ?? ''} ${this.#progress}`;
    // A line that wrapped could not be erased.
    const fitting = cols > 0 && text.length >= cols ? text.slice(0, cols - 1) : text;
    this.write(this.stderr, `\r\x1b[2K${fitting}`);
    this.#shown = true;
  }

  private clearProgress(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.write(this.stderr, '\r\x1b[2K');
  }

  private write(stream: Stream | undefined, text: string): void {
    if (stream === undefined || stream.kind === 'null' || stream.kind === 'pipe-read') return;
    const bytes = this.#encoder.encode(text);
    if (stream.kind === 'file') {
      stream.file.write(bytes, null);
      return;
    }
    const written = new Promise<void>((resolve) => {
      // A reader that is gone wants no more; npm ends as it would have.
      stream.write(bytes, () => {
        resolve();
      });
    });
    this.#pending.add(written);
    void written.then(() => this.#pending.delete(written));
  }
}

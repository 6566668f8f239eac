// An interactive jsh on a fake terminal whose screen is a real terminal emulator's.

import { Terminal } from '@xterm/headless';
import type { ExitStatus } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import { FakeMachine } from './fake-machine.ts';

export interface InteractiveOptions {
  readonly machine?: FakeMachine;
  readonly cols?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** How long `until` waits for what it is told to wait for. */
const patienceMs = 4000;

export class InteractiveShell {
  readonly machine: FakeMachine;
  readonly pid: Pid;
  readonly exited: Promise<ExitStatus>;
  readonly #terminal: Terminal;
  #shown = 0;

  constructor(options: InteractiveOptions = {}) {
    this.machine = options.machine ?? new FakeMachine();
    const { tty } = this.machine;
    const cols = options.cols ?? 60;
    tty.size = { cols, rows: 20 };
    this.#terminal = new Terminal({ cols, rows: 20, allowProposedApi: true });
    const { pid, exited } = this.machine.start(
      {
        program: 'jsh',
        argv: ['jsh'],
        env: { PATH: '/usr/local/bin:/bin', HOME: '/home', ...options.env },
        cwd: '/home',
      },
      [tty.stream(), tty.stream(), tty.stream()],
    );
    this.pid = pid;
    this.exited = exited;
    tty.foreground = pid;
  }

  type(text: string): void {
    this.machine.tty.type(text);
  }

  resize(cols: number): void {
    this.machine.tty.size = { cols, rows: 20 };
    this.#terminal.resize(cols, 20);
    this.machine.signal(this.pid, 'SIGWINCH');
  }

  /** The rows of the screen without blanks at their ends, down to the last one that shows anything. */
  async screen(): Promise<string[]> {
    const { output } = this.machine.tty;
    const fresh = output.slice(this.#shown);
    this.#shown = output.length;
    await new Promise<void>((resolve) => this.#terminal.write(fresh, resolve));
    const { buffer } = this.#terminal;
    const rows: string[] = [];
    for (let row = 0; row < buffer.active.length; row += 1)
      rows.push(buffer.active.getLine(row)?.translateToString(true).trimEnd() ?? '');
    while (rows.at(-1) === '') rows.pop();
    return rows;
  }

  /** Where the cursor is: row of the screen and column. */
  async cursor(): Promise<{ row: number; column: number }> {
    await this.screen();
    const { active } = this.#terminal.buffer;
    return { row: active.baseY + active.cursorY, column: active.cursorX };
  }

  /** Waits until the screen, its rows joined by newlines, matches. */
  async until(pattern: RegExp): Promise<string[]> {
    const start = Date.now();
    for (;;) {
      const rows = await this.screen();
      if (pattern.test(rows.join('\n'))) return rows;
      if (Date.now() - start > patienceMs) throw new Error(`no ${String(pattern)} in:\n${rows.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

// The interactive shell: prompt, read, run, and again, until ^D or `exit`.

import { builtinNames } from '../builtins/names.ts';
import { errorText } from '../commands/error-text.ts';
import { appletNames } from '../commands/names.ts';
import { absolutePath } from '../expand/glob.ts';
import { evaluate } from '../interpreter/evaluate.ts';
import { runList, runPendingTraps } from '../interpreter/execute.ts';
import { FunctionReturn, LoopJump, ShellExit } from '../interpreter/flow.ts';
import type { Frame } from '../interpreter/frame.ts';
import { ShellError } from '../interpreter/shell-error.ts';
import { writeText } from '../interpreter/shell.ts';
import { IncompleteInput, ShellSyntaxError } from '../lexer/syntax-error.ts';
import type { List } from '../parser/ast.ts';
import { parserOf } from '../parser/parser.ts';
import { BrokenPipe, Interrupted } from '../stream/interrupted.ts';
import type { Description, TtyStream } from '../stream/description.ts';
import { decodeText } from '../stream/text.ts';
import { complete } from './completion.ts';
import { History } from './history.ts';
import { LineEditor, type EditedLine } from './line-editor.ts';
import { continuationPrompt, primaryPrompt } from './prompt.ts';

const keywords = [
  'case',
  'do',
  'done',
  'elif',
  'else',
  'esac',
  'fi',
  'for',
  'function',
  'if',
  'in',
  'then',
  'time',
  'until',
  'while',
];

export async function runInteractive(frame: Frame): Promise<number> {
  const { shell } = frame;
  const input = frame.fds.get(0);
  const { tty } = shell;
  if (input === undefined || tty === undefined) throw new Error('an interactive shell needs a terminal');
  return new Session(frame, input, tty).run();
}

class Session {
  readonly #frame: Frame;
  readonly #input: Description;
  readonly #tty: TtyStream;
  readonly #history: History;
  #killed = '';
  #editor: LineEditor | undefined;
  #warnedOfJobs = false;

  constructor(frame: Frame, input: Description, tty: TtyStream) {
    this.#frame = frame;
    this.#input = input;
    this.#tty = tty;
    const { context } = frame.shell;
    const home = frame.state.variables.get('HOME');
    this.#history = new History(
      context.fs,
      home === undefined ? undefined : absolutePath(home, '.jsh_history'),
    );
  }

  async run(): Promise<number> {
    const { shell, state } = this.#frame;
    const { context } = shell;
    // A shell that is to stop others must lead a group of its own.
    context.sys.setProcessGroup(context.pid, context.pid);
    shell.takeTerminal();
    shell.history = { list: () => this.#history.lines, clear: () => this.#history.clear() };
    using _resize = context.onSignal('SIGWINCH', () => this.#editor?.resized());
    await this.#guard(() => this.#readStartupFile());
    for (;;) {
      await this.#reportJobs();
      const list = await this.#readCommand();
      if (list === 'end') {
        if (this.#mayLeave()) return state.status;
        await writeText(this.#frame.fds.get(2), 'There are stopped jobs.\n');
        continue;
      }
      if (list === null) continue;
      this.#warnedOfJobs = false;
      await this.#guard(async () => {
        await runList(this.#frame, list);
        await runPendingTraps(this.#frame);
      });
      shell.takeTerminal();
    }
  }

  /** Runs what a line says; whatever goes wrong leads back to the prompt. `exit` goes through. */
  async #guard(body: () => Promise<unknown>): Promise<void> {
    const { shell, state, fds } = this.#frame;
    shell.interrupted = false;
    try {
      await body();
    } catch (error) {
      if (error instanceof Interrupted) state.status = 130;
      else if (error instanceof BrokenPipe) state.status = 141;
      else if (error instanceof FunctionReturn) state.status = error.status;
      else if (error instanceof ShellError) {
        await shell.complain(fds, error.message);
        state.status = error.status;
      } else if (error instanceof ShellExit) throw error;
      else if (!(error instanceof LoopJump)) {
        // A defect of the shell costs the line, not the session.
        await shell.complain(fds, `internal error: ${errorText(error)}`);
        state.status = 70;
      }
    }
    // The terminal has echoed ^C and nothing behind it.
    if (shell.interrupted) await writeText(fds.get(2), '\n');
  }

  async #readStartupFile(): Promise<void> {
    const { shell, state } = this.#frame;
    const home = state.variables.get('HOME');
    const path = home === undefined ? undefined : absolutePath(home, '.jshrc');
    if (path === undefined || shell.context.fs.tryStat(path)?.type !== 'file') return;
    await evaluate(this.#frame, decodeText(shell.context.fs.readFile(path)));
  }

  async #reportJobs(): Promise<void> {
    const lines = this.#frame.shell.jobs.takeReports();
    if (lines.length > 0) await writeText(this.#frame.fds.get(2), `${lines.join('\n')}\n`);
  }

  #mayLeave(): boolean {
    const stopped = this.#frame.shell.jobs.list().some(({ state }) => state.type === 'stopped');
    if (!stopped || this.#warnedOfJobs) return true;
    this.#warnedOfJobs = true;
    return false;
  }

  /** The next complete command, over as many lines as it takes; null where it was given up or is wrong. */
  async #readCommand(): Promise<List | null | 'end'> {
    const { shell, state, fds } = this.#frame;
    this.#freshLine();
    let text = '';
    for (;;) {
      const line = await this.#edit(text === '' ? primaryPrompt(state) : continuationPrompt(state));
      if (line.type === 'interrupt') {
        state.status = 130;
        return null;
      }
      if (line.type === 'end' && text === '') return 'end';
      if (line.type === 'line') text += `${text === '' ? '' : '\n'}${line.text}`;
      try {
        const parser = parserOf(`${text}\n`, { aliases: state.aliases, complete: line.type === 'end' });
        const list: List[number][] = [];
        for (let next = parser.nextLine(); next !== null; next = parser.nextLine()) list.push(...next);
        this.#history.add(text);
        return list.length === 0 ? null : list;
      } catch (error) {
        if (error instanceof IncompleteInput && line.type === 'line') continue;
        if (!(error instanceof ShellSyntaxError)) throw error;
        this.#history.add(text);
        await shell.complain(fds, error.message);
        state.status = 2;
        return null;
      }
    }
  }

  async #edit(prompt: string): Promise<EditedLine> {
    const editor = new LineEditor({
      input: this.#input,
      tty: this.#tty,
      prompt,
      history: this.#history,
      killed: this.#killed,
      complete: (text, cursor) => complete(this.#completionScope(), text, cursor),
    });
    this.#editor = editor;
    const line = await editor.read();
    this.#editor = undefined;
    this.#killed = line.killed;
    return line;
  }

  /**
   * Begins a new row where output did not end in a newline, with a mark behind that output (zsh's PROMPT_SP): the mark
   * and a row of blanks wrap to the next row unless they began at the left edge, where they are wiped.
   */
  #freshLine(): void {
    const { cols } = this.#tty.size();
    if (cols < 2) return;
    const text = `\x1b[2m⏎\x1b[0m${' '.repeat(cols - 1)}\r\x1b[K`;
    this.#tty.write(new TextEncoder().encode(text));
  }

  #completionScope(): Parameters<typeof complete>[0] {
    const { shell, state } = this.#frame;
    return {
      fs: shell.context.fs,
      cwd: state.cwd,
      path: state.variables.get('PATH') ?? '',
      home: state.variables.get('HOME'),
      commands: [
        ...appletNames,
        ...builtinNames,
        ...keywords,
        ...state.aliases.keys(),
        ...state.functions.keys(),
      ].filter((name) => /^\w/.test(name)),
      variables: state.variables.entries().map(([name]) => name),
    };
  }
}

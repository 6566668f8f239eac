// Reads one line from a terminal in raw mode, with emacs' keys. One a prompt; what was typed behind the line goes back to
// the description, so that the command or the next prompt gets it.

import { rawMode, cookedMode } from '../../os/process-context.ts';
import { Interrupted } from '../stream/interrupted.ts';
import type { Description, TtyStream } from '../stream/description.ts';
import { encodeText } from '../stream/text.ts';
import { commonPrefix, formatColumns, type Completion } from './completion-format.ts';
import { HistoryWalk, type History } from './history.ts';
import { KeyDecoder, type Key } from './keys.ts';
import { LineBuffer } from './line-buffer.ts';
import { Screen } from './screen.ts';
import { ReverseSearch } from './reverse-search.ts';

export interface LineEditorOptions {
  readonly input: Description;
  readonly tty: TtyStream;
  readonly prompt: string;
  readonly history: History;
  /** Candidates for the word that ends at the cursor. */
  readonly complete: (text: string, cursor: number) => Completion;
  /** Text cut on an earlier line. */
  readonly killed?: string;
}

export type EditedLine =
  | { readonly type: 'line'; readonly text: string; readonly killed: string }
  /** ^C. */
  | { readonly type: 'interrupt'; readonly killed: string }
  /** ^D on an empty line, or the terminal is gone. */
  | { readonly type: 'end'; readonly killed: string };

const pasteOn = '\x1b[?2004h';
const pasteOff = '\x1b[?2004l';

export class LineEditor {
  readonly #options: LineEditorOptions;
  readonly #screen: Screen;
  readonly #buffer: LineBuffer;
  #walk: HistoryWalk | null = null;
  #search: ReverseSearch | null = null;
  #listed = false;
  #lastArgumentDepth = 0;
  #result: 'line' | 'interrupt' | 'end' | null = null;

  constructor(options: LineEditorOptions) {
    this.#options = options;
    this.#screen = new Screen(
      (text) => this.#write(text),
      () => options.tty.size().cols,
      options.prompt,
    );
    this.#buffer = new LineBuffer(options.killed);
  }

  async read(): Promise<EditedLine> {
    const { input, tty } = this.#options;
    tty.setMode(rawMode);
    this.#write(pasteOn);
    this.#draw();
    const decoder = new KeyDecoder();
    const never = new AbortController().signal;
    while (this.#result === null) {
      const bytes = await input.read(never).catch((error: unknown) => {
        if (error instanceof Interrupted) return null;
        throw error;
      });
      if (bytes === null) {
        this.#result = 'end';
        break;
      }
      for (const key of decoder.decode(bytes)) {
        this.#press(key);
        if (this.#result !== null) break;
      }
      if (this.#result === null) this.#draw();
    }
    const rest = decoder.takeRest();
    this.#draw();
    this.#screen.finish(this.#result === 'interrupt' ? '^C' : '');
    this.#write(pasteOff);
    tty.setMode(cookedMode);
    giveBack(input, rest);
    const { text, killed } = this.#buffer;
    return this.#result === 'line' ? { type: 'line', text, killed } : { type: this.#result, killed };
  }

  resized(): void {
    if (this.#result === null) this.#screen.resized();
  }

  #write(text: string): void {
    this.#options.tty.write(encodeText(text));
  }

  #draw(): void {
    this.#screen.draw(this.#search?.text ?? this.#buffer.text, this.#search?.cursor ?? this.#buffer.cursor);
  }

  #press(key: Key): void {
    if (this.#search !== null && this.#pressInSearch(this.#search, key)) return;
    const name = key.type === 'key' ? key.name : key.type;
    if (name !== 'up' && name !== 'down' && name !== 'ctrl-p' && name !== 'ctrl-n') this.#walk = null;
    if (name !== 'alt-.') this.#lastArgumentDepth = 0;
    if (name === 'tab') {
      this.#complete();
      return;
    }
    this.#listed = false;
    if (key.type === 'key') this.#command(key.name);
    else this.#buffer.insert(key.text);
  }

  #command(name: string): void {
    const buffer = this.#buffer;
    const { cursor, text } = buffer;
    switch (name) {
      case 'enter':
        this.#result = 'line';
        buffer.moveTo(text.length);
        return;
      case 'ctrl-c':
        this.#result = 'interrupt';
        return;
      case 'ctrl-d':
        if (text === '') this.#result = 'end';
        else buffer.deleteForward();
        return;
      case 'delete':
        return buffer.deleteForward();
      case 'backspace':
        return buffer.deleteBackward();
      case 'ctrl-a':
      case 'home':
        return buffer.moveTo(buffer.lineStart());
      case 'ctrl-e':
      case 'end':
        return buffer.moveTo(buffer.lineEnd());
      case 'ctrl-b':
      case 'left':
        return buffer.moveTo(buffer.before(cursor));
      case 'ctrl-f':
      case 'right':
        return buffer.moveTo(buffer.after(cursor));
      case 'alt-b':
      case 'ctrl-left':
      case 'alt-left':
        return buffer.moveTo(buffer.wordBefore(cursor));
      case 'alt-f':
      case 'ctrl-right':
      case 'alt-right':
        return buffer.moveTo(buffer.wordAfter(cursor));
      case 'ctrl-k':
        return buffer.kill(cursor, buffer.lineEnd() === cursor ? buffer.after(cursor) : buffer.lineEnd());
      case 'ctrl-u':
        return buffer.kill(buffer.lineStart(), cursor);
      case 'ctrl-w':
        return buffer.kill(buffer.blankWordBefore(cursor), cursor);
      case 'alt-backspace':
        return buffer.kill(buffer.wordBefore(cursor), cursor);
      case 'alt-d':
      case 'ctrl-delete':
        return buffer.kill(cursor, buffer.wordAfter(cursor));
      case 'ctrl-y':
        return buffer.yank();
      case 'ctrl-t':
        return buffer.transpose();
      case 'ctrl-_':
        return buffer.undo();
      case 'ctrl-l':
        return this.#screen.clear();
      case 'up':
        if (!buffer.moveVertically(-1)) this.#recall(-1);
        return;
      case 'down':
        if (!buffer.moveVertically(1)) this.#recall(1);
        return;
      case 'ctrl-p':
        return this.#recall(-1);
      case 'ctrl-n':
        return this.#recall(1);
      case 'ctrl-r':
        this.#search = new ReverseSearch(this.#options.history.lines);
        return;
      case 'alt-.':
        return this.#insertLastArgument();
      default:
        return;
    }
  }

  #recall(by: -1 | 1): void {
    this.#walk ??= new HistoryWalk(this.#options.history.lines, this.#buffer.text);
    const line = this.#walk.step(by);
    if (line !== undefined) this.#buffer.set(line);
  }

  #insertLastArgument(): void {
    const { lines } = this.#options.history;
    const previous = lines.at(-1 - this.#lastArgumentDepth);
    if (previous === undefined) return;
    if (this.#lastArgumentDepth > 0) this.#buffer.undo();
    this.#lastArgumentDepth += 1;
    const { text, cursor } = this.#buffer;
    this.#buffer.set(
      text.slice(0, cursor) + lastWord(previous) + text.slice(cursor),
      cursor + lastWord(previous).length,
    );
  }

  /** True where the key belonged to the search; otherwise the found line is edited with it. */
  #pressInSearch(search: ReverseSearch, key: Key): boolean {
    if (key.type !== 'key') {
      search.type(key.text);
      return true;
    }
    switch (key.name) {
      case 'ctrl-r':
        search.older();
        return true;
      case 'backspace':
        search.erase();
        return true;
      case 'ctrl-g':
        this.#search = null;
        return true;
      case 'ctrl-c':
        this.#search = null;
        return false;
      default:
        if (search.match !== undefined) this.#buffer.set(search.match);
        this.#search = null;
        // Escape alone arrives with the key behind it: it only ends the search.
        return key.name.startsWith('alt-');
    }
  }

  #complete(): void {
    const buffer = this.#buffer;
    const completion = this.#options.complete(buffer.text, buffer.cursor);
    const { candidates, start } = completion;
    const [only] = candidates;
    if (only === undefined) return;
    if (candidates.length === 1) {
      const end = buffer.text[buffer.cursor] === ' ' && only.end === ' ' ? '' : only.end;
      buffer.replace(start, buffer.cursor, only.insert + end);
      return;
    }
    const common = commonPrefix(candidates.map(({ insert }) => insert));
    if (common.length > buffer.cursor - start) {
      buffer.replace(start, buffer.cursor, common);
      this.#listed = false;
      return;
    }
    if (this.#listed) {
      this.#draw();
      this.#screen.show(
        formatColumns(
          candidates.map(({ label }) => label),
          this.#options.tty.size().cols || 80,
        ),
      );
    }
    this.#listed = !this.#listed;
  }
}

/**
 * What was typed behind the line is the next command's or the program's input, a line at a time, as the terminal itself
 * would have kept it: with newlines, since it is read in the mode that they are for.
 */
function giveBack(input: Description, text: string): void {
  const lines = text.replaceAll('\r', '\n').match(/[^\n]*\n|[^\n]+$/g) ?? [];
  for (const line of lines.reverse()) input.unread(encodeText(line));
}

function lastWord(line: string): string {
  return /(?:"[^"]*"|'[^']*'|\\.|\S)+\s*$/.exec(line)?.[0].trimEnd() ?? '';
}

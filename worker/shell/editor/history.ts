// The lines typed before, kept in $HOME/.jsh_history: appended one by one, so that several shells share it and a crash
// loses none. A line that continues another ends in a backslash, as in zsh's file.

import { openFlags, type FileSystem } from '../../vfs/filesystem.ts';
import { decodeText, encodeText } from '../stream/text.ts';

/** Enough for months; the file is cut to it when a shell starts. */
const limit = 5000;

export class History {
  readonly #fs: FileSystem;
  readonly #path: string | undefined;
  #lines: string[] = [];

  /** Without a path nothing is kept beyond the shell. */
  constructor(fs: FileSystem, path: string | undefined) {
    this.#fs = fs;
    this.#path = path;
    if (path === undefined || fs.tryStat(path) === undefined) return;
    try {
      const text = decodeText(fs.readFile(path));
      this.#lines = text
        .split(/(?<!\\)\n/)
        .filter((line) => line !== '')
        .map((line) => line.replaceAll('\\\n', '\n'));
      if (this.#lines.length > limit * 1.2) {
        this.#lines = this.#lines.slice(-limit);
        fs.writeFile(path, encodeText(this.#lines.map(encodeEntry).join('')));
      }
    } catch {
      // An unreadable history is no reason not to start; lines of this shell are still kept in memory.
    }
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Remembers a line unless it is blank, begins with a space or repeats the last one. */
  add(line: string): void {
    if (line.trim() === '' || line.startsWith(' ') || line === this.#lines.at(-1)) return;
    this.#lines.push(line);
    if (this.#path === undefined) return;
    try {
      const file = this.#fs.open(
        this.#path,
        openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_APPEND,
        0o600,
      );
      file.write(encodeText(encodeEntry(line)), null);
      file.close();
    } catch {
      // As above: the disk may be full, the prompt must go on.
    }
  }

  clear(): void {
    this.#lines = [];
    if (this.#path !== undefined) this.#fs.writeFile(this.#path, '');
  }
}

function encodeEntry(line: string): string {
  return `${line.trimEnd().replaceAll('\n', '\\\n')}\n`;
}

/** One walk through the history with the arrow keys: only lines that begin as the typed one did. */
export class HistoryWalk {
  readonly #lines: readonly string[];
  readonly #typed: string;
  #index: number;

  constructor(lines: readonly string[], typed: string) {
    this.#lines = lines;
    this.#typed = typed;
    this.#index = lines.length;
  }

  /** The next line in that direction, or undefined at the end. */
  step(by: -1 | 1): string | undefined {
    const current = this.#lines[this.#index];
    for (let index = this.#index + by; index >= 0 && index <= this.#lines.length; index += by) {
      if (index === this.#lines.length) {
        this.#index = index;
        return this.#typed;
      }
      const line = this.#lines[index];
      if (line?.startsWith(this.#typed) === true && line !== current) {
        this.#index = index;
        return line;
      }
    }
    return undefined;
  }
}

// Runs a sed program over lines (POSIX XCU, sed: the pattern space and the hold space).

import { openFlags, type OpenFile } from '../../vfs/filesystem.ts';
import { decodeText, encodeText } from '../stream/text.ts';
import { Failure, type AppletContext } from './applet.ts';
import type { SedAction, SedAddress, SedCommand } from './sed-parser.ts';
import type { ReplacementPart } from './sed-replacement.ts';
import { visible } from './sed-visible.ts';

export interface SedLine {
  readonly text: string;
  /** It had a newline. */
  readonly ended: boolean;
  readonly file: string;
}

/** What a command means for the cycle. */
type Step =
  | 'next'
  | 'endCycle'
  | 'delete'
  | 'restart'
  | { readonly jump: string }
  | { readonly quit: number; readonly print: boolean };

export class SedMachine {
  readonly #context: AppletContext;
  readonly #commands: readonly SedCommand[];
  readonly #options: { readonly quiet: boolean; readonly separator: string };
  readonly #write: (text: string) => Promise<void>;
  readonly #ranges = new Map<SedCommand, number | 'open' | null>();
  readonly #files = new Map<string, OpenFile>();
  #lines!: AsyncGenerator<SedLine>;
  #ahead: SedLine | undefined;
  #pattern = '';
  #hold = '';
  #number = 0;
  #ended = true;
  #owesNewline = false;
  #file = '-';
  #substituted = false;
  #lastRegex: RegExp | undefined;
  #appended: string[] = [];

  constructor(
    context: AppletContext,
    commands: readonly SedCommand[],
    options: SedMachine['settings'],
    write: (text: string) => Promise<void>,
  ) {
    this.#context = context;
    this.#commands = commands;
    this.#options = options;
    this.#write = write;
  }

  get settings(): { readonly quiet: boolean; readonly separator: string } {
    return this.#options;
  }

  /** The exit code of `q`, or undefined where the input ended. */
  async run(lines: AsyncGenerator<SedLine>): Promise<number | undefined> {
    this.#lines = lines;
    this.#ahead = await this.#read();
    try {
      let keep = false;
      for (;;) {
        if (!keep && !(await this.#advance())) return undefined;
        keep = false;
        const end = await this.#cycle();
        if (end === 'restart') {
          keep = true;
          await this.#flushAppended();
          continue;
        }
        const quits = typeof end === 'object' && 'quit' in end;
        if (end !== 'delete' && !this.#options.quiet && (!quits || end.print))
          await this.#print(this.#pattern);
        await this.#flushAppended();
        if (quits) return end.quit;
      }
    } finally {
      await lines.return(undefined);
      for (const file of this.#files.values()) file.close();
    }
  }

  async #read(): Promise<SedLine | undefined> {
    const next = await this.#lines.next();
    return next.done === true ? undefined : next.value;
  }

  /** Takes the next line into the pattern space; false where there is none. */
  async #advance(append = false): Promise<boolean> {
    const line = this.#ahead;
    if (line === undefined) return false;
    this.#pattern = append ? `${this.#pattern}\n${line.text}` : line.text;
    this.#ended = line.ended;
    this.#file = line.file;
    this.#number += 1;
    if (!append) this.#substituted = false;
    this.#ahead = await this.#read();
    return true;
  }

  async #print(text: string): Promise<void> {
    const last = this.#ahead === undefined && !this.#ended;
    await this.#emit(text + (last ? '' : this.#options.separator));
    this.#owesNewline = last;
  }

  /** What follows a last line without its newline gives it one first. */
  async #emit(text: string): Promise<void> {
    if (this.#owesNewline) await this.#write(this.#options.separator);
    this.#owesNewline = false;
    await this.#write(text);
  }

  async #flushAppended(): Promise<void> {
    for (const text of this.#appended) await this.#emit(text);
    this.#appended = [];
  }

  async #cycle(): Promise<Exclude<Step, 'next' | { jump: string }>> {
    let step = await this.#block(this.#commands);
    // Labels are looked up from the top: they may stand in any block.
    while (typeof step === 'object' && 'jump' in step) {
      if (step.jump === '') return 'endCycle';
      const path = findLabel(this.#commands, step.jump);
      if (path === undefined)
        throw new Failure(`-e expression #1, char 0: can't find label for jump to \`${step.jump}'`);
      step = await this.#blockFrom(this.#commands, path);
    }
    return step === 'next' ? 'endCycle' : step;
  }

  async #blockFrom(commands: readonly SedCommand[], path: readonly number[]): Promise<Step> {
    const [index = 0, ...rest] = path;
    const nested = commands[index]?.action;
    if (rest.length > 0 && nested?.name === '{') {
      const step = await this.#blockFrom(nested.body, rest);
      if (step !== 'next') return step;
    }
    return this.#block(commands.slice(index + 1));
  }

  async #block(commands: readonly SedCommand[]): Promise<Step> {
    for (const command of commands) {
      if (this.#selects(command) === command.negated) continue;
      const step = await this.#execute(command, command.action);
      if (step !== 'next') return step;
    }
    return 'next';
  }

  #selects(command: SedCommand): boolean {
    const { start, end } = command;
    if (start === undefined) return true;
    if (end === undefined) return this.#matches(start);
    const open = this.#ranges.get(command) ?? (start.type === 'line' && start.line === 0 ? 'open' : null);
    if (open === null) {
      if (!this.#matches(start)) return false;
      // An end before the start is one line.
      if (end.type === 'line' && end.line <= this.#number) return true;
      if (end.type === 'offset' && end.count === 0) return true;
      if (end.type === 'multiple' && (end.of === 0 || this.#number % end.of === 0)) return true;
      this.#ranges.set(command, this.#rangeEnd(end));
      return true;
    }
    const closes =
      typeof open === 'number'
        ? this.#number >= open
        : end.type === 'last'
          ? this.#ahead === undefined
          : this.#matches(end);
    if (closes) this.#ranges.set(command, null);
    // A line number that was passed meanwhile (by n or N) ends the range before this line.
    return !(typeof open === 'number' && this.#number > open) || this.#matches(start);
  }

  #rangeEnd(end: SedAddress): number | 'open' {
    if (end.type === 'line') return end.line;
    if (end.type === 'offset') return this.#number + end.count;
    if (end.type === 'multiple') return Math.ceil(this.#number / end.of) * end.of;
    return 'open';
  }

  #matches(address: SedAddress): boolean {
    switch (address.type) {
      case 'line':
        return this.#number === address.line;
      case 'last':
        return this.#ahead === undefined;
      case 'step':
        return address.step === 0
          ? this.#number === address.first
          : this.#number >= address.first && (this.#number - address.first) % address.step === 0;
      case 'regex':
        return this.#regex(address.regex).test(this.#pattern);
      case 'offset':
      case 'multiple':
        return false;
    }
  }

  #regex(given: RegExp | undefined): RegExp {
    const regex = given ?? this.#lastRegex;
    if (regex === undefined) throw new Failure('-e expression #1, char 0: no previous regular expression');
    this.#lastRegex = regex;
    regex.lastIndex = 0;
    return regex;
  }

  async #execute(command: SedCommand, action: SedAction): Promise<Step> {
    switch (action.name) {
      case '{':
        return this.#block(action.body);
      case 's':
        await this.#substitute(action);
        return 'next';
      case 'y':
        this.#pattern = [...this.#pattern].map((char) => action.map.get(char) ?? char).join('');
        return 'next';
      case 'a':
        this.#appended.push(action.text);
        return 'next';
      case 'i':
        await this.#emit(action.text);
        return 'next';
      case 'c': {
        // Of a range only the end prints.
        const inRange =
          command.end !== undefined && !command.negated && (this.#ranges.get(command) ?? null) !== null;
        if (!inRange) await this.#emit(action.text);
        return 'delete';
      }
      case 'r':
        this.#appended.push(this.#readWhole(action.text));
        return 'next';
      case 'w':
        await this.#writeFile(action.text, this.#pattern);
        return 'next';
      case 'b':
        return { jump: action.label };
      case 't':
      case 'T': {
        const jumps = this.#substituted === (action.name === 't');
        this.#substituted = false;
        return jumps ? { jump: action.label } : 'next';
      }
      case ':':
        return 'next';
      case 'q':
        return { quit: action.code, print: true };
      case 'Q':
        return { quit: action.code, print: false };
      case 'd':
        return 'delete';
      case 'D': {
        const newline = this.#pattern.indexOf('\n');
        if (newline === -1) return 'delete';
        this.#pattern = this.#pattern.slice(newline + 1);
        return 'restart';
      }
      case 'p':
        await this.#print(this.#pattern);
        return 'next';
      case 'P':
        await this.#emit((this.#pattern.split('\n', 1)[0] ?? '') + this.#options.separator);
        return 'next';
      case 'n':
        if (this.#ahead === undefined) return { quit: 0, print: true };
        if (!this.#options.quiet) await this.#print(this.#pattern);
        await this.#flushAppended();
        await this.#advance();
        return 'next';
      case 'N':
        if (this.#ahead === undefined) return { quit: 0, print: true };
        await this.#flushAppended();
        await this.#advance(true);
        return 'next';
      case 'g':
        this.#pattern = this.#hold;
        return 'next';
      case 'G':
        this.#pattern += `\n${this.#hold}`;
        return 'next';
      case 'h':
        this.#hold = this.#pattern;
        return 'next';
      case 'H':
        this.#hold += `\n${this.#pattern}`;
        return 'next';
      case 'x':
        [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
        return 'next';
      case '=':
        await this.#emit(`${String(this.#number)}\n`);
        return 'next';
      case 'l':
        await this.#emit(`${visible(this.#pattern)}$\n`);
        return 'next';
      case 'z':
        this.#pattern = '';
        return 'next';
      case 'F':
        await this.#emit(`${this.#file}\n`);
        return 'next';
    }
  }

  async #substitute(action: Extract<SedAction, { name: 's' }>): Promise<void> {
    const regex = globalOf(this.#regex(action.regex));
    let count = 0;
    let changed = false;
    this.#pattern = this.#pattern.replace(regex, (...found: unknown[]) => {
      count += 1;
      const whole = found[0] as string;
      if (count < action.nth || (count > action.nth && !action.global)) return whole;
      changed = true;
      return fill(action.replacement, found as (string | undefined)[]);
    });
    if (!changed) return;
    this.#substituted = true;
    if (action.print) await this.#print(this.#pattern);
    if (action.file !== undefined) await this.#writeFile(action.file, this.#pattern);
  }

  #readWhole(file: string): string {
    try {
      return decodeText(this.#context.fs.readFile(this.#context.resolve(file)));
    } catch {
      // A file that cannot be read is as good as empty (POSIX).
      return '';
    }
  }

  async #writeFile(file: string, text: string): Promise<void> {
    if (file === '/dev/stdout') return this.#emit(`${text}\n`);
    let open = this.#files.get(file);
    if (open === undefined) {
      const flags = openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC;
      open = this.#context.fs.open(this.#context.resolve(file), flags, 0o666 & ~this.#context.umask);
      this.#files.set(file, open);
    }
    open.write(encodeText(`${text}\n`), null);
  }
}

function globalOf(regex: RegExp): RegExp {
  return regex.global ? regex : new RegExp(regex.source, `${regex.flags}g`);
}

function fill(parts: readonly ReplacementPart[], groups: readonly (string | undefined)[]): string {
  let text = '';
  let mode: 'U' | 'L' | null = null;
  let once: 'u' | 'l' | null = null;
  const add = (piece: string): void => {
    if (piece === '') return;
    let shown = mode === 'U' ? piece.toUpperCase() : mode === 'L' ? piece.toLowerCase() : piece;
    if (once !== null) {
      const first = once === 'u' ? shown.charAt(0).toUpperCase() : shown.charAt(0).toLowerCase();
      shown = first + shown.slice(1);
      once = null;
    }
    text += shown;
  };
  for (const part of parts) {
    if (part.type === 'text') add(part.text);
    else if (part.type === 'group')
      add(typeof groups[part.group] === 'string' ? (groups[part.group] ?? '') : '');
    else if (part.mode === 'u' || part.mode === 'l') once = part.mode;
    else mode = part.mode === 'E' ? null : part.mode;
  }
  return text;
}

function findLabel(commands: readonly SedCommand[], label: string): number[] | undefined {
  for (const [index, { action }] of commands.entries()) {
    if (action.name === ':' && action.label === label) return [index];
    if (action.name !== '{') continue;
    const inner = findLabel(action.body, label);
    if (inner !== undefined) return [index, ...inner];
  }
  return undefined;
}

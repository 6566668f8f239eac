// sed's script language (POSIX XCU, sed; GNU's I, first~step, addr,+n, 0,/re/, Q, z, F, M).

import { Failure } from './applet.ts';
import { posixRegex } from './regex.ts';
import { parseReplacement, type ReplacementPart } from './sed-replacement.ts';

export type SedAddress =
  | { readonly type: 'line'; readonly line: number }
  | { readonly type: 'last' }
  /** Undefined: the last regular expression used. */
  | { readonly type: 'regex'; readonly regex: RegExp | undefined }
  | { readonly type: 'step'; readonly first: number; readonly step: number }
  /** As a second address: so many lines further, or up to the next multiple. */
  | { readonly type: 'offset'; readonly count: number }
  | { readonly type: 'multiple'; readonly of: number };

export type SedAction =
  | { readonly name: '{'; readonly body: readonly SedCommand[] }
  | {
      readonly name: 's';
      readonly regex: RegExp | undefined;
      readonly replacement: readonly ReplacementPart[];
      readonly global: boolean;
      readonly nth: number;
      readonly print: boolean;
      readonly file: string | undefined;
    }
  | { readonly name: 'y'; readonly map: ReadonlyMap<string, string> }
  | { readonly name: 'a' | 'i' | 'c' | 'r' | 'w'; readonly text: string }
  | { readonly name: 'b' | 't' | 'T' | ':'; readonly label: string }
  | { readonly name: 'q' | 'Q'; readonly code: number }
  | {
      readonly name: 'd' | 'D' | 'p' | 'P' | 'n' | 'N' | 'g' | 'G' | 'h' | 'H' | 'x' | '=' | 'l' | 'z' | 'F';
    };

export interface SedCommand {
  readonly start: SedAddress | undefined;
  readonly end: SedAddress | undefined;
  readonly negated: boolean;
  readonly action: SedAction;
}

export function parseSed(script: string, extended: boolean): { commands: SedCommand[]; quiet: boolean } {
  const quiet = /^#n(?:\n|$)/.test(script);
  return { commands: new SedParser(script, extended).parse(), quiet };
}

class SedParser {
  readonly #script: string;
  readonly #extended: boolean;
  #index = 0;

  constructor(script: string, extended: boolean) {
    this.#script = script;
    this.#extended = extended;
  }

  parse(): SedCommand[] {
    const commands = this.#block(false);
    if (this.#index < this.#script.length) this.#fail("unexpected `}'");
    return commands;
  }

  #fail(message: string): never {
    throw new Failure(
      `-e expression #1, char ${String(Math.min(this.#index, this.#script.length))}: ${message}`,
    );
  }

  #peek(): string {
    return this.#script.charAt(this.#index);
  }

  #skip(pattern: RegExp): void {
    while (this.#peek() !== '' && pattern.test(this.#peek())) this.#index += 1;
  }

  #block(nested: boolean): SedCommand[] {
    const commands: SedCommand[] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#peek() === '#') {
        this.#skip(/[^\n]/);
        continue;
      }
      if (this.#peek() === '') {
        if (nested) this.#fail("unmatched `{'");
        return commands;
      }
      if (this.#peek() === '}') {
        if (!nested) {
          this.#index += 1;
          this.#fail("unexpected `}'");
        }
        this.#index += 1;
        return commands;
      }
      commands.push(this.#command());
    }
  }

  #command(): SedCommand {
    const start = this.#address();
    let end: SedAddress | undefined;
    this.#skip(/[ \t]/);
    if (start !== undefined && this.#peek() === ',') {
      this.#index += 1;
      this.#skip(/[ \t]/);
      end = this.#secondAddress();
      if (end === undefined) this.#fail("unexpected `,'");
    }
    this.#skip(/[ \t]/);
    let negated = false;
    while (this.#peek() === '!') {
      negated = true;
      this.#index += 1;
      this.#skip(/[ \t]/);
    }
    return { start, end, negated, action: this.#action() };
  }

  #number(): number {
    const digits = /^\d+/.exec(this.#script.slice(this.#index))?.[0] ?? '';
    this.#index += digits.length;
    return Number(digits);
  }

  #address(): SedAddress | undefined {
    const char = this.#peek();
    if (/\d/.test(char)) {
      const line = this.#number();
      if (this.#peek() !== '~') return { type: 'line', line };
      this.#index += 1;
      return { type: 'step', first: line, step: this.#number() };
    }
    if (char === '$') {
      this.#index += 1;
      return { type: 'last' };
    }
    if (char !== '/' && char !== '\\') return undefined;
    if (char === '\\') this.#index += 1;
    const delimiter = this.#peek();
    this.#index += 1;
    const pattern = this.#delimited(delimiter, true);
    if (pattern === undefined) this.#fail('unterminated address regex');
    let ignoreCase = false;
    let multiline = false;
    while (/[IM]/.test(this.#peek())) {
      if (this.#peek() === 'I') ignoreCase = true;
      else multiline = true;
      this.#index += 1;
    }
    return { type: 'regex', regex: this.#regex(pattern, { ignoreCase, multiline, global: false }) };
  }

  #secondAddress(): SedAddress | undefined {
    const mark = this.#peek();
    if (mark === '+' || mark === '~') {
      this.#index += 1;
      const count = this.#number();
      return mark === '+' ? { type: 'offset', count } : { type: 'multiple', of: count };
    }
    return this.#address();
  }

  #regex(
    pattern: string,
    flags: { ignoreCase: boolean; multiline: boolean; global: boolean },
  ): RegExp | undefined {
    if (pattern === '') return undefined;
    try {
      return posixRegex(pattern, { extended: this.#extended, code: 1, ...flags });
    } catch (error) {
      return this.#fail(error instanceof Failure ? error.message : String(error));
    }
  }

  /** Text up to an unescaped delimiter, which is taken; undefined where there is none. */
  #delimited(delimiter: string, regex: boolean): string | undefined {
    let text = '';
    let inBracket = false;
    for (; this.#index < this.#script.length; this.#index += 1) {
      const char = this.#peek();
      if (char === '\\' && !inBracket) {
        const next = this.#script.charAt(this.#index + 1);
        this.#index += 1;
        if (next === delimiter) text += regex && '.*[]^$+?(){}|'.includes(delimiter) ? `\\${next}` : next;
        else if (next === 'n' && regex) text += '\\n';
        else text += `\\${next}`;
        continue;
      }
      if (regex && char === '[' && !inBracket) {
        inBracket = true;
        // A bracket that comes first is a member.
        const first = /^\[\^?\]?/.exec(this.#script.slice(this.#index))?.[0] ?? '[';
        text += first;
        this.#index += first.length - 1;
        continue;
      }
      if (inBracket && char === '[' && /^\[[:.=]/.test(this.#script.slice(this.#index))) {
        const end = this.#script.indexOf(']', this.#index);
        text += this.#script.slice(this.#index, end + 1);
        this.#index = end;
        continue;
      }
      if (inBracket && char === ']') inBracket = false;
      else if (!inBracket && char === delimiter) {
        this.#index += 1;
        return text;
      }
      text += char;
    }
    return undefined;
  }

  #action(): SedAction {
    const name = this.#peek();
    this.#index += 1;
    switch (name) {
      case '{':
        return { name, body: this.#block(true) };
      case 's':
        return this.#substitute();
      case 'y':
        return this.#transliterate();
      case 'a':
      case 'i':
      case 'c':
        return { name, text: this.#text() };
      case 'r':
      case 'w': {
        this.#skip(/[ \t]/);
        const text = this.#restOfLine();
        if (text === '') this.#fail('missing filename in r/R/w/W commands');
        return { name, text };
      }
      case ':': {
        this.#skip(/[ \t]/);
        const label = /^[^\s;]*/.exec(this.#script.slice(this.#index))?.[0] ?? '';
        this.#index += label.length;
        if (label === '') this.#fail('":" lacks a label');
        return { name, label };
      }
      case 'b':
      case 't':
      case 'T': {
        this.#skip(/[ \t]/);
        const label = /^[^\s;}]*/.exec(this.#script.slice(this.#index))?.[0] ?? '';
        this.#index += label.length;
        this.#endCommand();
        return { name, label };
      }
      case 'q':
      case 'Q': {
        this.#skip(/[ \t]/);
        const code = this.#number();
        this.#endCommand();
        return { name, code };
      }
      case 'd':
      case 'D':
      case 'p':
      case 'P':
      case 'n':
      case 'N':
      case 'g':
      case 'G':
      case 'h':
      case 'H':
      case 'x':
      case '=':
      case 'l':
      case 'z':
      case 'F':
        this.#endCommand();
        return { name };
      case '':
        return this.#fail('missing command');
      default:
        return this.#fail(`unknown command: \`${name}'`);
    }
  }

  #endCommand(): void {
    this.#skip(/[ \t]/);
    if (!['', ';', '\n', '}', '#'].includes(this.#peek())) {
      this.#index += 1;
      this.#fail('extra characters after command');
    }
  }

  #restOfLine(): string {
    const text = /^[^\n]*/.exec(this.#script.slice(this.#index))?.[0] ?? '';
    this.#index += text.length;
    return text;
  }

  /** `a text` (GNU) or `a\` and lines that go on behind a backslash (POSIX). */
  #text(): string {
    this.#skip(/[ \t]/);
    if (this.#peek() === '\\') {
      this.#index += 1;
      this.#skip(/[ \t]/);
      if (this.#peek() === '\n') this.#index += 1;
    }
    if (this.#peek() === '') this.#fail("expected \\ after `a', `c' or `i'");
    let text = '';
    for (; this.#index < this.#script.length; this.#index += 1) {
      const char = this.#peek();
      if (char === '\n') break;
      if (char === '\\') {
        this.#index += 1;
        text += this.#peek();
      } else text += char;
    }
    return `${text}\n`;
  }

  #substitute(): SedAction {
    const delimiter = this.#peek();
    this.#index += 1;
    const pattern = this.#delimited(delimiter, true);
    const replacement = pattern === undefined ? undefined : this.#delimited(delimiter, false);
    if (pattern === undefined || replacement === undefined) this.#fail("unterminated `s' command");
    let [global, print, ignoreCase, multiline] = [false, false, false, false];
    let nth = 1;
    let file: string | undefined;
    flags: for (;;) {
      const flag = this.#peek();
      if (/\d/.test(flag)) {
        nth = this.#number();
        if (nth === 0) this.#fail("number option to `s' command may not be zero");
        continue;
      }
      switch (flag) {
        case 'g':
          global = true;
          break;
        case 'p':
          print = true;
          break;
        case 'i':
        case 'I':
          ignoreCase = true;
          break;
        case 'm':
        case 'M':
          multiline = true;
          break;
        case 'w':
          this.#index += 1;
          this.#skip(/[ \t]/);
          file = this.#restOfLine();
          break flags;
        case '':
        case ';':
        case '\n':
        case '}':
        case '#':
        case ' ':
        case '\t':
          this.#endCommand();
          break flags;
        default:
          this.#index += 1;
          this.#fail("unknown option to `s'");
      }
      this.#index += 1;
    }
    const regex = this.#regex(pattern, { ignoreCase, multiline, global: true });
    return { name: 's', regex, replacement: parseReplacement(replacement), global, nth, print, file };
  }

  #transliterate(): SedAction {
    const delimiter = this.#peek();
    this.#index += 1;
    const [from, to] = [this.#delimited(delimiter, false), this.#delimited(delimiter, false)];
    if (from === undefined || to === undefined) this.#fail("unterminated `y' command");
    const chars = (text: string): string[] => [
      ...text.replace(/\\(.)/gs, (_, char: string) => (char === 'n' ? '\n' : char)),
    ];
    const [a, b] = [chars(from), chars(to)];
    if (a.length !== b.length) this.#fail("strings for `y' command are different lengths");
    this.#endCommand();
    return { name: 'y', map: new Map(a.map((char, index) => [char, b[index] ?? char])) };
  }
}

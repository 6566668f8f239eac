// Turns the text of command lines into tokens. One lexer a text; the parser owns it. Command substitutions are parsed in
// place by calling back into the parser, since only it can tell where `$(case x in a) …)` ends.

import type { List, Word } from '../parser/ast.ts';
import { IncompleteInput, ShellSyntaxError } from './syntax-error.ts';
import { operators, type Token } from './token.ts';
import { WordReader } from './word-reader.ts';

export interface LexerHooks {
  /** Parses the body of `$(`, the closing parenthesis included, from the lexer's position on. */
  parseSubstitution(lexer: Lexer): List;
  /** Parses a text of its own: the inside of backquotes. */
  parseText(text: string): List;
}

interface PendingHereDocument {
  readonly delimiter: string;
  /** A quoted delimiter: the body is taken as it is. */
  readonly literal: boolean;
  readonly stripTabs: boolean;
  readonly deliver: (body: Word) => void;
}

const blank = /[ \t\r]/;
const wordEnd = /[ \t\r\n;&|<>()]/;

export class Lexer {
  position = 0;
  readonly #words: WordReader;
  #source: string;
  readonly #complete: boolean;
  #pending: PendingHereDocument[] = [];
  /** Aliases that are being expanded up to a position: none expands within itself. */
  #guards: { readonly name: string; end: number }[] = [];

  /** `complete`: no more text can follow, so that a here-document may end with the text (as dash has it). */
  constructor(source: string, hooks: LexerHooks, options: { complete: boolean }) {
    this.#source = source;
    this.#complete = options.complete;
    this.#words = new WordReader(this, hooks);
  }

  get source(): string {
    return this.#source;
  }

  get line(): number {
    return this.lineAt(this.position);
  }

  lineAt(position: number): number {
    return this.#source.slice(0, position).split('\n').length;
  }

  peekChar(offset = 0): string {
    return this.#source.charAt(this.position + offset);
  }

  startsWith(text: string): boolean {
    return this.#source.startsWith(text, this.position);
  }

  fail(message: string): never {
    throw new ShellSyntaxError(message, this.line);
  }

  incomplete(expected: string): never {
    throw new IncompleteInput(expected, this.line);
  }

  next(): Token {
    this.#skipBlanks();
    const start = this.position;
    const char = this.peekChar();
    if (char === '') {
      this.#readHereDocuments();
      return { type: 'end', start, end: start };
    }
    if (char === '\n') {
      this.position += 1;
      this.#readHereDocuments();
      return { type: 'newline', start, end: start + 1 };
    }
    const operator = this.atProcess() ? undefined : operators.find((value) => this.startsWith(value));
    if (operator !== undefined) {
      this.position += operator.length;
      return { type: 'operator', value: operator, start, end: this.position };
    }
    const digits = /^\d+(?=[<>])/.exec(this.#source.slice(start, start + 12))?.[0];
    if (digits !== undefined) {
      this.position += digits.length;
      return { type: 'fd', fd: Number(digits), start, end: this.position };
    }
    const word = this.#words.read((lexer) => wordEnd.test(lexer.peekChar()) && !lexer.atProcess(), 'plain');
    const only = word.length === 1 ? word[0] : undefined;
    const literal = only?.type === 'text' && !only.quoted ? only.text : null;
    return { type: 'word', word, literal, start, end: this.position };
  }

  /** At a process substitution. */
  atProcess(): boolean {
    return this.startsWith('<(') || this.startsWith('>(');
  }

  /** The inside of `((…))` where there is one at the position: the parser's, behind the first parenthesis. */
  arithmeticCommand(): Word | undefined {
    return this.#words.tryArithmetic();
  }

  /** The three parts of `for ((a; b; c))`. */
  arithmeticFor(): [Word, Word, Word] {
    return this.#words.arithmeticFor();
  }

  /** The rest of a [[ =~ ]] pattern may hold parentheses and bars: read up to the next blank. */
  regexWord(): Word {
    this.#skipBlanks();
    let depth = 0;
    return this.#words.read((lexer) => {
      const char = lexer.peekChar();
      if (char === '(') depth += 1;
      if (char === ')') depth -= 1;
      return char === '\n' || (/[ \t]/.test(char) && depth <= 0);
    }, 'plain');
  }

  awaitHereDocument(document: PendingHereDocument): void {
    this.#pending.push(document);
  }

  /** Replaces a token's text by an alias's and goes back to it. False where the alias is just being expanded. */
  expandAlias(token: Token, name: string, value: string): boolean {
    this.#guards = this.#guards.filter((guard) => token.start < guard.end);
    if (this.#guards.some((guard) => guard.name === name)) return false;
    this.#source = this.#source.slice(0, token.start) + value + this.#source.slice(token.end);
    const growth = value.length - (token.end - token.start);
    for (const guard of this.#guards) guard.end += growth;
    this.#guards.push({ name, end: token.start + value.length });
    this.position = token.start;
    return true;
  }

  #skipBlanks(): void {
    for (;;) {
      if (blank.test(this.peekChar())) this.position += 1;
      else if (this.startsWith('\\\n')) this.position += 2;
      else if (this.peekChar() === '#') {
        const end = this.#source.indexOf('\n', this.position);
        this.position = end === -1 ? this.#source.length : end;
      } else return;
    }
  }

  #readHereDocuments(): void {
    for (const document of this.#pending.splice(0)) document.deliver(this.#hereDocument(document));
  }

  #hereDocument({ delimiter, literal, stripTabs }: PendingHereDocument): Word {
    const lines: string[] = [];
    for (;;) {
      if (this.position >= this.#source.length) {
        if (!this.#complete) this.incomplete(`here-document delimiter '${delimiter}'`);
        break;
      }
      const end = this.#source.indexOf('\n', this.position);
      const stop = end === -1 ? this.#source.length : end;
      let line = this.#source.slice(this.position, stop);
      this.position = stop + (end === -1 ? 0 : 1);
      if (stripTabs) line = line.replace(/^\t+/, '');
      if (line === delimiter) break;
      lines.push(`${line}\n`);
    }
    const text = lines.join('');
    return literal ? [{ type: 'text', text, quoted: true }] : this.#words.readBody(text);
  }
}

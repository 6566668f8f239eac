// Reads one word, or the inside of quotes, of `${…}` or of arithmetic, into its parts (POSIX XCU 2.2, quoting).

import type { Word, WordPart } from '../parser/ast.ts';
import { ansiString } from './ansi-string.ts';
import { Lexer, type LexerHooks } from './lexer.ts';
import { readParameter } from './parameter-reader.ts';

/** `plain`: as outside quotes. `quoted`: as in "…". `document`: as in a here-document, where `"` is a character. */
export type Mode = 'plain' | 'quoted' | 'document';
export type Stop = (lexer: Lexer) => boolean;

const parameterStart = /[A-Za-z_0-9@*#?\-$!]/;

export class WordReader {
  readonly #lexer: Lexer;
  readonly #hooks: LexerHooks;

  constructor(lexer: Lexer, hooks: LexerHooks) {
    this.#lexer = lexer;
    this.#hooks = hooks;
  }

  /** Reads until `stop` (tested outside quotes only) or the end of the text. */
  read(stop: Stop, mode: Mode): Word {
    const lexer = this.#lexer;
    const parts: WordPart[] = [];
    const literal = (text: string, quoted: boolean): void => {
      const last = parts.at(-1);
      if (last?.type === 'text' && last.quoted === quoted)
        parts[parts.length - 1] = { type: 'text', text: last.text + text, quoted };
      else parts.push({ type: 'text', text, quoted });
    };
    const plain = mode === 'plain';
    while (lexer.peekChar() !== '' && !stop(lexer)) {
      const char = lexer.peekChar();
      if (char === '\\') this.#backslash(mode, literal);
      else if (char === "'" && plain) literal(this.#singleQuotes(), true);
      else if (char === '"' && mode !== 'document') parts.push(this.#doubleQuotes());
      else if (char === '$' && plain && lexer.peekChar(1) === "'") literal(ansiString(lexer), true);
      else if (char === '$' && plain && lexer.peekChar(1) === '"') lexer.position += 1;
      else if (char === '$') {
        const part = this.#dollar(mode);
        if (part === undefined) literal('$', !plain);
        else parts.push(part);
      } else if (plain && lexer.atProcess()) {
        lexer.position += 2;
        const direction = char === '<' ? '<' : '>';
        parts.push({ type: 'process', direction, body: this.#hooks.parseSubstitution(lexer) });
      } else if (char === '`') parts.push(this.#backquotes(mode));
      else {
        lexer.position += 1;
        literal(char, !plain);
      }
    }
    return parts;
  }

  /** A text of its own, expanded as in a here-document. */
  readBody(text: string): Word {
    const inner = new Lexer(text, this.#hooks, { complete: true });
    return new WordReader(inner, this.#hooks).read(() => false, 'document');
  }

  /** After `((` was seen at the position: its inside where it ends in `))`, and the position behind that. */
  tryArithmetic(): Word | undefined {
    const start = this.#lexer.position;
    this.#lexer.position += 2;
    const expression = this.#balanced(')', false);
    if (this.#lexer.startsWith('))')) {
      this.#lexer.position += 2;
      return expression;
    }
    this.#lexer.position = start;
    return undefined;
  }

  arithmeticFor(): [Word, Word, Word] {
    const lexer = this.#lexer;
    lexer.position += 2;
    const part = (): Word => {
      const word = this.#balanced(';', false);
      if (lexer.peekChar() !== ';') lexer.incomplete("';' of 'for (('");
      lexer.position += 1;
      return word;
    };
    const start = part();
    const condition = part();
    const step = this.#balanced(')', false);
    if (!lexer.startsWith('))')) lexer.incomplete("'))'");
    lexer.position += 2;
    return [start, condition, step];
  }

  /** Reads as in double quotes up to `end` outside any parentheses of its own. */
  #balanced(end: string, stopAtColon: boolean): Word {
    let depth = 0;
    return this.read((lexer) => {
      const char = lexer.peekChar();
      if (depth === 0 && (char === end || (stopAtColon && char === ':'))) return true;
      if (char === '(') depth += 1;
      if (char === ')') depth -= 1;
      return depth < 0;
    }, 'quoted');
  }

  /** The operand of a `${x:offset:length}`. */
  readArithmeticOperand(stopAtColon: boolean): Word {
    return this.#balanced('}', stopAtColon);
  }

  /** The inside of `${x[…]}`. */
  readSubscript(): Word {
    return this.read((lexer) => lexer.peekChar() === ']', 'quoted');
  }

  #backslash(mode: Mode, literal: (text: string, quoted: boolean) => void): void {
    const lexer = this.#lexer;
    const next = lexer.peekChar(1);
    lexer.position += 2;
    if (next === '\n') return;
    if (next === '') {
      lexer.position -= 1;
      literal('\\', true);
      return;
    }
    const special = mode === 'plain' || '$`\\'.includes(next) || (next === '"' && mode === 'quoted');
    literal(special ? next : `\\${next}`, true);
  }

  #singleQuotes(): string {
    const lexer = this.#lexer;
    const end = lexer.source.indexOf("'", lexer.position + 1);
    if (end === -1) lexer.incomplete("matching `''");
    const text = lexer.source.slice(lexer.position + 1, end);
    lexer.position = end + 1;
    return text;
  }

  #doubleQuotes(): WordPart {
    const lexer = this.#lexer;
    lexer.position += 1;
    const parts = this.read((at) => at.peekChar() === '"', 'quoted');
    if (lexer.peekChar() !== '"') lexer.incomplete('matching `"\'');
    lexer.position += 1;
    return { type: 'quotes', parts };
  }

  #dollar(mode: Mode): WordPart | undefined {
    const lexer = this.#lexer;
    if (lexer.startsWith('$((')) {
      const start = lexer.position;
      lexer.position += 1;
      const expression = this.tryArithmetic();
      if (expression !== undefined) return { type: 'arithmetic', expression };
      lexer.position = start;
    }
    if (lexer.startsWith('$(')) {
      lexer.position += 2;
      return { type: 'command', body: this.#hooks.parseSubstitution(lexer) };
    }
    if (lexer.startsWith('${')) return readParameter(lexer, this, mode);
    const next = lexer.peekChar(1);
    if (!parameterStart.test(next)) {
      lexer.position += 1;
      return undefined;
    }
    lexer.position += 1;
    const name = /^(?:[A-Za-z_]\w*|.)/s.exec(lexer.source.slice(lexer.position))?.[0] ?? '';
    lexer.position += name.length;
    return { type: 'parameter', name, operation: null };
  }

  #backquotes(mode: Mode): WordPart {
    const lexer = this.#lexer;
    let text = '';
    lexer.position += 1;
    for (;;) {
      const char = lexer.peekChar();
      if (char === '') lexer.incomplete("matching ``'");
      if (char === '`') break;
      const next = lexer.peekChar(1);
      if (char === '\\' && ('$`\\'.includes(next) || (next === '"' && mode === 'quoted'))) {
        text += next;
        lexer.position += 2;
      } else {
        text += char;
        lexer.position += 1;
      }
    }
    lexer.position += 1;
    return { type: 'command', body: this.#hooks.parseText(text) };
  }
}

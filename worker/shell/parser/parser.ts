// Recursive descent over the lexer's tokens (POSIX XCU 2.10, shell grammar). One parser a text; `nextLine` gives one
// complete command line at a time, so that aliases and `set` of one line hold for the next, as in every shell.

import { Lexer } from '../lexer/lexer.ts';
import type { Operator, Token } from '../lexer/token.ts';
import type { AndOr, Command, List, ListItem, Pipeline } from './ast.ts';
import { parseCompound } from './compound.ts';
import { parseFunction, parseSimple } from './simple.ts';

export interface ParserOptions {
  readonly aliases: ReadonlyMap<string, string>;
  /** No more text can follow; otherwise an unfinished line throws IncompleteInput. */
  readonly complete: boolean;
}

export function parserOf(source: string, options: ParserOptions): Parser {
  const lexer = new Lexer(
    source,
    {
      parseSubstitution: (at) => new Parser(at, options).substitution(),
      parseText: (text) => parserOf(text, { ...options, complete: true }).whole(),
    },
    options,
  );
  return new Parser(lexer, options);
}

/** Words that end a list where a command could stand. */
const terminators = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}']);

export class Parser {
  readonly lexer: Lexer;
  readonly #options: ParserOptions;
  #lookahead: Token | undefined;
  /** Where the text of an alias that ends in a blank ends: the word behind it is looked up too. */
  #aliasEnd: number | null = null;

  constructor(lexer: Lexer, options: ParserOptions) {
    this.lexer = lexer;
    this.#options = options;
  }

  /** The next line with commands on it; null at the end of the text. */
  nextLine(): List | null {
    while (this.peek().type === 'newline') this.take();
    if (this.peek().type === 'end') return null;
    const items = this.#items(false);
    const after = this.peek();
    if (after.type !== 'newline' && after.type !== 'end') this.unexpected();
    this.take();
    return items;
  }

  whole(): List {
    const list = this.list();
    if (this.peek().type !== 'end') this.unexpected();
    return list;
  }

  /** Up to and with the `)` of a command substitution. */
  substitution(): List {
    const list = this.list();
    this.expectOperator(')');
    return list;
  }

  /** A list that may span lines, up to what cannot go on. */
  list(): List {
    this.skipNewlines();
    return this.#items(true);
  }

  /** A list that must not be empty: the body of a compound command. */
  body(): List {
    const list = this.list();
    if (list.length === 0) this.unexpected();
    return list;
  }

  peek(): Token {
    this.#lookahead ??= this.lexer.next();
    return this.#lookahead;
  }

  take(): Token {
    const token = this.peek();
    this.#lookahead = undefined;
    return token;
  }

  isOperator(value: Operator): boolean {
    const token = this.peek();
    return token.type === 'operator' && token.value === value;
  }

  takeOperator(value: Operator): boolean {
    if (!this.isOperator(value)) return false;
    this.take();
    return true;
  }

  expectOperator(value: Operator): void {
    if (!this.takeOperator(value)) this.unexpected(`'${value}'`);
  }

  isWord(literal: string): boolean {
    const token = this.peek();
    return token.type === 'word' && token.literal === literal;
  }

  takeWord(literal: string): boolean {
    if (!this.isWord(literal)) return false;
    this.take();
    return true;
  }

  expectWord(literal: string): void {
    this.applyAliases();
    if (!this.takeWord(literal)) this.unexpected(`'${literal}'`);
  }

  skipNewlines(): void {
    while (this.peek().type === 'newline') this.take();
  }

  /** Replaces the next word by its alias, again and again, where a command could stand. */
  applyAliases(): void {
    for (;;) {
      const token = this.peek();
      if (token.type !== 'word' || token.literal === null) return;
      const value = this.#options.aliases.get(token.literal);
      if (value === undefined || !this.lexer.expandAlias(token, token.literal, value)) return;
      this.#lookahead = undefined;
      if (/[ \t]$/.test(value)) this.#aliasEnd = token.start + value.length;
    }
  }

  /** Looks an argument up as an alias too where the alias before it ended in a blank. */
  applyTrailingAlias(): void {
    const { start } = this.peek();
    if (this.#aliasEnd === null || start < this.#aliasEnd) return;
    const adjacent = this.lexer.source.slice(this.#aliasEnd, start).trim() === '';
    this.#aliasEnd = null;
    if (adjacent) this.applyAliases();
  }

  unexpected(wanted?: string): never {
    const token = this.peek();
    if (token.type === 'end') this.lexer.incomplete(wanted ?? 'a command');
    const text = token.type === 'newline' ? 'newline' : this.lexer.source.slice(token.start, token.end);
    return this.lexer.fail(`syntax error near unexpected token \`${text}'`);
  }

  command(): Command {
    this.applyAliases();
    return parseCompound(this) ?? parseFunction(this) ?? parseSimple(this);
  }

  #items(acrossLines: boolean): List {
    const items: ListItem[] = [];
    while (this.#startsCommand()) {
      const start = this.peek().start;
      const andOr = this.#andOr();
      const end = this.peek();
      const background = this.isOperator('&');
      items.push({ andOr, background, text: this.lexer.source.slice(start, end.start).trim() });
      if (background || this.isOperator(';')) this.take();
      else if (!(acrossLines && this.peek().type === 'newline')) break;
      if (acrossLines) this.skipNewlines();
    }
    return items;
  }

  #startsCommand(): boolean {
    this.applyAliases();
    const token = this.peek();
    switch (token.type) {
      case 'word':
        return token.literal === null || !terminators.has(token.literal);
      case 'operator':
        return ['(', '<', '>', '>>', '<<', '<<-', '<<<', '<&', '>&', '<>', '>|', '&>', '&>>'].includes(
          token.value,
        );
      case 'fd':
        return true;
      case 'newline':
      case 'end':
        return false;
    }
  }

  #andOr(): AndOr {
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      const operator = this.isOperator('&&') ? '&&' : this.isOperator('||') ? '||' : null;
      if (operator === null) return { first, rest };
      this.take();
      this.skipNewlines();
      rest.push({ operator, pipeline: this.#pipeline() });
    }
  }

  #pipeline(): Pipeline {
    let negated = false;
    let timed: Pipeline['timed'] = false;
    this.applyAliases();
    for (let word = this.#prefix(); word !== null; word = this.#prefix()) {
      if (word === '!') negated = !negated;
      else timed = this.takeWord('-p') ? 'posix' : 'bash';
      this.applyAliases();
    }
    const commands: Command[] = [this.#stage()];
    for (;;) {
      const both = this.isOperator('|&');
      if (!both && !this.isOperator('|')) return { negated, timed, commands };
      this.take();
      this.skipNewlines();
      if (both) commands.push(withStderr(commands.pop() as Command));
      commands.push(this.#stage());
    }
  }

  #prefix(): '!' | 'time' | null {
    if (this.takeWord('!')) return '!';
    return this.takeWord('time') ? 'time' : null;
  }

  #stage(): Command {
    if (!this.#startsCommand()) this.unexpected();
    return this.command();
  }
}

/** `a |& b` is `a 2>&1 | b`. */
function withStderr(command: Command): Command {
  const redirection = {
    fd: 2,
    operator: '>&',
    target: [{ type: 'text', text: '1', quoted: false }],
  } as const;
  if (command.type === 'function') return command;
  return { ...command, redirections: [...command.redirections, redirection] };
}

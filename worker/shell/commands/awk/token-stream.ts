// The tokens as the parser takes them.

import { failAt, type Token } from './lexer.ts';

export class TokenStream {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The `ahead`-th token from here; the last one is the end. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#index += 1;
    return token;
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.type === 'operator' || token.type === 'keyword') && token.text === text;
  }

  takeIf(text: string): boolean {
    if (!this.is(text)) return false;
    this.#index += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.takeIf(text)) this.unexpected(text);
  }

  skipNewlines(): void {
    while (this.peek().type === 'newline') this.#index += 1;
  }

  /** Newlines and semicolons. */
  skipTerminators(): void {
    while (this.peek().type === 'newline' || this.is(';')) this.#index += 1;
  }

  unexpected(wanted?: string): never {
    const { type, text, line } = this.peek();
    if (type === 'end' && wanted !== undefined) failAt(line, `missing ${wanted} near end of file`);
    return failAt(line, `syntax error at or near ${type === 'string' ? `"${text}"` : text}`);
  }
}

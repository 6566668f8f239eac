// Incremental search backwards through the history (^R).

export class ReverseSearch {
  readonly #lines: readonly string[];
  #query = '';
  #index: number;
  #failed = false;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#index = lines.length;
  }

  get match(): string | undefined {
    return this.#lines[this.#index];
  }

  /** What is shown in place of the line. */
  get text(): string {
    const failed = this.#failed ? 'failed ' : '';
    return `(${failed}reverse-i-search)\`${this.#query}': ${this.match ?? ''}`;
  }

  /** On the found text, as bash has it. */
  get cursor(): number {
    const at = this.#query === '' ? -1 : (this.match?.indexOf(this.#query) ?? -1);
    return this.text.length - (this.match?.length ?? 0) + (at === -1 ? (this.match?.length ?? 0) : at);
  }

  type(text: string): void {
    this.#query += text;
    this.#find(this.#index);
  }

  erase(): void {
    this.#query = [...this.#query].slice(0, -1).join('');
    this.#find(this.#lines.length - 1);
  }

  older(): void {
    const current = this.match;
    let from = this.#index - 1;
    while (from >= 0 && this.#lines[from] === current) from -= 1;
    this.#find(from);
  }

  #find(from: number): void {
    if (this.#query === '') return;
    for (let index = Math.min(from, this.#lines.length - 1); index >= 0; index -= 1) {
      if (this.#lines[index]?.includes(this.#query) !== true) continue;
      this.#index = index;
      this.#failed = false;
      return;
    }
    this.#failed = true;
  }
}

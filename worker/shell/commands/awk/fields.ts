// The current record and its fields (POSIX XCU, awk: "Regular Expressions" on FS, and "Variables and Special Variables" on
// $0 and NF): split when one is first asked for, joined anew when $0 is asked for after one was changed.

import { Failure } from '../applet.ts';
import { awkRegex, literalRegex } from './regex.ts';
import { InputText, type Value } from './values.ts';

/** How fields are told apart: FS, and with RS="" newlines too. */
export interface Separation {
  readonly separator: string | RegExp;
  readonly newlines: boolean;
}

/** Far above any real record; `$1e9 = 1` must not take the memory. */
const maxFields = 1_000_000;

export function splitText(text: string, { separator, newlines }: Separation): string[] {
  if (separator === ' ') return text.match(/[^ \t\n]+/g) ?? [];
  if (text === '') return [];
  if (separator === '') return [...text];
  if (typeof separator === 'string' && [...separator].length === 1 && !newlines) return text.split(separator);
  const regex =
    typeof separator !== 'string'
      ? separator
      : [...separator].length === 1
        ? literalRegex(separator)
        : awkRegex(separator);
  return splitByRegex(text, newlines ? awkRegex(`(${regex.source})|\n`) : regex);
}

/** Matches of nothing separate nothing. */
function splitByRegex(text: string, regex: RegExp): string[] {
  const parts: string[] = [];
  let last = 0;
  for (const match of text.matchAll(regex)) {
    if (match[0] === '') continue;
    parts.push(text.slice(last, match.index));
    last = match.index + match[0].length;
  }
  parts.push(text.slice(last));
  return parts;
}

export interface RecordScope {
  separation(): Separation;
  outputSeparator(): string;
  textOf(value: Value): string;
}

export class AwkRecord {
  readonly #scope: RecordScope;
  #whole: Value;
  /** A field was changed since. */
  #wholeStale = false;
  /** Null until they are asked for. */
  #fields: Value[] | null = [];
  /** FS as it was when the record was read. */
  #separation: Separation;

  constructor(scope: RecordScope) {
    this.#scope = scope;
    this.#separation = scope.separation();
  }

  setWhole(text: string): void {
    this.#whole = new InputText(text);
    this.#wholeStale = false;
    this.#fields = null;
    this.#separation = this.#scope.separation();
  }

  get whole(): Value {
    if (this.#wholeStale) {
      const texts = (this.#fields ?? []).map((field) => this.#scope.textOf(field));
      this.#whole = new InputText(texts.join(this.#scope.outputSeparator()));
      this.#wholeStale = false;
    }
    return this.#whole;
  }

  get(index: number): Value {
    if (index === 0) return this.whole;
    return this.#split()[checked(index) - 1];
  }

  set(index: number, value: Value): void {
    if (index === 0) {
      this.setWhole(this.#scope.textOf(value));
      return;
    }
    const fields = this.#split();
    while (fields.length < checked(index) - 1) fields.push('');
    fields[checked(index) - 1] = value;
    this.#wholeStale = true;
  }

  get count(): number {
    return this.#split().length;
  }

  set count(count: number) {
    const fields = this.#split();
    const wanted = checked(count);
    while (fields.length < wanted) fields.push('');
    fields.length = wanted;
    this.#wholeStale = true;
  }

  #split(): Value[] {
    this.#fields ??= splitText(this.#scope.textOf(this.#whole), this.#separation).map(
      (text) => new InputText(text),
    );
    return this.#fields;
  }
}

function checked(index: number): number {
  const whole = Math.trunc(index);
  if (!(whole >= 0)) throw new Failure(`attempt to access field ${String(whole)}`, 2);
  if (whole > maxFields) throw new Failure(`field ${String(whole)} is beyond the last one possible`, 2);
  return whole;
}

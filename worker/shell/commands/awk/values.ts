// awk's values (POSIX XCU, awk: "Variables and Special Variables", "Expressions in awk"): numbers, strings, texts that came
// from outside and are numbers too where they look like one, and what was never assigned.

export type Value = number | string | InputText | undefined;

/** A field, a getline, an operand: the standard's "numeric string" where it looks like a number. */
export class InputText {
  readonly text: string;
  #number: number | null | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Null where it does not look like a number. Found out when first asked for: most fields are only printed. */
  get number(): number | null {
    if (this.#number === undefined) this.#number = looksNumeric.test(this.text) ? Number(this.text) : null;
    return this.#number;
  }
}

export class AwkArray {
  readonly elements = new Map<string, Value>();
}

const looksNumeric = /^[ \t\n\r\f\v]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n\r\f\v]*$/;
const leadingNumber = /^[ \t\n\r\f\v]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'string') return leading(value);
  return value.number ?? leading(value.text);
}

function leading(text: string): number {
  const prefix = leadingNumber.exec(text)?.[0];
  return prefix === undefined ? 0 : Number(prefix);
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (value === undefined) return false;
  if (typeof value === 'string') return value !== '';
  return value.number === null ? value.text !== '' : value.number !== 0;
}

/** Compared as numbers where neither is a string, otherwise as text. */
export function compare(left: Value, right: Value, textOf: (value: Value) => string): number {
  const a = comparable(left);
  const b = comparable(right);
  if (a !== null && b !== null) return a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN;
  const [x, y] = [textOf(left), textOf(right)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function comparable(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  return typeof value === 'string' ? null : value.number;
}

// Records of one input, as RS says at the time (POSIX XCU, awk: RS; a longer RS is a regular expression, as everywhere).
// Holds what was read of the input and not yet taken: a chunk, or one record where that is longer.

import { joinBytes } from '../../../os/concat-bytes.ts';
import { decodeText } from '../../stream/text.ts';
import type { Input } from '../applet.ts';
import { awkRegex } from './regex.ts';

export class RecordReader {
  readonly #input: Input;
  #text = '';
  #position = 0;
  /** The first bytes of a character whose last ones are still to come. */
  #tail: Uint8Array = new Uint8Array();
  #ended = false;

  constructor(input: Input) {
    this.#input = input;
  }

  /** The next record if it is here whole: undefined asks for `fill`, null is the end. */
  take(separator: string): string | null | undefined {
    if (separator === '') return this.#paragraph();
    if (separator.length === 1) {
      const end = this.#text.indexOf(separator, this.#position);
      return end === -1 ? this.#last() : this.#cut(end, end + 1);
    }
    const regex = awkRegex(separator);
    regex.lastIndex = this.#position;
    let match = regex.exec(this.#text);
    while (match?.[0] === '') {
      regex.lastIndex = match.index + 1;
      match = regex.exec(this.#text);
    }
    if (match === null) return this.#last();
    const end = match.index + match[0].length;
    // What comes next might belong to the separator.
    if (end === this.#text.length && !this.#ended) return undefined;
    return this.#cut(match.index, end);
  }

  /** Reads on. */
  async fill(): Promise<void> {
    const chunk = await this.#input.read();
    this.#ended = chunk === null;
    const bytes = joinBytes(chunk === null ? [this.#tail] : [this.#tail, chunk]);
    const whole = chunk === null ? bytes.length : wholeCharacters(bytes);
    this.#tail = bytes.slice(whole);
    this.#text = this.#text.slice(this.#position) + decodeText(bytes.subarray(0, whole));
    this.#position = 0;
  }

  close(): void {
    this.#input.close();
  }

  #cut(end: number, next: number): string {
    const record = this.#text.slice(this.#position, end);
    this.#position = next;
    return record;
  }

  #last(): string | null | undefined {
    if (!this.#ended) return undefined;
    return this.#position < this.#text.length ? this.#cut(this.#text.length, this.#text.length) : null;
  }

  /** RS="": records are separated by empty lines; those at the ends are none. */
  #paragraph(): string | null | undefined {
    while (this.#text[this.#position] === '\n') this.#position += 1;
    const end = this.#text.indexOf('\n\n', this.#position);
    if (end !== -1) return this.#cut(end, end + 2);
    return this.#last()?.replace(/\n$/, '') ?? (this.#ended ? null : undefined);
  }
}

/** How many bytes at the front are whole characters of UTF-8. */
function wholeCharacters(bytes: Uint8Array): number {
  const most = 4;
  for (let back = 1; back <= Math.min(most - 1, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length > 1) return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

// What ripgrep writes of the lines that it found: for people and pipes, or as JSON messages (`rg --json`, whose format is that
// of ripgrep's grep-printer crate, `replacement` included).

import { encodeText } from '../../stream/text.ts';
import type { Output } from '../applet.ts';
import type { FoundLine, Scan, Submatch } from './scan.ts';

export interface Printer {
  file(path: string, scan: Scan): Promise<void>;
  end(): Promise<void>;
}

export interface TextOptions {
  readonly withPath: boolean;
  readonly heading: boolean;
  readonly numbers: boolean;
  readonly column: boolean;
  readonly onlyMatching: boolean;
  /** A line for each match. */
  readonly vimgrep: boolean;
  readonly hasContext: boolean;
  readonly colored: boolean;
  readonly trim: boolean;
  /** Behind paths: a colon, or a NUL byte. */
  readonly pathEnd: string;
  readonly replacement: string | undefined;
}

const reset = '\x1b[0m';
const colors = { path: '\x1b[35m', number: '\x1b[32m', match: '\x1b[1m\x1b[31m' };

export class TextPrinter implements Printer {
  #any = false;

  constructor(
    private readonly stdout: Output,
    private readonly options: TextOptions,
  ) {}

  async file(path: string, { lines, binaryAt }: Scan): Promise<void> {
    const { heading, withPath, hasContext } = this.options;
    const label = this.#painted(path, 'path');
    if (binaryAt !== null) {
      const where = withPath ? `${label}: ` : '';
      await this.stdout.write(`${where}binary file matches (found "\\0" byte around offset ${binaryAt})\n`);
      return;
    }
    if (heading && withPath) await this.stdout.write(`${this.#any ? '\n' : ''}${label}\n`);
    else if (hasContext && this.#any) await this.stdout.write('--\n');
    this.#any = true;
    let last = lines[0]?.number ?? 0;
    for (const line of lines) {
      if (hasContext && line.number > last + 1) await this.stdout.write('--\n');
      last = line.number;
      await this.#line(heading || !withPath ? '' : label, line);
    }
  }

  async end(): Promise<void> {}

  async #line(label: string, line: FoundLine): Promise<void> {
    const { onlyMatching, vimgrep, trim } = this.options;
    const { matches } = line;
    if (matches !== null && onlyMatching) {
      for (const each of matches) {
        const text = this.#painted(this.#replaced(line.text, each), 'match');
        await this.stdout.write(`${this.#prefix(label, line, each, ':')}${text}\n`);
      }
      return;
    }
    const painted = matches === null ? line.text : this.#whole(line.text, matches);
    const shown = trim ? painted.trimStart() : painted;
    const mark = matches === null ? '-' : ':';
    for (const each of vimgrep && matches !== null ? matches : [matches?.[0]])
      await this.stdout.write(`${this.#prefix(label, line, each, mark)}${shown}\n`);
  }

  #prefix(label: string, line: FoundLine, match: Submatch | undefined, mark: string): string {
    const { numbers, column, pathEnd } = this.options;
    const behindPath = pathEnd === '\0' ? pathEnd : mark;
    const place = match === undefined ? undefined : encodeText(line.text.slice(0, match.start)).length + 1;
    return (
      (label === '' ? '' : `${label}${behindPath}`) +
      (numbers ? `${this.#painted(String(line.number), 'number')}${mark}` : '') +
      (column && place !== undefined ? `${String(place)}${mark}` : '')
    );
  }

  #whole(text: string, matches: readonly Submatch[]): string {
    let out = '';
    let at = 0;
    for (const each of matches) {
      out += text.slice(at, each.start) + this.#painted(this.#replaced(text, each), 'match');
      at = each.end;
    }
    return out + text.slice(at);
  }

  #replaced(text: string, match: Submatch): string {
    const { replacement } = this.options;
    return replacement === undefined ? text.slice(match.start, match.end) : expand(replacement, match);
  }

  #painted(text: string, what: keyof typeof colors): string {
    return this.options.colored && text !== '' ? `${reset}${colors[what]}${text}${reset}` : text;
  }
}

export class JsonPrinter implements Printer {
  #searches = 0;
  #lines = 0;
  #matches = 0;

  constructor(
    private readonly stdout: Output,
    private readonly replacement: string | undefined,
  ) {}

  async file(name: string, { lines, binaryAt }: Scan): Promise<void> {
    const path = { text: name };
    await this.#message('begin', { path });
    for (const line of lines) {
      const { text, terminated, number, offset, matches } = line;
      const submatches = (matches ?? []).map((each) => ({
        match: { text: text.slice(each.start, each.end) },
        ...(this.replacement === undefined ? {} : { replacement: { text: expand(this.replacement, each) } }),
        start: encodeText(text.slice(0, each.start)).length,
        end: encodeText(text.slice(0, each.end)).length,
      }));
      await this.#message(matches === null ? 'context' : 'match', {
        path,
        lines: { text: terminated ? `${text}\n` : text },
        line_number: number,
        absolute_offset: offset,
        submatches,
      });
      if (matches === null) continue;
      this.#lines++;
      this.#matches += matches.length;
    }
    this.#searches++;
    await this.#message('end', { path, binary_offset: binaryAt });
  }

  async end(): Promise<void> {
    const stats = {
      ...{ searches_with_match: this.#searches, matched_lines: this.#lines, matches: this.#matches },
    };
    await this.#message('summary', { stats });
  }

  async #message(type: string, data: object): Promise<void> {
    await this.stdout.write(`${JSON.stringify({ type, data })}\n`);
  }
}

/** `$1`, `$name`, `${name}` and `$$` of a replacement; a group that took no part is empty. */
export function expand(replacement: string, { match }: Submatch): string {
  return replacement.replace(
    /\$(?:(\$)|\{(\w+)\}|(\w+))/g,
    (_all, dollar?: string, braced?: string, bare?: string) => {
      if (dollar !== undefined) return '$';
      const name = braced ?? bare ?? '';
      return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
    },
  );
}

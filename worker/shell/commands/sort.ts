// sort -n -r -u -k -t -f -b -h -V -g -s -c -C -o -z.

import { Failure, type Applet } from './applet.ts';
import { forEachInput, lineBatches } from './lines.ts';
import { parseOptions } from './options.ts';
import { encodeText } from '../stream/text.ts';

interface Ordering {
  readonly numeric: boolean;
  readonly human: boolean;
  readonly version: boolean;
  readonly fold: boolean;
  readonly blanks: boolean;
  readonly reverse: boolean;
}

interface Key {
  readonly start: { readonly field: number; readonly char: number };
  /** Field 0: to the end of the line; char 0: to the end of the field. */
  readonly end: { readonly field: number; readonly char: number };
  readonly ordering: Ordering;
}

export const sort: Applet = async (context) => {
  const options = parseOptions('sort', context.args, {
    short: 'nrugk:t:fbhVscCo:zdi',
    long: {
      'numeric-sort': 'n',
      reverse: 'r',
      unique: 'u',
      'key=': 'k',
      'field-separator=': 't',
      'ignore-case': 'f',
      'ignore-leading-blanks': 'b',
      'human-numeric-sort': 'h',
      'version-sort': 'V',
      'general-numeric-sort': 'g',
      stable: 's',
      'output=': 'o',
      check: 'c',
    },
    code: 2,
  });
  const global = orderingOf(options.order.join(''));
  const separator = options.value('t');
  if (separator !== undefined && [...separator].length !== 1 && separator !== '\\0')
    throw new Failure(`multi-character tab ‘${separator}’`, 2);
  const keys = options.values('k').map((spec) => parseKey(spec, global));
  const compare = comparison(keys, global, separator, options.has('s') || options.has('u'));
  const end = options.has('z') ? '\0' : '\n';
  const lines: string[] = [];
  const good = await forEachInput(context, options.operands, async (input) => {
    for await (const batch of lineBatches(input, end)) lines.push(...batch.lines);
  });
  if (!good) return 2;
  if (options.has('c') || options.has('C')) {
    const wrong = lines.findIndex((line, index) => {
      if (index === 0) return false;
      const order = compare(lines[index - 1] ?? '', line);
      return order > 0 || (options.has('u') && order === 0);
    });
    if (wrong === -1) return 0;
    if (options.has('c'))
      await context.complain(
        `${options.operands[0] ?? '-'}:${String(wrong + 1)}: disorder: ${lines[wrong] ?? ''}`,
      );
    return 1;
  }
  lines.sort(compare);
  const kept = options.has('u')
    ? lines.filter((line, index) => index === 0 || compare(lines[index - 1] ?? '', line) !== 0)
    : lines;
  const text = kept.map((line) => line + end).join('');
  const output = options.value('o');
  if (output === undefined) await context.stdout.write(text);
  else context.fs.writeFile(context.resolve(output), encodeText(text));
  return 0;
};

function orderingOf(letters: string): Ordering {
  const has = (letter: string): boolean => letters.includes(letter);
  return {
    numeric: has('n') || has('g'),
    human: has('h'),
    version: has('V'),
    fold: has('f'),
    blanks: has('b'),
    reverse: has('r'),
  };
}

function parseKey(spec: string, global: Ordering): Key {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(spec);
  if (match === null || match[1] === '0') throw new Failure(`invalid field specification ‘${spec}’`, 2);
  const letters = (match[3] ?? '') + (match[6] ?? '');
  return {
    start: { field: Number(match[1]), char: Number(match[2] ?? 1) },
    end: { field: Number(match[4] ?? 0), char: Number(match[5] ?? 0) },
    // A key without letters of its own takes the global ones.
    ordering: letters === '' ? global : orderingOf(letters),
  };
}

function comparison(
  keys: readonly Key[],
  global: Ordering,
  separator: string | undefined,
  stable: boolean,
): (a: string, b: string) => number {
  const whole = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return (a, b) => {
    if (keys.length === 0) {
      const order = compareBy(a, b, global);
      if (order !== 0 || stable) return order;
      return global.reverse ? whole(b, a) : whole(a, b);
    }
    for (const key of keys) {
      const order = compareBy(extract(a, key, separator), extract(b, key, separator), key.ordering);
      if (order !== 0) return order;
    }
    if (stable) return 0;
    return global.reverse ? whole(b, a) : whole(a, b);
  };
}

function compareBy(a: string, b: string, ordering: Ordering): number {
  const order = ascending(a, b, ordering);
  return ordering.reverse ? -order : order;
}

function ascending(a: string, b: string, ordering: Ordering): number {
  if (ordering.numeric) return numberOf(a) - numberOf(b);
  if (ordering.human) return humanNumber(a) - humanNumber(b);
  let [left, right] = [a, b];
  if (ordering.blanks) [left, right] = [left.trimStart(), right.trimStart()];
  if (ordering.fold) [left, right] = [left.toUpperCase(), right.toUpperCase()];
  if (ordering.version) return compareVersions(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

function numberOf(text: string): number {
  return Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] ?? 0) || 0;
}

function humanNumber(text: string): number {
  const match = /^\s*(-?\d*\.?\d+)([KkMGTP]?)/.exec(text);
  const power = ['', 'K', 'M', 'G', 'T', 'P'].indexOf((match?.[2] ?? '').toUpperCase());
  return Number(match?.[1] ?? 0) * 1024 ** power;
}

function compareVersions(a: string, b: string): number {
  const parts = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [x = '', y = ''] = [left[index], right[index]];
    const order = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}

/** The part of a line that a key stands for. Without a separator a field begins with the blanks before it. */
function extract(line: string, { start, end, ordering }: Key, separator: string | undefined): string {
  const fields =
    separator === undefined
      ? (line.match(/[ \t]*[^ \t]+|[ \t]+$/g) ?? [''])
      : line.split(separator === '\\0' ? '\0' : separator);
  const glue = separator ?? '';
  const offset = (field: number): number =>
    fields.slice(0, field - 1).reduce((sum, text) => sum + text.length + glue.length, 0);
  const skipped = (field: number): number =>
    ordering.blanks ? (/^[ \t]*/.exec(fields[field - 1] ?? '')?.[0].length ?? 0) : 0;
  if (start.field > fields.length) return '';
  const from = offset(start.field) + skipped(start.field) + start.char - 1;
  if (end.field === 0) return line.slice(from);
  if (end.field > fields.length) return line.slice(from);
  const to =
    end.char === 0
      ? offset(end.field) + (fields[end.field - 1] ?? '').length
      : offset(end.field) + skipped(end.field) + end.char;
  return line.slice(from, Math.max(from, to));
}

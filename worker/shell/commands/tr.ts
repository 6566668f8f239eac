// tr -d -s -c -t. Works on code points.

import { decodeText } from '../stream/text.ts';
import { Failure, type Applet } from './applet.ts';
import { expandEscapes } from './escapes.ts';
import { missingOperand, parseOptions } from './options.ts';

export const tr: Applet = async (context) => {
  const options = parseOptions('tr', context.args, {
    short: 'dscCt',
    long: { delete: 'd', 'squeeze-repeats': 's', complement: 'c', 'truncate-set1': 't' },
    posix: true,
  });
  const [first, second, extra] = options.operands;
  if (first === undefined) throw missingOperand('tr');
  if (extra !== undefined)
    throw new Failure(`extra operand '${extra}'\nTry 'tr --help' for more information.`);
  if (second === undefined && !options.has('d') && !options.has('s'))
    throw new Failure(
      `missing operand after ‘${first}’\nTwo strings must be given when translating.\nTry 'tr --help' for more information.`,
    );
  const complement = options.has('c') || options.has('C');
  const from = expandSet(first, undefined);
  const members = new Set(from);
  const inFirst = (char: string): boolean => members.has(char) !== complement;
  const to = second === undefined ? [] : expandSet(second, from.length);
  const squeezed = options.has('s')
    ? second === undefined
      ? inFirst
      : (char: string) => to.includes(char)
    : () => false;
  const map = new Map<string, string>();
  if (second !== undefined && !options.has('d')) {
    if (to.length === 0) throw new Failure('when not truncating set1, string2 must be non-empty');
    from.forEach((char, index) => {
      const target = to[index] ?? (options.has('t') ? undefined : to.at(-1));
      if (target !== undefined && !map.has(char)) map.set(char, target);
    });
  }
  const translate = (char: string): string => {
    if (second === undefined || options.has('d')) return char;
    if (complement) return members.has(char) ? char : (to.at(-1) ?? char);
    return map.get(char) ?? char;
  };
  let rest = new Uint8Array();
  let previous = '';
  for (let chunk = await context.stdin.read(); ; chunk = await context.stdin.read()) {
    const bytes = new Uint8Array(rest.length + (chunk?.length ?? 0));
    bytes.set(rest);
    if (chunk !== null) bytes.set(chunk, rest.length);
    // A character that is cut by the end of the chunk waits for its other half.
    const whole = chunk === null ? bytes.length : completeLength(bytes);
    rest = bytes.slice(whole);
    let output = '';
    for (const char of decodeText(bytes.subarray(0, whole))) {
      if (options.has('d') && inFirst(char)) continue;
      const mapped = translate(char);
      if (mapped === previous && squeezed(mapped)) continue;
      output += mapped;
      previous = mapped;
    }
    await context.stdout.write(output);
    if (chunk === null) return 0;
  }
};

function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  alpha: (code) => isBetween(code, 'az') || isBetween(code, 'AZ'),
  digit: (code) => isBetween(code, '09'),
  alnum: (code) => isBetween(code, 'az') || isBetween(code, 'AZ') || isBetween(code, '09'),
  upper: (code) => isBetween(code, 'AZ'),
  lower: (code) => isBetween(code, 'az'),
  space: (code) => code === 32 || (code >= 9 && code <= 13),
  blank: (code) => code === 32 || code === 9,
  punct: (code) => /[!-/:-@[-`{-~]/.test(String.fromCharCode(code)),
  print: (code) => code >= 32 && code < 127,
  graph: (code) => code > 32 && code < 127,
  cntrl: (code) => code < 32 || code === 127,
  xdigit: (code) => /[0-9A-Fa-f]/.test(String.fromCharCode(code)),
};

function isBetween(code: number, ends: string): boolean {
  return code >= ends.charCodeAt(0) && code <= ends.charCodeAt(1);
}

/** The characters of a set in order. `length`: of the first set, for `[x*]` in the second. */
function expandSet(spec: string, length: number | undefined): string[] {
  const chars: string[] = [];
  let fill: { at: number; char: string } | undefined;
  let index = 0;
  const take = (): string => {
    const escape = /^\\(?:[0-7]{1,3}|.)/su.exec(spec.slice(index))?.[0];
    if (escape !== undefined) {
      index += escape.length;
      const { text } = expandEscapes(escape, true);
      return text.length > 1 && text.startsWith('\\') ? text.slice(1) : text;
    }
    const char = String.fromCodePoint(spec.codePointAt(index) ?? 0);
    index += char.length;
    return char;
  };
  while (index < spec.length) {
    const named = /^\[:(\w+):\]/.exec(spec.slice(index));
    if (named !== null) {
      const test = classes[named[1] ?? ''];
      if (test === undefined) throw new Failure(`invalid character class ‘${named[1] ?? ''}’`);
      for (let code = 0; code < 128; code += 1) if (test(code)) chars.push(String.fromCharCode(code));
      index += named[0].length;
      continue;
    }
    const repeat = /^\[(\\.|[^\\])\*(\d*)\]/su.exec(spec.slice(index));
    if (repeat !== null && length !== undefined) {
      index += 1;
      const char = take();
      index = index - 0 + repeat[0].length - 1 - (repeat[1]?.length ?? 1);
      if (repeat[2] === '' || repeat[2] === '0') fill = { at: chars.length, char };
      else chars.push(...Array.from({ length: Number(repeat[2]) }, () => char));
      continue;
    }
    const low = take();
    if (spec[index] === '-' && index + 1 < spec.length) {
      index += 1;
      const high = take();
      const [a, b] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
      if (b < a)
        throw new Failure(`range-endpoints of '${low}-${high}' are in reverse collating sequence order`);
      for (let code = a; code <= b; code += 1) chars.push(String.fromCodePoint(code));
    } else chars.push(low);
  }
  if (fill !== undefined) {
    const missing = Math.max(0, (length ?? 0) - chars.length);
    chars.splice(fill.at, 0, ...Array.from({ length: missing }, () => fill.char));
  }
  return chars;
}

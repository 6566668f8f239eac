// printf FORMAT [ARGUMENT…] (POSIX XCU, with %q and %b).

import type { Applet } from './applet.ts';
import { Failure } from './applet.ts';
import { exponential, fixed } from './decimal.ts';
import { expandEscapes } from './escapes.ts';

export const printf: Applet = async (context) => {
  const args = context.args[0] === '--' ? context.args.slice(1) : context.args;
  const [format, ...values] = args;
  if (context.args[0] === '-v') throw new Failure('-v: no variable can be set: use name=$(printf …)', 2);
  if (format === undefined) throw new Failure("missing operand\nTry 'printf --help' for more information.");
  const result = formatPrintf(format, values);
  await context.stdout.write(result.text);
  for (const complaint of result.complaints) await context.complain(complaint);
  return result.complaints.length > 0 ? 1 : 0;
};

const directive = /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([diouxXeEfFgGcsbq]))/g;

/** The format is used again until no argument is left. */
export function formatPrintf(
  format: string,
  values: readonly string[],
): { text: string; complaints: string[] } {
  const complaints: string[] = [];
  const rest = [...values];
  let text = '';
  for (;;) {
    const before = rest.length;
    const piece = once(format, rest, complaints);
    text += piece.text;
    if (piece.stop || rest.length === 0 || rest.length === before) break;
  }
  return { text, complaints };
}

function once(format: string, rest: string[], complaints: string[]): { text: string; stop: boolean } {
  let text = '';
  let last = 0;
  const literal = (piece: string): boolean => {
    const { text: expanded, stop } = expandEscapes(piece, true);
    text += expanded;
    return stop;
  };
  for (const match of format.matchAll(directive)) {
    if (literal(format.slice(last, match.index))) return { text, stop: true };
    last = match.index + match[0].length;
    const [whole, flags = '', widthText, precisionText, conversion] = match;
    if (whole === '%%') {
      text += '%';
      continue;
    }
    const width = widthText === '*' ? Number(rest.shift() ?? 0) : Number(widthText ?? 0);
    const hasPrecision = whole.includes('.');
    const precision = !hasPrecision
      ? undefined
      : precisionText === '*'
        ? Number(rest.shift() ?? 0)
        : Number(precisionText ?? 0);
    const argument = rest.shift();
    if (conversion === 'b') {
      const { text: expanded, stop } = expandEscapes(argument ?? '', true);
      text += pad(expanded, width, flags);
      if (stop) return { text, stop: true };
      continue;
    }
    text += convert(conversion ?? 's', argument, flags, width, precision, complaints);
  }
  const stop = literal(format.slice(last));
  return { text, stop };
}

export function pad(text: string, width: number, flags: string, zero = false): string {
  const size = Math.abs(width);
  if (flags.includes('-') || width < 0) return text.padEnd(size);
  if (!zero || !flags.includes('0')) return text.padStart(size);
  const sign = /^[-+ ]?(?:0[xX])?/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(size - sign.length, '0');
}

function convert(
  conversion: string,
  argument: string | undefined,
  flags: string,
  width: number,
  precision: number | undefined,
  complaints: string[],
): string {
  switch (conversion) {
    case 's':
      return pad(
        precision === undefined ? (argument ?? '') : (argument ?? '').slice(0, precision),
        width,
        flags,
      );
    case 'q':
      return pad(quote(argument ?? ''), width, flags);
    case 'c':
      return pad((argument ?? '').slice(0, 1), width, flags);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return pad(
        integer(conversion, argument ?? '', flags, precision, complaints),
        width,
        flags,
        precision === undefined,
      );
    default: {
      const value = real(argument ?? '', complaints);
      const sign =
        value < 0 || Object.is(value, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      return pad(
        sign + floating(conversion, Math.abs(value), precision ?? 6, flags.includes('#')),
        width,
        flags,
        true,
      );
    }
  }
}

function integer(
  conversion: string,
  argument: string,
  flags: string,
  precision: number | undefined,
  complaints: string[],
): string {
  return integerText(conversion, parseInteger(argument, complaints), flags, precision);
}

/** `%d`, `%u`, `%o` or `%x`, not padded. */
export function integerText(
  conversion: string,
  value: bigint,
  flags: string,
  precision: number | undefined,
): string {
  const unsigned = value < 0n && conversion !== 'd' && conversion !== 'i' ? BigInt.asUintN(64, value) : value;
  const magnitude = unsigned < 0n ? -unsigned : unsigned;
  const radix = conversion === 'o' ? 8 : conversion === 'x' || conversion === 'X' ? 16 : 10;
  let digits = magnitude.toString(radix);
  if (conversion === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  if (flags.includes('#') && magnitude !== 0n)
    digits = (radix === 8 ? '0' : radix === 16 ? `0${conversion}` : '') + digits;
  const sign = unsigned < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return (radix === 10 ? sign : '') + digits;
}

function parseInteger(text: string, complaints: string[]): bigint {
  if (text === '') return 0n;
  // A quote and a character: the character's code.
  if (/^['"]/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
  const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|\d+)/.exec(text);
  if (match === null) {
    complaints.push(`'${text}': expected a numeric value`);
    return 0n;
  }
  if (match[0].length < text.length) complaints.push(`'${text}': value not completely converted`);
  const digits = match[2] ?? '0';
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return match[1] === '-' ? -value : value;
}

function real(text: string, complaints: string[]): number {
  if (text === '') return 0;
  if (/^['"]/.test(text)) return text.codePointAt(1) ?? 0;
  const value = Number.parseFloat(text);
  if (Number.isNaN(value)) {
    complaints.push(`'${text}': expected a numeric value`);
    return 0;
  }
  if (Number.isNaN(Number(text))) complaints.push(`'${text}': value not completely converted`);
  return value;
}

/** `%e`, `%f` or `%g` of a number that is not negative. */
export function floating(conversion: string, value: number, precision: number, keepZeros: boolean): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  const lower = conversion.toLowerCase();
  let text: string;
  if (lower === 'f') text = fixed(value, precision);
  else if (lower === 'e') text = exponential(value, precision);
  else {
    const digits = precision === 0 ? 1 : precision;
    const power = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
    text =
      power < -4 || power >= digits
        ? exponential(value, digits - 1)
        : fixed(value, Math.max(0, digits - 1 - power));
    if (!keepZeros && text.includes('.')) text = text.replace(/\.?0+(?=e|$)/, '');
  }
  return conversion === lower ? text : text.toUpperCase();
}

function quote(text: string): string {
  return text !== '' && /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

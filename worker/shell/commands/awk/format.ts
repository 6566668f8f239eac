// sprintf and printf (POSIX XBD, "File Format Notation", as awk has it).

import { Failure } from '../applet.ts';
import { floating, integerText, pad } from '../printf.ts';
import { numberOf, type Value } from './values.ts';

const directive = /%([-+ #0]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?[hlLjzt]*([^])/g;

export function formatText(format: string, args: readonly Value[], textOf: (value: Value) => string): string {
  if (!format.includes('%')) return format;
  let index = 0;
  const next = (): Value => {
    if (index >= args.length) throw new Failure(`not enough arguments passed to printf("${format}")`, 2);
    index += 1;
    return args[index - 1];
  };
  return format.replace(
    directive,
    (
      whole: string,
      flags: string,
      widthText: string | undefined,
      point: string | undefined,
      precisionText: string | undefined,
      conversion: string,
    ) => {
      if (conversion === '%') return '%';
      if (!/[diouxXcseEfFgG]/.test(conversion)) return whole;
      const width = widthText === '*' ? Math.trunc(numberOf(next())) : Number(widthText ?? 0);
      const given = precisionText === '*' ? Math.trunc(numberOf(next())) : Number(precisionText ?? 0);
      const precision = point === undefined || given < 0 ? undefined : given;
      return convert(conversion, next(), flags, width, precision, textOf);
    },
  );
}

function convert(
  conversion: string,
  value: Value,
  flags: string,
  width: number,
  precision: number | undefined,
  textOf: (value: Value) => string,
): string {
  if (conversion === 's') {
    const text = textOf(value);
    return pad(precision === undefined ? text : [...text].slice(0, precision).join(''), width, flags);
  }
  if (conversion === 'c') return pad(characterOf(value, textOf), width, flags);
  const number = numberOf(value);
  const integer = /[diouxX]/.test(conversion);
  if (!Number.isFinite(number) || !integer) {
    const lower = integer || conversion !== conversion.toUpperCase() ? 'g' : 'G';
    const kind = Number.isFinite(number) ? conversion : lower;
    const sign = number < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
    const text = sign + floating(kind, Math.abs(number), precision ?? 6, flags.includes('#'));
    return pad(text, width, flags, Number.isFinite(number));
  }
  const text = integerText(conversion, BigInt(Math.trunc(number)), flags, precision);
  return pad(text, width, flags, precision === undefined);
}

/** A number is the code of a character, anything else gives its first one. */
function characterOf(value: Value, textOf: (value: Value) => string): string {
  const code = typeof value === 'number' ? Math.trunc(value) : undefined;
  if (code === undefined) return [...textOf(value)][0] ?? '';
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

// The types of od -t: how many bytes each takes, how wide its field is, and its text.

import { Failure } from './applet.ts';

export interface OdFormat {
  readonly kind: 'a' | 'c' | 'd' | 'f' | 'o' | 'u' | 'x';
  readonly size: 1 | 2 | 4 | 8;
  readonly width: number;
}

const radixes = { o: 8, u: 10, d: 10, x: 16 } as const;
const sizeLetters: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8 };
const controlNames =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );
const escapes: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};
/** Significant digits that tell floats, and doubles, apart. */
const floatDigits = { 4: 8, 8: 17 } as const;

export function formatsOf(spec: string): OdFormat[] {
  const found = [...spec.matchAll(/([ac])|([doux])([1248CSIL]?)|(f)([48FD]?)/g)];
  if (found.map(([whole]) => whole).join('') !== spec || found.length === 0)
    throw new Failure(`invalid type string '${spec}'`);
  return found.map(([, character, integer, integerSize = '', , floatSize = '']): OdFormat => {
    if (character !== undefined) return { kind: character as 'a' | 'c', size: 1, width: 3 };
    const given = integer === undefined ? floatSize : integerSize;
    const size = (sizeLetters[given] ??
      (Number(given) || (integer === undefined ? 8 : 4))) as OdFormat['size'];
    if (integer === undefined) return { kind: 'f', size, width: size === 4 ? 15 : 24 };
    const kind = integer as 'd' | 'o' | 'u' | 'x';
    const digits = (2n ** BigInt(size * 8) - 1n).toString(radixes[kind]).length;
    const signed = (2n ** BigInt(size * 8 - 1)).toString().length + 1;
    return { kind, size, width: kind === 'd' ? signed : digits };
  });
}

export function fieldText(view: DataView, at: number, { kind, size, width }: OdFormat): string {
  if (kind === 'c' || kind === 'a') {
    const byte = view.getUint8(at);
    if (kind === 'a')
      return (byte & 0x7f) === 0x7f ? 'del' : (controlNames[byte & 0x7f] ?? String.fromCharCode(byte & 0x7f));
    const octal = byte.toString(8).padStart(3, '0');
    return escapes[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : octal);
  }
  if (kind === 'f') {
    const value = size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
    return String(Number(value.toPrecision(floatDigits[size === 4 ? 4 : 8])));
  }
  let value = 0n;
  for (let byte = size - 1; byte >= 0; byte -= 1) value = value * 256n + BigInt(view.getUint8(at + byte));
  if (kind === 'd') return BigInt.asIntN(size * 8, value).toString();
  const text = value.toString(radixes[kind]);
  return kind === 'u' ? text : text.padStart(width, '0');
}

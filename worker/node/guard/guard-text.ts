// What the author wrote, of the text of a guarded function: `toString` must not show the rewriting.

import { counterName, guardName, lightCounterName } from './names.ts';

const counter = `(?:${counterName}\\d*|${lightCounterName})`;
const guard = `${guardName}\\(\\)`;
const pattern = (source: string): RegExp =>
  new RegExp(source.replaceAll('COUNT', counter).replaceAll('GUARD', guard), 'g');

/** Everything that guard-loops.ts and strip-mine.ts write, longer pieces before their parts. */
const pieces = [
  pattern(String.raw`;COUNT=0,GUARD\)\{for\(;COUNT<\d+(?:&&\()?`),
  pattern(String.raw`;COUNT<\d+&&\(`),
  pattern(String.raw`\);COUNT\+\+`),
  pattern(String.raw`\)/\*COUNT\*/`),
  pattern(String.raw`,?COUNT\+\+`),
  pattern(String.raw`;if\(COUNT<\d+\)break\}`),
  pattern(String.raw`\{/\*COUNT\*/do `),
  pattern(String.raw`\(/\*COUNT\*/`),
  pattern(String.raw`\)&&\+\+COUNT<\d+`),
  pattern(String.raw`\}while\(COUNT>=\d+&&\(COUNT=0,GUARD\)\)`),
  pattern(String.raw`(?:\{/\*COUNT\*/)?if\(\+\+COUNT>\d+\)\{COUNT=0;GUARD\}`),
  pattern(String.raw`/\*COUNT\*/\}`),
  pattern(String.raw`var COUNT=0(?:,COUNT=0)*;`),
];
const keyword = new RegExp(`for\\(;;${guardName}\\(${counter}=0\\)\\)\\{for`, 'g');

export function withoutGuards(text: string): string {
  if (!text.includes(guardName)) return text;
  return pieces.reduce((result, piece) => result.replace(piece, ''), text.replace(keyword, 'while'));
}

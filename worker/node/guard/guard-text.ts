// What the author wrote, of the text of a guarded function: `toString` must not show the rewriting.

import { checkName, counterName, guardName } from './names.ts';

/** Everything that guard-loops.ts and strip-mine.ts write, longer pieces before their parts. */
const pieces = [
  String.raw`;GUARD\(\)\)\{let COUNT=0;for\(;COUNT<\d+(?:&&\()?`,
  String.raw`for\(;;GUARD\(\)\)\{let COUNT=0;`,
  String.raw`;COUNT<\d+&&\(`,
  String.raw`\);COUNT\+\+`,
  String.raw`\)/\*COUNT\*/`,
  String.raw`,?COUNT\+\+`,
  String.raw`;if\(COUNT<\d+\)break\}`,
  String.raw`\(/\*COUNT\*/`,
  String.raw`\)&&\+\+COUNT<\d+`,
  String.raw`(?:\{/\*CHECK\*/)?if\(\+\+CHECK>\d+\)\{CHECK=0;GUARD\(\)\}`,
  String.raw`/\*CHECK\*/\}`,
  String.raw`var CHECK=0;`,
].map(
  (piece) =>
    new RegExp(
      piece.replaceAll('COUNT', counterName).replaceAll('CHECK', checkName).replaceAll('GUARD', guardName),
      'g',
    ),
);
const keyword = `for(;;${guardName}()){let ${counterName}=0;/**/for`;

export function withoutGuards(text: string): string {
  if (!text.includes(guardName)) return text;
  return pieces.reduce((result, piece) => result.replace(piece, ''), text.replaceAll(keyword, 'while'));
}

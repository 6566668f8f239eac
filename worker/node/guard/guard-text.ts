// What the author wrote, of the text of a guarded function: `toString` must not show the rewriting.

import { checkName, counterName, guardName } from './names.ts';

/** Everything that guard-loops.ts and strip-mine.ts write, longer pieces before their parts. */
const pieces = [
  String.raw`;GUARD\(\)\)\{let COUNT=\d+;for\(;COUNT>0(?:&&\()?`,
  String.raw`for\(;;GUARD\(\)\)\{let COUNT=\d+;/\*\*/(?=do\b)`,
  String.raw`/\*COUNT\*/\(`,
  String.raw`\)&&--COUNT>0`,
  String.raw`;COUNT>0&&\(`,
  String.raw`\);COUNT--`,
  String.raw`\)/\*COUNT\*/`,
  String.raw`,?COUNT--`,
  String.raw`;if\(COUNT>0\)break\}`,
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
const keyword = new RegExp(`for\\(;;${guardName}\\(\\)\\)\\{let ${counterName}=\\d+;/\\*\\*/for`, 'g');

export function withoutGuards(text: string): string {
  if (!text.includes(guardName)) return text;
  return pieces.reduce((result, piece) => result.replace(piece, ''), text.replace(keyword, 'while'));
}

// What the author wrote, of the text of a guarded function: `toString` must not show the rewriting.

import { checkName, counterName, guardName, labelName } from './names.ts';

/** A chunk's beginning, and what holds while it goes on: counted by itself, or by a variable of the author's. */
const start = String.raw`\{let COUNT=(?:NAME\+)?\d+;`;
const going = String.raw`(?:COUNT<\d+|NAME<COUNT)`;

/** Everything that guard-loops.ts and strip-mine.ts write, longer pieces before their parts. */
const pieces = [
  String.raw`(?:LABEL\d+:)?for\(;;GUARD\(\)\)${start}/\*\*/(?=do\b)`,
  String.raw`;GUARD\(\)\)${start}for\(;${going}(?:&&\()?`,
  String.raw` LABEL\d+(?![\d:])`,
  String.raw`LABEL\d+:`,
  String.raw`/\*COUNT\*/\(`,
  String.raw`\)&&--COUNT>0`,
  String.raw`;${going}&&\(`,
  String.raw`\);(?:COUNT\+\+|/\*COUNT\*/)`,
  String.raw`\)/\*COUNT\*/`,
  String.raw`,?COUNT\+\+`,
  String.raw`;if\((?:${going}|COUNT>0)\)break\}`,
  String.raw`(?:\{/\*CHECK\*/)?if\(\+\+CHECK>\d+\)\{GUARD\(\);CHECK=0\}`,
  String.raw`/\*CHECK\*/\}`,
  String.raw`var CHECK=0;`,
].map(pattern);
const keyword = pattern(String.raw`(?:LABEL\d+:)?for\(;;GUARD\(\)\)${start}/\*\*/for`);

function pattern(piece: string): RegExp {
  const names: Readonly<Record<string, string>> = {
    COUNT: counterName,
    CHECK: checkName,
    GUARD: guardName,
    LABEL: labelName,
    NAME: String.raw`[$\p{ID_Continue}]+`,
  };
  return new RegExp(
    piece.replace(/[A-Z]{4,5}/g, (name) => names[name] ?? name),
    'gu',
  );
}

export function withoutGuards(text: string): string {
  if (!text.includes(guardName)) return text;
  return pieces.reduce((result, piece) => result.replace(piece, ''), text.replace(keyword, 'while'));
}

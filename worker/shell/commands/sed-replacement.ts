// The right-hand side of sed's s command: text, groups, and GNU's changes of case.

export type ReplacementPart =
  | { readonly type: 'text'; readonly text: string }
  /** 0 is the whole match. */
  | { readonly type: 'group'; readonly group: number }
  | { readonly type: 'case'; readonly mode: 'U' | 'L' | 'u' | 'l' | 'E' };

export function parseReplacement(text: string): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  const literal = (piece: string): void => {
    const last = parts.at(-1);
    if (last?.type === 'text') parts[parts.length - 1] = { type: 'text', text: last.text + piece };
    else parts.push({ type: 'text', text: piece });
  };
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '&') parts.push({ type: 'group', group: 0 });
    else if (char !== '\\') literal(char);
    else {
      index += 1;
      const next = text.charAt(index);
      if (/\d/.test(next)) parts.push({ type: 'group', group: Number(next) });
      else if (/[ULulE]/.test(next)) parts.push({ type: 'case', mode: next as 'U' });
      else literal(next === 'n' ? '\n' : next === 't' ? '\t' : next);
    }
  }
  return parts;
}

// Brace expansion: {a,b} and {1..5..2} (bash's manual, "Brace Expansion"). Works on the parts of a word before anything
// else is expanded; quoted text and expansions are opaque.

import type { Word, WordPart } from '../parser/ast.ts';

/** An unquoted character, or a part that braces do not look into. */
type Atom = string | WordPart;

export function expandBraces(word: Word): Word[] {
  const simple = word.every((part) => part.type !== 'text' || part.quoted || !part.text.includes('{'));
  if (simple) return [word];
  const atoms = word.flatMap((part): Atom[] =>
    part.type === 'text' && !part.quoted ? [...part.text] : [part],
  );
  return expand(atoms).map(asWord);
}

function expand(atoms: Atom[]): Atom[][] {
  for (let start = 0; start < atoms.length; start += 1) {
    if (atoms[start] !== '{') continue;
    const group = parseGroup(atoms, start);
    if (group === undefined) continue;
    const before = atoms.slice(0, start);
    const after = expand(atoms.slice(group.end));
    return group.alternatives
      .flatMap((alternative) => expand(alternative))
      .flatMap((middle) => after.map((rest) => [...before, ...middle, ...rest]));
  }
  return [atoms];
}

function parseGroup(atoms: Atom[], start: number): { alternatives: Atom[][]; end: number } | undefined {
  const alternatives: Atom[][] = [[]];
  let depth = 0;
  for (let index = start + 1; index < atoms.length; index += 1) {
    const atom = atoms[index] as Atom;
    if (atom === '{') depth += 1;
    if (atom === '}') {
      if (depth === 0) {
        if (alternatives.length > 1) return { alternatives, end: index + 1 };
        const range = expandRange(alternatives[0] ?? []);
        return range === undefined ? undefined : { alternatives: range, end: index + 1 };
      }
      depth -= 1;
    }
    if (atom === ',' && depth === 0) alternatives.push([]);
    else alternatives.at(-1)?.push(atom);
  }
  return undefined;
}

function expandRange(atoms: Atom[]): Atom[][] | undefined {
  if (!atoms.every((atom) => typeof atom === 'string')) return undefined;
  const text = atoms.join('');
  const numeric = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text);
  if (numeric?.[1] !== undefined && numeric[2] !== undefined) {
    const [from, to] = [numeric[1], numeric[2]];
    const padded = /^-?0\d/.test(from) || /^-?0\d/.test(to);
    const width = padded ? Math.max(from.length, to.length) : 0;
    return range(Number(from), Number(to), Number(numeric[3] ?? 1)).map((value) => [
      ...(value < 0 ? '-' : ''),
      ...String(Math.abs(value)).padStart(width - (value < 0 ? 1 : 0), '0'),
    ]);
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  if (letters?.[1] === undefined || letters[2] === undefined) return undefined;
  return range(letters[1].charCodeAt(0), letters[2].charCodeAt(0), Number(letters[3] ?? 1)).map((code) => [
    String.fromCharCode(code),
  ]);
}

function range(from: number, to: number, step: number): number[] {
  const stride = Math.abs(step) || 1;
  const values: number[] = [];
  if (from <= to) for (let value = from; value <= to; value += stride) values.push(value);
  else for (let value = from; value >= to; value -= stride) values.push(value);
  return values;
}

function asWord(atoms: Atom[]): Word {
  const parts: WordPart[] = [];
  for (const atom of atoms) {
    const last = parts.at(-1);
    if (typeof atom !== 'string') parts.push(atom);
    else if (last?.type === 'text' && !last.quoted)
      parts[parts.length - 1] = { type: 'text', text: last.text + atom, quoted: false };
    else parts.push({ type: 'text', text: atom, quoted: false });
  }
  return parts;
}

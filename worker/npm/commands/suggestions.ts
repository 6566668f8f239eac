// `Did you mean this?` after a misspelt command or script.
import type { Manifest } from '../manifest.ts';
import { commandDescriptions } from './descriptions.ts';

const ownCommands = new Set(['stop', 'start', 'test', 'restart']);

/** Empty, or two line breaks and the hint. */
export function suggestions(word: string, { scripts = {}, bin = {} }: Manifest): string {
  const isClose = (name: string) => distance(word, name) < word.length * 0.4;
  const found = [
    ...Object.entries(commandDescriptions)
      .filter(([name]) => isClose(name) && name !== word)
      .map(([name, description]) => `  npm ${name} # ${description}`),
    ...Object.keys(scripts)
      .filter((name) => isClose(name) && !ownCommands.has(name))
      .map((name) => `  npm run ${name} # run the "${name}" package script`),
    ...Object.keys(bin)
      .filter(isClose)
      .map(
        (name) => `  npm exec ${name} # run the "${name}" command from either this or a remote npm package`,
      ),
  ];
  if (found.length === 0) return '';
  const title = found.length === 1 ? 'this' : 'one of these';
  return `\n\nDid you mean ${title}?\n${found.slice(0, 3).join('\n')}`;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

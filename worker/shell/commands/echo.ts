// echo -n -e -E. Escapes only with -e, as GNU's and bash's do; `sh` here is the same shell.

import type { Applet } from './applet.ts';
import { expandEscapes } from './escapes.ts';

export const echo: Applet = async ({ args, stdout }) => {
  const rest = [...args];
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/.test(rest[0] ?? '')) {
    for (const letter of (rest.shift() ?? '').slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = rest.join(' ');
  const { text: expanded, stop } = escapes ? expandEscapes(text) : { text, stop: false };
  await stdout.write(expanded + (newline && !stop ? '\n' : ''));
  return 0;
};

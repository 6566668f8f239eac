// base64 -d -w -i.

import { joinBytes } from '../../os/concat-bytes.ts';
import { Failure, type Applet } from './applet.ts';
import { forEachInput, readAllText } from './lines.ts';
import { parseOptions } from './options.ts';

/** A multiple of 3, so that the pieces join without padding. */
const pieceSize = 3 * 8192;

export const base64: Applet = async (context) => {
  const options = parseOptions('base64', context.args, {
    short: 'dw:i',
    long: { decode: 'd', 'wrap=': 'w', 'ignore-garbage': 'i' },
  });
  const width = Number(options.value('w') ?? 76);
  const good = await forEachInput(context, options.operands, async (input) => {
    if (options.has('d')) {
      const text = (await readAllText(input)).replace(options.has('i') ? /[^A-Za-z0-9+/=]/g : /\n/g, '');
      let binary: string;
      try {
        binary = atob(text);
      } catch {
        throw new Failure('invalid input');
      }
      await context.stdout.write(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
      return;
    }
    let rest: Uint8Array = new Uint8Array();
    let line = '';
    let column = 0;
    const put = async (bytes: Uint8Array): Promise<void> => {
      const text = btoa(String.fromCharCode(...bytes));
      if (width === 0) return context.stdout.write(text);
      line = '';
      for (let at = 0; at < text.length;) {
        const step = Math.min(width - column, text.length - at);
        line += text.slice(at, at + step);
        at += step;
        column += step;
        if (column === width) {
          line += '\n';
          column = 0;
        }
      }
      return context.stdout.write(line);
    };
    for (let chunk = await input.read(); chunk !== null; chunk = await input.read()) {
      const bytes = joinBytes([rest, chunk]);
      let at = 0;
      for (; at + pieceSize <= bytes.length; at += pieceSize) await put(bytes.subarray(at, at + pieceSize));
      rest = bytes.slice(at);
    }
    if (rest.length > 0) await put(rest);
    if (column > 0) await context.stdout.write('\n');
  });
  return good ? 0 : 1;
};

// md5sum, sha1sum and sha256sum: print, or check with -c.

import { hexText } from '../../os/hex-text.ts';
import { Failure, type Applet, type AppletContext, type Input } from './applet.ts';
import { errorText } from './error-text.ts';
import { forEachInput, isFileError, readAllText } from './lines.ts';
import { parseOptions } from './options.ts';

export interface Hasher {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

export function checksumApplet(name: string, createHasher: () => Hasher): Applet {
  const sum = async (input: Input): Promise<string> => {
    const hasher = createHasher();
    for (let chunk = await input.read(); chunk !== null; chunk = await input.read()) hasher.update(chunk);
    return hexText(hasher.digest());
  };
  return async (context) => {
    const options = parseOptions(name, context.args, {
      short: 'cbtwqs',
      long: { check: 'c', binary: 'b', text: 't', quiet: 'q', status: 's' },
    });
    if (options.has('c')) return check(context, options.operands, sum, options.has('q'), options.has('s'));
    const good = await forEachInput(context, options.operands, async (input, operand) => {
      await context.stdout.write(`${await sum(input)} ${options.has('b') ? '*' : ' '}${operand}\n`);
    });
    return good ? 0 : 1;
  };
}

async function check(
  context: AppletContext,
  operands: readonly string[],
  sum: (input: Input) => Promise<string>,
  quiet: boolean,
  silent: boolean,
): Promise<number> {
  let failed = 0;
  let unread = 0;
  await forEachInput(context, operands, async (list, operand) => {
    const lines = (await readAllText(list)).split('\n').filter((line) => line !== '');
    const parsed = lines.map((line) => /^([0-9a-fA-F]{32,}) [ *](.+)$/.exec(line));
    if (parsed.every((match) => match === null))
      throw new Failure(`${operand}: no properly formatted checksum lines found`);
    for (const match of parsed) {
      const [, expected = '', file = ''] = match ?? [];
      if (match === null) continue;
      try {
        const good = (await sum(context.open(file))) === expected.toLowerCase();
        if (!good) failed += 1;
        if (!silent && !(quiet && good)) await context.stdout.write(`${file}: ${good ? 'OK' : 'FAILED'}\n`);
      } catch (error) {
        if (!isFileError(error)) throw error;
        unread += 1;
        await context.complain(`${file}: ${errorText(error)}`);
        if (!silent) await context.stdout.write(`${file}: FAILED open or read\n`);
      }
    }
  });
  const plural = (count: number, one: string, many: string): string =>
    `WARNING: ${String(count)} ${count === 1 ? one : many}`;
  if (unread > 0 && !silent)
    await context.complain(plural(unread, 'listed file could not be read', 'listed files could not be read'));
  if (failed > 0 && !silent)
    await context.complain(
      plural(failed, 'computed checksum did NOT match', 'computed checksums did NOT match'),
    );
  return failed + unread > 0 ? 1 : 0;
}

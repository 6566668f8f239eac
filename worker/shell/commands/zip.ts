// zip -r -q -j: writes a new archive with fflate. Existing archives are not updated: -f, -u and -d are refused.

import { zipSync, type Zippable } from 'fflate';
import { Failure, type Applet, type AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export const zip: Applet = async (context) => {
  const options = parseOptions('zip', context.args, {
    short: 'rqj0123456789x:',
    long: { 'recurse-paths': 'r', quiet: 'q', 'junk-paths': 'j' },
    code: 16,
  });
  const [archive, ...members] = options.operands;
  if (archive === undefined || members.length === 0)
    throw new Failure('usage: zip [-r] archive.zip file ...', 16);
  const name = archive.includes('.') ? archive : `${archive}.zip`;
  const path = context.resolve(name);
  if (context.fs.tryStat(path) !== undefined)
    throw new Failure(`${name}: exists already, and updating an archive is not supported`, 15);
  const entries: Zippable = {};
  let status = 0;
  for (const member of members) {
    try {
      await add(context, options, entries, member.replace(/(?<=.)\/+$/, ''));
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`name not matched: ${member}: ${errorText(error)}`);
      status = 12;
    }
  }
  if (Object.keys(entries).length === 0) throw new Failure(`nothing to do! (${name})`, 12);
  const level = options.order.findLast((option) => /^\d$/.test(option));
  context.fs.writeFile(path, zipSync(entries, { level: Number(level ?? 6) as 6 }));
  return status;
};

async function add(
  context: AppletContext,
  options: ParsedOptions,
  entries: Zippable,
  name: string,
): Promise<void> {
  await context.breathe();
  const path = context.resolve(name);
  const stats = context.fs.stat(path);
  const shown = options.has('j') ? name.replace(/^.*\//, '') : name.replace(/^(?:\.?\/)+/, '');
  const attributes = { mtime: Math.max(stats.mtimeMs, Date.UTC(1980, 0, 2)), os: 3, attrs: stats.mode << 16 };
  if (stats.type !== 'directory') {
    entries[shown] = [context.fs.readFile(path).slice(), attributes];
    if (!options.has('q')) await context.stdout.write(`  adding: ${shown}\n`);
    return;
  }
  if (!options.has('j') && shown !== '' && shown !== '.') {
    entries[`${shown}/`] = [new Uint8Array(), attributes];
    if (!options.has('q')) await context.stdout.write(`  adding: ${shown}/\n`);
  }
  if (!options.has('r')) return;
  for (const entry of context.fs.readdir(path)) await add(context, options, entries, `${name}/${entry.name}`);
}

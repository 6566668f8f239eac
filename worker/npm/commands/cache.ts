// npm cache: the packages that this browser keeps for all projects, and the answers of registries.
import { npmError } from '../npm-error.ts';
import type { Session } from '../session.ts';

export async function cacheCommand(session: Session, words: readonly string[]): Promise<number> {
  const [verb, ...names] = words;
  switch (verb) {
    case 'ls':
      return list(session, names);
    case 'clean':
    case 'rm':
    case 'clear':
    case 'verify':
      return collect(session, verb === 'verify' ? [] : names);
    default:
      throw npmError(
        'EUSAGE',
        '',
        'npm cache ls [name@version]\nnpm cache verify\nnpm cache clean [name ...]',
      );
  }
}

async function list({ services, terminal }: Session, names: readonly string[]): Promise<number> {
  const all = (await services.packUsage().list()).filter(
    ({ name, version }) =>
      names.length === 0 || names.some((each) => each === name || each === `${name ?? ''}@${version ?? ''}`),
  );
  for (const { name, version, bytes, used } of all) {
    const id = name === undefined ? '(unnamed)' : `${name}@${version ?? ''}`;
    terminal.line(`${size(bytes).padStart(9)}  ${id}${used ? '' : '  (unused)'}`);
  }
  const bytes = all.reduce((sum, pack) => sum + pack.bytes, 0);
  terminal.line(`${size(bytes).padStart(9)}  ${String(all.length)} packages`);
  return 0;
}

/** Only what no project has in its node_modules goes: the rest is not a copy but what those are made of. */
async function collect({ services, terminal }: Session, names: readonly string[]): Promise<number> {
  const usage = services.packUsage();
  const unused = (await usage.list()).filter(
    ({ used, name }) => !used && (names.length === 0 || names.includes(name ?? '')),
  );
  await usage.remove(unused.map(({ id }) => id));
  if (names.length === 0) await services.packuments().clear();
  const bytes = unused.reduce((sum, pack) => sum + pack.bytes, 0);
  const packages = unused.length === 1 ? '1 package' : `${String(unused.length)} packages`;
  terminal.line(`removed ${packages} that no project uses, ${size(bytes)}`);
  return 0;
}

function size(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

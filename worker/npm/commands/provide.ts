// Packages that a command needs and the project does not have: installed into a folder that is theirs alone, kept for the
// next time (npm's _npx).
import { install } from '../install/installer.ts';
import { npmError } from '../npm-error.ts';
import { newPackageJson, readPackageJson } from '../package-json.ts';
import { hexDigest } from '../registry/integrity.ts';
import type { Session } from '../session.ts';
import { askYesNo } from './ask.ts';

/** Returns the folder. Asks the user first, where somebody is there to be asked and `ask` is set. */
export async function provide(
  session: Session,
  packages: readonly string[],
  { ask }: { ask: boolean },
): Promise<string> {
  const { services, fs, config, terminal, env } = session;
  const key = [...packages].sort().join('\n');
  const hash = (await hexDigest('SHA-512', key, services.subtle)).slice(0, 16);
  const folder = `${env['HOME'] ?? '/root'}/.npm/_npx/${hash}`;
  const isInstalled = fs.tryStat(`${folder}/node_modules/.package-lock.json`) !== undefined;
  if (isInstalled && packages.every(isExact)) return folder;
  if (!isInstalled && ask && !config.flag('yes')) await confirm(session, packages);
  fs.makeDirectories(folder, 0o755);
  const packageJson = readPackageJson(fs, `${folder}/package.json`) ?? newPackageJson(folder);
  await install(
    { ...session, prefix: folder, config: config.withoutCommandLine() },
    { packageJson, add: packages, saveType: 'prod', remove: [], save: true, clean: false },
  );
  terminal.endProgress();
  return folder;
}

function isExact(argument: string): boolean {
  return /@\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(argument);
}

async function confirm(session: Session, packages: readonly string[]): Promise<void> {
  const { config, terminal } = session;
  const list = packages;
  if (config.get('yes') === false) {
    throw npmError('', '', `canceled due to missing packages and no YES option: ${JSON.stringify(list)}`);
  }
  const answer = await askYesNo(
    session,
    `Need to install the following packages:\n${list.join('\n')}\nOk to proceed? (y) `,
  );
  if (answer === undefined) {
    const are = list.length === 1 ? 'package was' : 'packages were';
    terminal.warn('exec', `The following ${are} not found and will be installed: ${list.join(', ')}`);
  } else if (!answer) {
    throw npmError('', '', 'canceled');
  }
}

// npm update, dedupe and prune: the tree resolved anew in part or whole, or only rid of what nobody needs.
import { install, type InstallRequest } from '../install/installer.ts';
import { readHiddenLockfile, readLockfile } from '../lockfile.ts';
import { npmError } from '../npm-error.ts';
import { requirePackageJson } from '../package-json.ts';
import type { Session } from '../session.ts';

type Change = Pick<InstallRequest, 'update' | 'preferDedupe' | 'prune'>;

/** Without names: everything within its range. With names: those packages, wherever they are in the tree. */
export function updateCommand(session: Session, words: readonly string[]): Promise<number> {
  return change(session, { update: words.length === 0 ? 'all' : words });
}

/** Packages that are there more than once are resolved anew, and one that is there already is preferred. */
export function dedupeCommand(session: Session, words: readonly string[]): Promise<number> {
  if (words.length > 0) throw npmError('EUSAGE', '', 'npm dedupe takes no package names');
  const lockfile = readLockfile(session.fs, session.prefix) ?? readHiddenLockfile(session.fs, session.prefix);
  const counts = new Map<string, number>();
  for (const location of Object.keys(lockfile?.packages ?? {})) {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(location)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].filter(([, count]) => count > 1).map(([name]) => name);
  return change(session, { update: names, preferDedupe: true });
}

export function pruneCommand(session: Session): Promise<number> {
  return change(session, { prune: true });
}

async function change(session: Session, wanted: Change): Promise<number> {
  const { config, fs, prefix, terminal } = session;
  const summary = await install(session, {
    packageJson: requirePackageJson(fs, prefix),
    add: [],
    saveType: undefined,
    remove: [],
    save: config.flag('save') && !config.flag('dry-run'),
    clean: false,
    ...wanted,
  });
  if (!terminal.silent) terminal.line(`\n${summary}`);
  return 0;
}

// npm link: a folder of this machine in node_modules, as a symlink and without a trace in package.json.
import { install } from '../install/installer.ts';
import { npmError } from '../npm-error.ts';
import { newPackageJson, readManifest, readPackageJson, requirePackageJson } from '../package-json.ts';
import { dirname, resolvePath } from '../../os/posix-path.ts';
import type { Session } from '../session.ts';

/** Where `npm link` without a name registers a package for the other projects of this machine. */
const registered = '/usr/local/lib/node_modules';

export async function linkCommand(session: Session, words: readonly string[]): Promise<number> {
  const { fs, prefix, terminal } = session;
  if (words.length === 0) {
    register(session);
    return 0;
  }
  const folders = words.map((word) => folderOf(session, word));
  const packageJson = readPackageJson(fs, `${prefix}/package.json`) ?? newPackageJson(prefix);
  const save = session.config.get('save') === true && session.config.isSet('save');
  const summary = await install(session, {
    packageJson,
    add: folders,
    saveType: undefined,
    remove: [],
    save,
    clean: false,
  });
  if (!terminal.silent) terminal.line(`\n${summary}`);
  return 0;
}

function register({ fs, prefix, terminal }: Session): void {
  const { manifest } = requirePackageJson(fs, prefix);
  if (manifest.name === undefined) throw npmError('EINVALIDNAME', '', 'package.json has no name to link by');
  const path = `${registered}/${manifest.name}`;
  fs.makeDirectories(dirname(path), 0o755);
  fs.remove(path);
  fs.symlink(prefix, path);
  if (!terminal.silent) terminal.line(`\nlinked ${manifest.name} -> ${prefix}`);
}

/** A folder, or the name that one was registered by. */
function folderOf({ fs, cwd }: Session, word: string): string {
  if (!/^[./~]/.test(word)) {
    const path = `${registered}/${word}`;
    if (fs.tryStat(path)?.type === 'directory') return fs.realpath(path);
  }
  const folder = resolvePath(cwd, word);
  if (readManifest(fs, `${folder}/package.json`) !== undefined) return folder;
  throw npmError(
    'ENOENT',
    '',
    `There is no package to link in ${folder}, and none was registered as ${word}.`,
    {
      prefix: '',
      text: 'Give the folder of a package, or run npm link in that folder first.',
    },
  );
}

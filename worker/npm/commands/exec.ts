// npm exec and npx: a command of an installed package, or of one that is fetched into a folder of its own for it.
import { shellCode } from '../../os/signals.ts';
import { npmError } from '../npm-error.ts';
import { readManifest } from '../package-json.ts';
import { ancestors } from '../../os/posix-path.ts';
import { quote } from '../../os/shell-word.ts';
import { runScript } from '../script-runner.ts';
import type { Session } from '../session.ts';
import { splitName } from '../spec.ts';
import { endAs } from './end-as.ts';
import { provide } from './provide.ts';
import { registryEnvironment } from './registry-environment.ts';

export async function execCommand(session: Session, words: readonly string[]): Promise<number> {
  const { config } = session;
  const packages = config.list('package');
  const call = config.text('call');
  const [word, ...args] = words;
  if (call === undefined && word === undefined) {
    throw npmError('EUSAGE', '', 'Must provide a command to run, or one with --call');
  }
  if (call !== undefined && word !== undefined) {
    throw npmError('EUSAGE', '', 'Cannot use --call and give a command at once');
  }
  if (call !== undefined || packages.length > 0) {
    const folder = packages.length === 0 ? undefined : await provide(session, packages, { ask: true });
    return run(session, call ?? quote(word ?? ''), args, folder);
  }
  const wanted = word ?? '';
  const { name, spec } = splitName(wanted);
  const command = name.slice(name.lastIndexOf('/') + 1);
  if (spec === '' && localCommand(session, command) && !name.startsWith('@')) {
    return run(session, quote(command), args, undefined);
  }
  const local = installedBin(session, name, spec);
  if (local !== undefined) return run(session, quote(local), args, undefined);
  const folder = await provide(session, [wanted], { ask: true });
  const installed = installedName(session, folder, name);
  const bin = binOf(
    readManifest(session.fs, `${folder}/node_modules/${installed}/package.json`)?.bin,
    installed,
  );
  if (bin === undefined) throw npmError('', 'could not determine executable to run', '');
  return run(session, quote(bin), args, folder);
}

async function run(
  session: Session,
  command: string,
  args: readonly string[],
  folder: string | undefined,
): Promise<number> {
  const manifest = readManifest(session.fs, `${session.prefix}/package.json`) ?? {};
  const { status } = await runScript(session, {
    event: 'npx',
    command,
    args,
    path: session.prefix,
    cwd: session.cwd,
    manifest,
    stdio: 'inherit',
    banner: false,
    // `npx pnpm install`.
    env: registryEnvironment(session),
    ...(folder === undefined ? {} : { binPaths: [`${folder}/node_modules/.bin`] }),
  });
  return status.kind === 'signaled' ? endAs(session, status) : shellCode(status);
}

function localCommand({ fs, prefix, cwd }: Session, command: string): boolean {
  const folders = new Set([...ancestors(prefix), ...ancestors(cwd)]);
  return [...folders].some((folder) => fs.tryStat(`${folder}/node_modules/.bin/${command}`) !== undefined);
}

/** The command of a package that is installed in the project, where its version is not asked for. */
function installedBin({ fs, prefix }: Session, name: string, spec: string): string | undefined {
  if (spec !== '') return undefined;
  for (const folder of ancestors(prefix)) {
    const manifest = readManifest(fs, `${folder}/node_modules/${name}/package.json`);
    if (manifest !== undefined) return binOf(manifest.bin, name);
  }
  return undefined;
}

/** Where all its commands are one program, the first; else the one of the package's name. */
function binOf(bin: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  const commands = Object.keys(bin ?? {});
  if (new Set(Object.values(bin ?? {})).size === 1) return commands[0];
  const unscoped = name.slice(name.lastIndexOf('/') + 1);
  return commands.includes(unscoped) ? unscoped : undefined;
}

/** A name as installed: that of the one dependency where the argument was no name. */
function installedName({ fs }: Session, folder: string, name: string): string {
  const { dependencies = {} } = readManifest(fs, `${folder}/package.json`) ?? {};
  return dependencies[name] === undefined ? (Object.keys(dependencies)[0] ?? name) : name;
}

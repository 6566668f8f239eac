// npm exec and npx: a command of an installed package, or of one that is fetched into a folder of its own for it.
import { shellCode } from '../../os/signals.ts';
import { install } from '../install/installer.ts';
import { npmError } from '../npm-error.ts';
import { newPackageJson, readManifest, readPackageJson } from '../package-json.ts';
import { ancestors } from '../posix-path.ts';
import { quote, runScript } from '../script-runner.ts';
import type { Session } from '../session.ts';
import { splitName } from '../spec.ts';
import { askYesNo } from './ask.ts';
import { endAs } from './end-as.ts';

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
    const folder = packages.length === 0 ? undefined : await provide(session, packages);
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
  const folder = await provide(session, [wanted]);
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

function binOf(bin: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  const commands = Object.keys(bin ?? {});
  if (commands.length === 1) return commands[0];
  const unscoped = name.slice(name.lastIndexOf('/') + 1);
  return commands.includes(unscoped) ? unscoped : undefined;
}

/** A name as installed: that of the one dependency where the argument was no name. */
function installedName({ fs }: Session, folder: string, name: string): string {
  const { dependencies = {} } = readManifest(fs, `${folder}/package.json`) ?? {};
  return dependencies[name] === undefined ? (Object.keys(dependencies)[0] ?? name) : name;
}

/** Installs the packages into a folder that is theirs alone, kept for the next time. */
async function provide(session: Session, packages: readonly string[]): Promise<string> {
  const { services, fs, config, terminal, env } = session;
  const key = new TextEncoder().encode([...packages].sort().join('\n'));
  const digest = new Uint8Array(await services.subtle.digest('SHA-512', key));
  const hash = [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const folder = `${env['HOME'] ?? '/root'}/.npm/_npx/${hash}`;
  const isInstalled = fs.tryStat(`${folder}/node_modules/.package-lock.json`) !== undefined;
  if (!isInstalled && !config.flag('yes')) await confirm(session, packages);
  fs.makeDirectories(folder, 0o755);
  const packageJson = readPackageJson(fs, `${folder}/package.json`) ?? newPackageJson(folder);
  await install(
    { ...session, prefix: folder },
    { packageJson, add: packages, saveType: 'prod', remove: [], save: true, clean: false },
  );
  terminal.endProgress();
  return folder;
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

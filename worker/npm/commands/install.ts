// npm install, npm ci, npm uninstall: the options, and the project's own scripts around the work.
import { shellCode } from '../../os/signals.ts';
import { install, type InstallRequest } from '../install/installer.ts';
import { npmError } from '../npm-error.ts';
import { newPackageJson, readPackageJson, requirePackageJson, type SaveType } from '../package-json.ts';
import { runScript } from '../script-runner.ts';
import type { Session } from '../session.ts';

/** In the order that npm runs them after an install without arguments. */
const rootScripts = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];

export async function installCommand(session: Session, words: readonly string[]): Promise<number> {
  refuseGlobal(session);
  const packageJson =
    readPackageJson(session.fs, `${session.prefix}/package.json`) ?? newPackageJson(session.prefix);
  const request: InstallRequest = {
    packageJson,
    add: words,
    saveType: saveType(session),
    remove: [],
    save: session.config.flag('save') && !session.config.flag('dry-run'),
    clean: false,
  };
  return finish(session, await install(session, request), words.length === 0);
}

export async function ciCommand(session: Session): Promise<number> {
  refuseGlobal(session);
  const packageJson = requirePackageJson(session.fs, session.prefix);
  const request = { packageJson, add: [], saveType: undefined, remove: [], save: false, clean: true };
  return finish(session, await install(session, request), true);
}

export async function uninstallCommand(session: Session, words: readonly string[]): Promise<number> {
  refuseGlobal(session);
  if (words.length === 0) {
    throw npmError('EUSAGE', '', 'Must provide a package name to remove');
  }
  const packageJson =
    readPackageJson(session.fs, `${session.prefix}/package.json`) ?? newPackageJson(session.prefix);
  const save = session.config.flag('save');
  const request = { packageJson, add: [], saveType: undefined, remove: words, save, clean: false };
  return finish(session, await install(session, request), false);
}

function saveType({ config }: Session): SaveType | undefined {
  if (config.flag('save-dev')) return 'dev';
  if (config.flag('save-optional')) return 'optional';
  if (config.flag('save-peer')) return 'peer';
  if (config.flag('save-prod')) return 'prod';
  return undefined;
}

async function finish(session: Session, summary: string, withScripts: boolean): Promise<number> {
  const code = withScripts ? await runRootScripts(session) : 0;
  if (code === 0 && !session.terminal.silent) session.terminal.line(`\n${summary}`);
  return code;
}

async function runRootScripts(session: Session): Promise<number> {
  const { config, fs, prefix } = session;
  if (config.flag('ignore-scripts') || config.flag('package-lock-only') || config.flag('dry-run')) return 0;
  const { manifest } = requirePackageJson(fs, prefix);
  for (const event of rootScripts) {
    const command = manifest.scripts?.[event];
    if (command === undefined) continue;
    const { status } = await runScript(session, { event, command, path: prefix, manifest, stdio: 'inherit' });
    const code = shellCode(status);
    if (code !== 0) {
      session.terminal.fail(String(code), [
        { prefix: 'path', text: prefix },
        { prefix: 'command', text: 'failed' },
        { prefix: 'command', text: `sh -c ${command}` },
      ]);
      return code;
    }
  }
  return 0;
}

function refuseGlobal({ config }: Session): void {
  if (!config.flag('global')) return;
  throw npmError('ENOTSUP', '', 'Global packages are not supported here: this machine is the project.', {
    prefix: '',
    text: 'Install into the project instead, and run its commands with npx or an npm script.',
  });
}

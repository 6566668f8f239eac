// pnpm and yarn, typed at the prompt: run from their own packages, at the version that the project names.
import { shellCode } from '../../os/signals.ts';
import { readPackageJson } from '../package-json.ts';
import { runScript } from '../script-runner.ts';
import type { Session } from '../session.ts';
import { endAs } from './end-as.ts';
import { provide } from './provide.ts';
import { registryEnvironment } from './registry-environment.ts';

/** The version for a project that names none: the newest line that is JavaScript, and yarn as it is known by that name. */
const defaults = { pnpm: '10', yarn: '1' } as const;
export type PackageManager = keyof typeof defaults;

export function asPackageManager(program: string): PackageManager | undefined {
  return program === 'pnpm' || program === 'yarn' ? program : undefined;
}

export async function packageManagerCommand(
  session: Session,
  name: PackageManager,
  args: readonly string[],
): Promise<number> {
  const { fs, prefix, cwd, terminal } = session;
  const field = readPackageJson(fs, `${prefix}/package.json`)?.content['packageManager'];
  const version = typeof field === 'string' ? new RegExp(`^${name}@([^+]+)`).exec(field)?.[1] : undefined;
  terminal.progress(`fetching ${name}…`);
  const folder = await provide(session, [packageOf(name, version ?? defaults[name])], { ask: false });
  const { status } = await runScript(session, {
    event: name,
    command: name,
    args,
    path: prefix,
    cwd,
    manifest: {},
    stdio: 'inherit',
    banner: false,
    binPaths: [`${folder}/node_modules/.bin`],
    env: registryEnvironment(session),
  });
  return status.kind === 'signaled' ? endAs(session, status) : shellCode(status);
}

/** yarn is published under another name since version 2. */
function packageOf(name: PackageManager, version: string): string {
  const isBerry = name === 'yarn' && !/^[01](?:\.|$)/.test(version);
  return `${isBerry ? '@yarnpkg/cli-dist' : name}@${version}`;
}

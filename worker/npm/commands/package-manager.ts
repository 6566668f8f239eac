// pnpm and yarn, typed at the prompt: run from their own packages, at the version that the project names.
import { shellCode } from '../../os/signals.ts';
import { registryHost } from '../../protocol/registry-host.ts';
import { readPackageJson } from '../package-json.ts';
import { runScript } from '../script-runner.ts';
import type { Session } from '../session.ts';
import { endAs } from './end-as.ts';
import { provide } from './provide.ts';

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
  const { fs, prefix, cwd, config, terminal } = session;
  const field = readPackageJson(fs, `${prefix}/package.json`)?.content['packageManager'];
  const version = typeof field === 'string' ? new RegExp(`^${name}@([^+]+)`).exec(field)?.[1] : undefined;
  terminal.progress(`fetching ${name}…`);
  const folder = await provide(session, [`${name}@${version ?? defaults[name]}`], { ask: false });
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
    env:
      config.text('registry') === undefined
        ? { npm_config_registry: `http://${registryHost}/`, YARN_REGISTRY: `http://${registryHost}/` }
        : {},
  });
  return status.kind === 'signaled' ? endAs(session, status) : shellCode(status);
}

// What npm can do and this program does not do itself, and reports that must be npm's to the letter: npm's own command
// line, fetched once as the package that it is and run in a Node process. It never changes node_modules: such commands are
// all this program's own.
import { shellCode } from '../../os/signals.ts';
import { runScript } from '../script-runner.ts';
import type { Session } from '../session.ts';
import { npmVersion } from '../versions.ts';
import { endAs } from './end-as.ts';
import { provide } from './provide.ts';
import { registryEnvironment } from './registry-environment.ts';

/** The command line of this run, by npm's own program. */
export async function realNpmCommand(session: Session): Promise<number> {
  const { terminal } = session;
  const args = session.context.argv.slice(1);
  terminal.progress(`fetching npm ${npmVersion}…`);
  const folder = await provide(session, [`npm@${npmVersion}`], { ask: false });
  const { status } = await runScript(session, {
    event: 'npm',
    command: 'node',
    args: [`${folder}/node_modules/npm/bin/npm-cli.js`, ...args],
    path: session.prefix,
    cwd: session.cwd,
    manifest: {},
    stdio: 'inherit',
    banner: false,
    env: {
      ...registryEnvironment(session),
      npm_config_replace_registry_host: 'always',
      npm_config_update_notifier: 'false',
    },
  });
  return status.kind === 'signaled' ? endAs(session, status) : shellCode(status);
}

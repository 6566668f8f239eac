// npm run, and start, stop, test and restart, which are scripts of those names.
import { shellCode } from '../../os/signals.ts';
import { type Manifest, packageId } from '../manifest.ts';
import { NpmError } from '../npm-error.ts';
import { requirePackageJson } from '../package-json.ts';
import { runScript } from '../script-runner.ts';
import type { Session } from '../session.ts';
import { endAs } from './end-as.ts';
import { suggestions } from './suggestions.ts';

const lifecycle = new Set(
  [
    'prepare',
    'prepublishOnly',
    'prepack',
    'postpack',
    'dependencies',
    'preinstall',
    'install',
    'postinstall',
  ].concat(
    ['publish', 'restart', 'start', 'stop', 'test', 'uninstall', 'version'].flatMap((name) => [
      `pre${name}`,
      name,
      `post${name}`,
    ]),
  ),
);

export async function runCommand(session: Session, words: readonly string[]): Promise<number> {
  const [event, ...args] = words;
  const { manifest } = requirePackageJson(session.fs, session.prefix);
  if (event === undefined) {
    listScripts(session, manifest);
    return 0;
  }
  return runEvent(session, manifest, event, args);
}

/** The script with its `pre` and `post`; the exit code of the first that fails. */
async function runEvent(
  session: Session,
  manifest: Manifest,
  event: string,
  args: readonly string[],
): Promise<number> {
  const { scripts = {} } = manifest;
  const command = scripts[event] ?? fallback(session, event);
  if (command === undefined) {
    if (session.config.flag('if-present')) return 0;
    throw missingScript(event, manifest);
  }
  const steps: [string, string, readonly string[]][] = [[event, command, args]];
  if (!session.config.flag('ignore-scripts')) {
    const before = scripts[`pre${event}`];
    const after = scripts[`post${event}`];
    if (before) steps.unshift([`pre${event}`, before, []]);
    if (after) steps.push([`post${event}`, after, []]);
  }
  for (const [name, line, words] of steps) {
    const { status } = await runScript(session, {
      event: name,
      command: line,
      args: words,
      path: session.prefix,
      manifest,
      stdio: 'inherit',
    });
    if (status.kind === 'signaled') return endAs(session, status);
    if (shellCode(status) !== 0) return shellCode(status);
  }
  return 0;
}

function fallback({ fs, prefix }: Session, event: string): string | undefined {
  if (event === 'restart') return 'npm stop --if-present && npm start';
  if (event === 'env') return 'env';
  if (event === 'start' && fs.tryStat(`${prefix}/server.js`)?.type === 'file') return 'node server.js';
  return undefined;
}

function missingScript(event: string, manifest: Manifest): NpmError {
  const lines = [
    `Missing script: "${event}"${suggestions(event, manifest)}`,
    '',
    'To see a list of scripts, run:',
    '  npm run',
  ];
  return new NpmError(undefined, [{ prefix: '', text: lines.join('\n') }]);
}

function listScripts({ terminal, config }: Session, manifest: Manifest): void {
  const { scripts = {} } = manifest;
  if (config.flag('json')) {
    terminal.line(JSON.stringify(scripts, null, 2));
    return;
  }
  const all = Object.entries(scripts);
  if (all.length === 0 || terminal.silent) return;
  const own = all.filter(([name]) => lifecycle.has(name));
  const others = all.filter(([name]) => !lifecycle.has(name));
  const id = manifest.version ? packageId(manifest) : (manifest.name ?? '');
  const list = (entries: readonly (readonly [string, string])[]) => {
    for (const [name, line] of entries) terminal.line(`  ${name}\n    ${line}`);
  };
  if (own.length > 0) {
    terminal.line(`Lifecycle scripts included in ${id}:`);
    list(own);
  }
  if (others.length > 0) {
    terminal.line(
      own.length > 0 ? 'available via `npm run`:' : `Scripts available in ${id} via \`npm run\`:`,
    );
    list(others);
  }
}

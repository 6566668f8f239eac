// Runs package scripts as @npmcli/run-script does: in `sh -c`, in the package's folder, with the packages' commands in
// PATH and the description in the environment.
import { resolveExecutable } from '../os/exec.ts';
import type { StdioRequest } from '../os/process-context.ts';
import type { ExitStatus, Signal } from '../os/signals.ts';
import type { Pid } from '../protocol/ids.ts';
import { type Manifest, packageId } from './manifest.ts';
import { ancestors } from '../os/posix-path.ts';
import { quote } from '../os/shell-word.ts';
import type { Session } from './session.ts';
import { nodeVersion, npmVersion } from './versions.ts';

export interface ScriptRequest {
  readonly event: string;
  readonly command: string;
  readonly args?: readonly string[];
  /** The package's folder. */
  readonly path: string;
  readonly manifest: Manifest;
  /** inherit: on npm's own stdio, with a banner. collect: kept, for the report of a failure. */
  readonly stdio: 'inherit' | 'collect';
  readonly env?: Readonly<Record<string, string>>;
  readonly banner?: boolean;
  /** Searched for commands before those of the project. */
  readonly binPaths?: readonly string[];
  /** Where the command runs, if not in the package's folder. */
  readonly cwd?: string;
}

export interface ScriptResult {
  readonly status: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runScript(session: Session, request: ScriptRequest): Promise<ScriptResult> {
  const { event, command, args = [], path, manifest, stdio } = request;
  if (stdio === 'inherit' && request.banner !== false && !session.terminal.silent) {
    const id = manifest.name && manifest.version ? `${packageId(manifest)} ` : '';
    const words = args.length > 0 ? ` ${args.join(' ')}` : '';
    session.terminal.line(`\n> ${id}${event}\n> ${command.trim().replace(/\n/g, '\n> ')}${words}\n`);
  }
  const line = [command, ...args.map(quote)].join(' ');
  const env = scriptEnvironment(session, request);
  const shell = session.config.text('script-shell') ?? 'sh';
  const cwd = request.cwd ?? path;
  return session.withoutInterrupt(() => spawn(session, shell, [shell, '-c', line], { cwd, env, stdio }));
}

interface SpawnOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: 'inherit' | 'collect';
}

async function spawn(
  { context, fs, terminal }: Session,
  file: string,
  argv: readonly string[],
  { cwd, env, stdio }: SpawnOptions,
): Promise<ScriptResult> {
  const { sys } = context;
  const executable = resolveExecutable(fs, file, argv, { cwd, path: env['PATH'] });
  await terminal.flush();
  const ended = new Map<Pid, ExitStatus>();
  let notify: () => void = () => undefined;
  using _listener = sys.onChild((event) => {
    if (event.type !== 'exit') return;
    ended.set(event.pid, event.status);
    notify();
  });
  const collected = stdio === 'collect' ? [sys.pipe(), sys.pipe()] : [];
  const requests: StdioRequest[] =
    stdio === 'inherit'
      ? [0, 1, 2].map((fd): StdioRequest => ({ kind: 'inherit', fd }))
      : [
          { kind: 'null' },
          ...collected.map(({ write }): StdioRequest => ({ kind: 'stream', stream: write })),
        ];
  const pid = await sys.spawn({
    program: executable.program,
    argv: executable.argv,
    env,
    cwd,
    stdio: requests,
  });
  const output = collected.map(async ({ read, write }) => {
    write.close();
    const decoder = new TextDecoder();
    let text = '';
    await new Promise<void>((end) => {
      read.start((chunk) => (text += decoder.decode(chunk, { stream: true })), end);
    });
    read.close();
    return text;
  });
  // SIGTERM ends the script, and npm with it: the child's end decides. A Ctrl-C of the terminal reaches the script by itself.
  const passOn = (signal: Signal) =>
    context.onSignal(signal, () => {
      sys.kill(pid, signal).catch(() => undefined);
    });
  using _term = passOn('SIGTERM');
  using _int = context.stdio[0]?.kind === 'tty' ? undefined : passOn('SIGINT');
  while (!ended.has(pid)) {
    await new Promise<void>((resolve) => {
      notify = resolve;
    });
  }
  const [stdout = '', stderr = ''] = await Promise.all(output);
  return { status: ended.get(pid) ?? { kind: 'exited', code: 0 }, stdout, stderr };
}

/** https://docs.npmjs.com/cli/using-npm/scripts#environment */
export function scriptEnvironment(session: Session, request: ScriptRequest): Record<string, string> {
  const { env, config, prefix, context } = session;
  const { path, manifest } = request;
  const inPath = ancestors(path).map((folder) => `${folder === '/' ? '' : folder}/node_modules/.bin`);
  const home = env['HOME'] ?? '/root';
  return {
    ...env,
    ...request.env,
    ...flatten('npm_package_', {
      name: manifest.name,
      version: manifest.version,
      config: manifest.config,
      engines: manifest.engines,
      bin: manifest.bin,
    }),
    npm_package_json: `${path}/package.json`,
    npm_lifecycle_event: request.event,
    npm_lifecycle_script: request.command,
    npm_command: session.command,
    npm_execpath: context.execPath,
    npm_node_execpath: env['npm_node_execpath'] ?? '/usr/local/bin/node',
    NODE: env['NODE'] ?? '/usr/local/bin/node',
    npm_config_user_agent: `npm/${npmVersion} node/v${nodeVersion} linux x64 workspaces/false`,
    npm_config_npm_version: npmVersion,
    npm_config_local_prefix: prefix,
    npm_config_userconfig: config.text('userconfig') ?? `${home}/.npmrc`,
    npm_config_prefix: '/usr/local',
    npm_config_cache: `${home}/.npm`,
    INIT_CWD: env['INIT_CWD'] ?? session.cwd,
    EDITOR: env['EDITOR'] ?? 'vi',
    COLOR: session.terminal.isTty ? '1' : '0',
    PATH: [...(request.binPaths ?? []), ...inPath, ...(env['PATH'] === undefined ? [] : [env['PATH']])].join(
      ':',
    ),
  };
}

function flatten(prefix: string, values: object): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [key, value] of Object.entries(values) as [string, unknown][]) {
    if (value === undefined) continue;
    if (value === null || value === false) env[`${prefix}${key}`] = '';
    else if (Array.isArray(value)) {
      value.forEach((item, index) =>
        Object.assign(env, flatten(prefix, { [`${key}_${String(index)}`]: item as unknown })),
      );
    } else if (typeof value === 'object') Object.assign(env, flatten(`${prefix}${key}_`, value));
    else env[`${prefix}${key}`] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return env;
}

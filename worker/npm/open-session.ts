// Makes a Session: finds the project, reads the settings, and decides who gets a Ctrl-C.
import type { ProcessContext } from '../os/process-context.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import type { CommandLine } from './command-line.ts';
import { Config, environmentConfig, fileConfig } from './config.ts';
import { Interrupted } from './npm-error.ts';
import type { PlatformServices } from './platform-services.ts';
import { ancestors, resolvePath } from '../os/posix-path.ts';
import type { Session } from './session.ts';
import { Terminal } from './terminal.ts';

export function openSession(
  context: ProcessContext,
  services: PlatformServices,
  line: CommandLine,
  command: string,
): Session {
  const { fs, env, stdio } = context;
  const prefixOption = line.options.get('prefix');
  const cwd = context.cwd;
  const prefix = typeof prefixOption === 'string' ? resolvePath(cwd, prefixOption) : findPrefix(fs, cwd);
  const environment = environmentConfig(env);
  const home = env['HOME'] ?? '/root';
  const userconfig = line.options.get('userconfig') ?? environment.get('userconfig') ?? `${home}/.npmrc`;
  const config = new Config([
    ['cli', line.options],
    ['env', environment],
    ['project', fileConfig(fs, `${prefix}/.npmrc`, env)],
    ['user', fileConfig(fs, String(userconfig), env)],
  ]);
  const terminal = new Terminal(stdio[1], stdio[2], services, env);
  terminal.setLevel(config.text('loglevel') ?? 'notice');
  if (!config.flag('progress')) terminal.disableProgress();

  const interrupt = new AbortController();
  let shielded = 0;
  context.onSignal('SIGINT', () => {
    if (shielded === 0) interrupt.abort(new Interrupted());
  });
  return {
    context,
    fs,
    env,
    cwd,
    services,
    config,
    terminal,
    prefix,
    command,
    signal: interrupt.signal,
    startedAt: services.now(),
    async withoutInterrupt(task) {
      shielded++;
      try {
        return await task();
      } finally {
        shielded--;
      }
    },
  };
}

/** The nearest folder upwards that is a project; the current one where none is. */
function findPrefix(fs: FileSystem, cwd: string): string {
  const folders = ancestors(cwd).filter((folder) => !folder.split('/').includes('node_modules'));
  for (const folder of folders) {
    const at = folder === '/' ? '' : folder;
    if (fs.tryStat(`${at}/package.json`) !== undefined) return folder;
    if (fs.tryStat(`${at}/node_modules`)?.type === 'directory') return folder;
  }
  return cwd;
}

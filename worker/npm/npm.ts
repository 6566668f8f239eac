// npm and npx: from argv to a command, and from its failure to npm's words and an exit code.
import type { ProcessContext, Program } from '../os/process-context.ts';
import { isSystemError } from '../protocol/errno.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { auditCommand } from './commands/audit.ts';
import { cacheCommand } from './commands/cache.ts';
import { ciCommand, installCommand, uninstallCommand } from './commands/install.ts';
import { configCommand } from './commands/config.ts';
import { type CommandName, findCommand, realCommands } from './commands/descriptions.ts';
import { execCommand } from './commands/exec.ts';
import { helpText } from './commands/help.ts';
import { initCommand } from './commands/init.ts';
import { linkCommand } from './commands/link.ts';
import { lsCommand } from './commands/ls.ts';
import { asPackageManager, packageManagerCommand } from './commands/package-manager.ts';
import { pkgCommand } from './commands/pkg.ts';
import { realNpmCommand } from './commands/real-npm.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { runCommand } from './commands/run.ts';
import { suggestions } from './commands/suggestions.ts';
import { dedupeCommand, pruneCommand, updateCommand } from './commands/update.ts';
import { versionCommand } from './commands/version.ts';
import { outdatedCommand, viewCommand } from './commands/view.ts';
import { Interrupted, NpmError } from './npm-error.ts';
import { readManifest } from './package-json.ts';
import type { PlatformServices } from './platform-services.ts';
import type { Session } from './session.ts';
import { openSession } from './open-session.ts';
import { npmVersion } from './versions.ts';

type Command = (session: Session, words: readonly string[]) => Promise<number>;

const commands: Readonly<Record<CommandName, Command>> = {
  audit: auditCommand,
  bin: async ({ terminal, prefix }) => {
    terminal.line(`${prefix}/node_modules/.bin`);
    return 0;
  },
  cache: cacheCommand,
  ci: ciCommand,
  config: configCommand,
  dedupe: dedupeCommand,
  exec: execCommand,
  get: (session, words) => configCommand(session, ['get', ...words]),
  help: async (session) => {
    session.terminal.line(helpText(session));
    return 0;
  },
  init: initCommand,
  install: installCommand,
  'install-ci-test': async (session) => (await ciCommand(session)) || runCommand(session, ['test']),
  'install-test': async (session, words) =>
    (await installCommand(session, words)) || runCommand(session, ['test']),
  link: linkCommand,
  ls: lsCommand,
  outdated: outdatedCommand,
  pkg: pkgCommand,
  prefix: async ({ terminal, prefix }) => {
    terminal.line(prefix);
    return 0;
  },
  prune: pruneCommand,
  rebuild: rebuildCommand,
  restart: (session, words) => runCommand(session, ['restart', ...words]),
  root: async ({ terminal, prefix }) => {
    terminal.line(`${prefix}/node_modules`);
    return 0;
  },
  run: runCommand,
  set: (session, words) => configCommand(session, ['set', ...words]),
  start: (session, words) => runCommand(session, ['start', ...words]),
  stop: (session, words) => runCommand(session, ['stop', ...words]),
  test: (session, words) => runCommand(session, ['test', ...words]),
  uninstall: uninstallCommand,
  update: updateCommand,
  version: versionCommand,
  view: viewCommand,
};

/** `openServices` is called for each command. */
export function createNpmProgram(openServices: () => PlatformServices): Program {
  return {
    main: (context) => main(context, openServices()),
    // A command waits for all that it asked for, where it fails and at a Ctrl-C too.
    leavesNothing: true,
  };
}

async function main(context: ProcessContext, services: PlatformServices): Promise<number> {
  const [name = 'npm', ...args] = context.argv;
  const isNpx = name.endsWith('npx');
  const manager = asPackageManager(name.slice(name.lastIndexOf('/') + 1));
  // Its options are its own affair.
  const line = parseCommandLine(manager === undefined ? args : [], isNpx);
  const word = isNpx ? 'exec' : line.words[0];
  const command = word === undefined ? undefined : findCommand(word);
  const session = openSession(context, services, line, command ?? '');
  const { terminal } = session;
  let code: number;
  try {
    code =
      manager === undefined
        ? await dispatch(session, line, isNpx, word, command)
        : await packageManagerCommand(session, manager, args);
  } catch (error) {
    terminal.endProgress();
    code = report(session, error);
  }
  await terminal.flush();
  return code;
}

async function dispatch(
  session: Session,
  line: CommandLine,
  isNpx: boolean,
  word: string | undefined,
  command: string | undefined,
): Promise<number> {
  const { terminal, config } = session;
  if (config.flag('version') && line.options.has('version')) {
    terminal.line(npmVersion);
    return 0;
  }
  for (const flag of line.unknown) {
    terminal.warn(
      '',
      `Unknown cli config "${flag}". This will stop working in the next major version of npm.`,
    );
  }
  if (word === undefined) {
    terminal.line(helpText(session));
    return 1;
  }
  if (command !== undefined && config.flag('usage')) return usageCommand(session);
  if (command !== undefined && (realCommands.has(command) || isReportForPrograms(session, command))) {
    return realNpmCommand(session);
  }
  if (command === undefined) {
    const manifest = readManifest(session.fs, `${session.prefix}/package.json`) ?? {};
    terminal.line(`Unknown command: "${word}"${suggestions(word, manifest)}\n`);
    terminal.line('To see a list of supported npm commands, run:\n  npm help');
    return 1;
  }
  return commands[command as CommandName](session, isNpx ? line.words : line.words.slice(1));
}

/** npm's own words on a command; this program's on all, where npm's command line cannot be fetched. */
async function usageCommand(session: Session): Promise<number> {
  try {
    return await realNpmCommand(session);
  } catch (error) {
    if (!(error instanceof NpmError)) throw error;
    session.terminal.line(helpText(session));
    return 0;
  }
}

/** Lists in a form that other programs read, or at length: npm's command line knows all of them to the letter. */
function isReportForPrograms({ config }: Session, command: string): boolean {
  if (command !== 'ls' && command !== 'outdated') return false;
  const forms = ['json', 'parseable', 'long', 'link', ...(command === 'outdated' ? ['all'] : [])];
  return forms.some((form) => config.flag(form)) || config.list('omit').length > 0;
}

function report({ terminal }: Session, error: unknown): number {
  if (error instanceof Interrupted || (error instanceof DOMException && error.name === 'AbortError'))
    return 130;
  if (error instanceof NpmError) {
    terminal.fail(error.code === '' ? undefined : error.code, error.lines);
    return error.exitCode;
  }
  if (!isSystemError(error)) throw error;
  terminal.fail(error.code, [
    { prefix: 'syscall', text: error.syscall },
    ...(error.path === undefined ? [] : [{ prefix: 'path', text: error.path }]),
    { prefix: 'errno', text: String(error.errno) },
    { prefix: error.code === 'ENOSPC' ? 'nospc' : '', text: error.message },
    ...(error.code === 'ENOSPC'
      ? [
          { prefix: 'nospc', text: 'There appears to be insufficient space on your system to finish.' },
          { prefix: 'nospc', text: 'Clear up some disk space and try again.' },
        ]
      : []),
  ]);
  return 1;
}

// git: the commands that are in daily use, with git's own output and exit codes, on isomorphic-git's storage.

import { resolvePath } from '../../os/posix-path.ts';
import { Failure, type Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { loadCommand } from './git/command-table.ts';
import { normalKey, type Setting } from './git/config-file.ts';
import { GitFailure, fatal } from './git/failure.ts';
import { helpText, unavailable } from './git/help.ts';
import { Invocation, tell } from './git/invocation.ts';
import { isFileError } from './lines.ts';

/** What git 2.39 understands is what programs may expect. */
const version = '2.39.5';

interface Call {
  readonly cwd: string;
  readonly settings: readonly Setting[];
  readonly command: string | null;
  readonly args: readonly string[];
}

export const git: Applet = async (context) => {
  try {
    const { cwd, settings, command, args } = parseCall(context.args, context.cwd);
    if (context.fs.tryStat(cwd)?.type !== 'directory')
      throw fatal(`cannot change to '${context.args[1] ?? cwd}': No such file or directory`);
    if (command === null || command === 'help' || args.includes('--help')) {
      const topic = command === 'help' ? args[0] : (command ?? undefined);
      await context.stdout.write(helpText(topic));
      return command === null && !context.args.includes('--help') ? 1 : 0;
    }
    if (command === 'version') {
      await context.stdout.write(`git version ${version}\n`);
      return 0;
    }
    const run = await loadCommand(command);
    if (run === null) {
      await tell(context, unavailable(command));
      return 1;
    }
    return await run(new Invocation(context, cwd, settings), args);
  } catch (error) {
    if (error instanceof GitFailure) {
      if (error.message !== '') await tell(context, error.message);
      return error.code;
    }
    if (error instanceof Failure || isFileError(error)) {
      await tell(context, `fatal: ${errorText(error)}`);
      return 128;
    }
    throw error;
  }
};

/** The options before the command (git(1), OPTIONS). */
function parseCall(given: readonly string[], start: string): Call {
  let cwd = start;
  const settings: Setting[] = [];
  for (let at = 0; at < given.length; at++) {
    const arg = given[at] ?? '';
    const value = (): string => {
      const next = given[++at];
      if (next === undefined)
        throw new GitFailure(`No ${arg === '-C' ? 'directory' : 'value'} given for ${arg}.`, 129);
      return next;
    };
    if (!arg.startsWith('-')) return { cwd, settings, command: arg, args: given.slice(at + 1) };
    if (arg === '-C') cwd = resolvePath(cwd, value());
    else if (arg === '-c') settings.push(settingOf(value()));
    else if (arg === '--version' || arg === '-v') return { cwd, settings, command: 'version', args: [] };
    else if (arg === '--help' || arg === '-h') return { cwd, settings, command: null, args: [] };
    else if (!ignoredFlags.has(arg))
      throw new GitFailure(`unknown option: ${arg}\n${helpText(undefined)}`, 129);
  }
  return { cwd, settings, command: null, args: [] };
}

/** They change nothing here: there is no pager and nothing that is optional to lock. */
const ignoredFlags = new Set([
  '--no-pager',
  '-P',
  '--paginate',
  '-p',
  '--no-optional-locks',
  '--no-replace-objects',
]);

function settingOf(text: string): Setting {
  const equals = text.indexOf('=');
  const [key, value] = equals === -1 ? [text, 'true'] : [text.slice(0, equals), text.slice(equals + 1)];
  if (!key.includes('.'))
    throw new GitFailure(
      `error: key does not contain a section: ${key}\nfatal: unable to parse command-line config`,
      128,
    );
  return { key: normalKey(key), value };
}

// What expansions need of the shell, taken from a frame: parameters, directory, command substitution.

import type { List } from '../parser/ast.ts';
import { Expander, type ExpansionScope } from '../expand/expander.ts';
import type { Description } from '../stream/description.ts';
import { memoryPipe } from '../stream/memory-pipe.ts';
import { readAllDescription } from '../stream/read-all.ts';
import { decodeText } from '../stream/text.ts';
import { runList } from './execute.ts';
import { subshell, type Frame } from './frame.ts';
import { isolate } from './pipeline.ts';
import type { Connections } from './process-substitution.ts';
import { redirect, closeAll } from './redirect.ts';
import { ShellError } from './shell-error.ts';

/** `connections`: where the command can have process substitutions. */
export function expanderOf(frame: Frame, connections?: Connections): Expander {
  const { state, shell } = frame;
  const scope: ExpansionScope = {
    fs: shell.context.fs,
    cwd: state.cwd,
    noGlob: state.options.noglob,
    noUnset: state.options.nounset,
    positional: state.positional,
    get: (name) => state.variables.get(name),
    set: (name, value) => state.variables.set(name, value, state.options.allexport),
    special: (name) => special(frame, name),
    elements: (name) => {
      const value = state.variables.get(name);
      return name === 'BASH_REMATCH' ? state.matches : value === undefined ? [] : [value];
    },
    substitute: (body) => substitute(frame, body),
    connect: (part) => {
      if (connections === undefined)
        throw new ShellError(
          'a process substitution stands for an argument or behind a redirection',
          2,
          true,
        );
      return connections.connect(frame, part);
    },
  };
  return new Expander(scope);
}

function special({ state, shell }: Frame, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(state.status);
    case '#':
      return String(state.positional.length);
    case '$':
      return String(state.shellPid);
    case '!':
      return state.lastBackground === null ? undefined : String(state.lastBackground);
    case '-':
      return state.optionString(shell.interactive);
    case '0':
      return state.name;
    case 'BASH_REMATCH':
      return state.matches[0];
    case 'RANDOM':
      return String(Math.floor(Math.random() * 32768));
    case 'SECONDS':
      return String(Math.floor((Date.now() - shell.startedAt) / 1000));
    default:
      return undefined;
  }
}

async function substitute(frame: Frame, body: List): Promise<string> {
  const pipe = memoryPipe();
  const inner = subshell(frame);
  inner.fds.set(1, pipe.write);
  const source = await readsFile(inner, body);
  const output = readAllDescription(source ?? pipe.read, frame.job?.control.signal);
  // A command that is interrupted leaves its output: the pipe is closed whatever happens.
  const status = source === undefined ? isolate(inner, () => runList(inner, body)) : Promise.resolve(0);
  const [bytes, code] = await Promise.all([output, status.finally(() => pipe.write.close())]);
  source?.close();
  frame.state.substitutionStatus = code;
  frame.state.status = code;
  return decodeText(bytes).replaceAll('\0', '').replace(/\n+$/, '');
}

/** `$(< file)`: the file itself. */
async function readsFile(frame: Frame, body: List): Promise<Description | undefined> {
  const command = body.length === 1 ? body[0]?.andOr.first.commands[0] : undefined;
  if (command?.type !== 'simple' || command.words.length + command.assignments.length > 0) return undefined;
  const [redirection, more] = command.redirections;
  if (redirection?.operator !== '<' || more !== undefined) return undefined;
  const { fds, opened } = await redirect(frame, command.redirections);
  const input = fds.get(0);
  if (input === undefined) closeAll(opened);
  return input;
}

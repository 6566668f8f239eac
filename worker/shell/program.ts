// jsh: the shell of the embedded container. One process a shell, script or applet; which it is, argv says.

import { loadAgain } from '../os/load-again.ts';
import type { ProcessContext, Program } from '../os/process-context.ts';
import type { ExitStatus } from '../os/signals.ts';
import { isSystemError } from '../protocol/errno.ts';
import { appletNames, shellNames } from './commands/names.ts';
import { errorText } from './commands/error-text.ts';
import { absolutePath } from './expand/glob.ts';
import { forkedFlag, type ForkedWork } from './interpreter/background.ts';
import { evaluate } from './interpreter/evaluate.ts';
import { runList } from './interpreter/execute.ts';
import { ShellExit } from './interpreter/flow.ts';
import type { Frame } from './interpreter/frame.ts';
import { endOf, Shell } from './interpreter/shell.ts';
import { runProgram } from './interpreter/simple.ts';
import { ShellState } from './interpreter/state.ts';
import { runToEnd } from './interpreter/top-level.ts';
import { parseInvocation, UsageError, type Invocation } from './invocation.ts';
import { decodeText } from './stream/text.ts';
import { readAllDescription } from './stream/read-all.ts';

const applets: ReadonlySet<string> = new Set(appletNames);

export const jshProgram: Program = {
  leavesNothing: true,
  async main(context) {
    const called = (context.argv[0] ?? 'jsh').replace(/^.*\//, '').replace(/^-/, '');
    const status = applets.has(called)
      ? await runAsApplet(context, called)
      : await runAsShell(context, (shellNames as readonly string[]).includes(called) ? called : 'jsh');
    if (status.kind === 'exited') return status.code;
    // The signal, not 128 + its number: a parent that is not a shell tells them apart.
    context.exit(status);
    return 128;
  },
};

function frameOf(shell: Shell): Frame {
  const state = ShellState.initial(shell.context);
  return { shell, state, fds: new Map(shell.initial), job: null, tested: false };
}

async function runAsApplet(context: ProcessContext, name: string): Promise<ExitStatus> {
  const shell = new Shell(context, { interactive: false, label: name });
  context.onSuspend((suspended) => {
    if (suspended) shell.foreground?.control.stop();
    else shell.foreground?.control.resume();
  });
  const frame = frameOf(shell);
  const argv = [name, ...context.argv.slice(1)];
  return runToEnd(frame, () => runProgram(frame, { argv, assigned: {} }, null));
}

async function runAsShell(context: ProcessContext, name: string): Promise<ExitStatus> {
  if (context.argv[1] === forkedFlag) return runForked(context, context.argv[2] ?? '');
  let invocation: Invocation;
  try {
    invocation = parseInvocation(context.argv.slice(1), context.stdio[0]?.kind === 'tty');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const shell = new Shell(context, { interactive: false, label: name });
    await shell.complain(shell.initial, error.message);
    return { kind: 'exited', code: 2 };
  }
  const shell = new Shell(context, { interactive: invocation.interactive, label: name });
  const frame = frameOf(shell);
  const { state } = frame;
  Object.assign(state.options, invocation.options);
  state.name = invocation.name ?? context.argv[0] ?? 'jsh';
  state.positional = invocation.positional;
  shell.installSignals();
  const { input } = invocation;
  switch (input.kind) {
    case 'text':
      return runToEnd(frame, async () => {
        const code = await evaluate(frame, input.text);
        const end = endOf(shell, code);
        if (end.kind === 'signaled' && !state.traps.has('EXIT')) throw new ShellExit(end);
        return code;
      });
    case 'file':
      return runFile(frame, input.path);
    case 'stdin': {
      if (invocation.interactive) {
        const { runInteractive } = await loadAgain(() => import('./editor/session.ts'));
        return runToEnd(frame, () => runInteractive(frame));
      }
      return runToEnd(frame, async () => {
        const stdin = frame.fds.get(0);
        return stdin === undefined ? 0 : evaluate(frame, decodeText(await readAllDescription(stdin)));
      });
    }
  }
}

async function runFile(frame: Frame, path: string): Promise<ExitStatus> {
  const { shell, state } = frame;
  let text: string;
  try {
    text = decodeText(shell.context.fs.readFile(absolutePath(state.cwd, path)));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await shell.complain(frame.fds, `${path}: ${errorText(error)}`);
    return { kind: 'exited', code: error.code === 'ENOENT' ? 127 : 126 };
  }
  return runToEnd(frame, () => evaluate(frame, text));
}

/** The other half of interpreter/background.ts. */
async function runForked(context: ProcessContext, json: string): Promise<ExitStatus> {
  const work = JSON.parse(json) as ForkedWork;
  const shell = new Shell(context, { interactive: false, label: 'jsh' });
  const frame = frameOf(shell);
  frame.state.restore(work.state);
  shell.installSignals();
  for (const [name, action] of frame.state.traps) shell.setTrap(name, action);
  return runToEnd(frame, () => runList(frame, work.list));
}

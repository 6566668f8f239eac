// Builtins that change what runs next: break, continue, return, exit, eval, `.`.

import { isSystemError } from '../../protocol/errno.ts';
import { searchPath } from '../../os/exec.ts';
import { errorText } from '../commands/error-text.ts';
import { absolutePath } from '../expand/glob.ts';
import { evaluate } from '../interpreter/evaluate.ts';
import { FunctionReturn, LoopJump, ShellExit } from '../interpreter/flow.ts';
import { readAllDescription } from '../stream/read-all.ts';
import { decodeText } from '../stream/text.ts';
import { fail, type Builtin } from './builtin.ts';

export const colon: Builtin = async () => 0;

function jump(kind: 'break' | 'continue'): Builtin {
  return async ({ state }, [levels = '1']) => {
    if (!/^[1-9]\d*$/.test(levels)) fail(`${kind}: Illegal number: ${levels}`, 2);
    if (state.loopDepth > 0) throw new LoopJump(kind, Math.min(Number(levels), state.loopDepth));
    return 0;
  };
}

export const breakLoop = jump('break');
export const continueLoop = jump('continue');

export const returnFrom: Builtin = async ({ state }, [code]) => {
  throw new FunctionReturn(code === undefined ? state.status : number('return', code));
};

export const exit: Builtin = async ({ state }, [code]) => {
  throw ShellExit.code((code === undefined ? state.status : number('exit', code)) & 0xff);
};

function number(command: string, text: string): number {
  if (!/^-?\d+$/.test(text)) fail(`${command}: Illegal number: ${text}`, 2);
  return Number(text);
}

export const evalText: Builtin = (frame, args) => evaluate(frame, args.join(' '));

export const source: Builtin = async (frame, [file, ...args]) => {
  const { state, shell } = frame;
  if (file === undefined) fail('.: filename argument required', 2);
  const { positional } = state;
  try {
    const inherited = frame.fds.get(Number(/^\/dev\/fd\/(\d+)$/.exec(file)?.[1]));
    const text = decodeText(
      inherited === undefined
        ? shell.context.fs.readFile(scriptPath(file))
        : await readAllDescription(inherited),
    );
    if (args.length > 0) state.positional = args;
    return await evaluate(frame, text);
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status;
    if (isSystemError(error)) fail(`.: ${file}: ${errorText(error)}`);
    throw error;
  } finally {
    if (args.length > 0) state.positional = positional;
  }

  /** PATH is searched for names without a slash, then the directory itself, as bash does. */
  function scriptPath(name: string): string {
    const local = absolutePath(state.cwd, name);
    if (name.includes('/')) return local;
    try {
      return searchPath(shell.context.fs, name, { cwd: state.cwd, path: state.variables.get('PATH') });
    } catch {
      return local;
    }
  }
};

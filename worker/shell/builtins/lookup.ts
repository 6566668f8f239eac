// How a name would be taken: type, command, hash.

import { searchPath } from '../../os/exec.ts';
import { appletNames } from '../commands/names.ts';
import type { Frame } from '../interpreter/frame.ts';
import { ShellError } from '../interpreter/shell-error.ts';
import { runProgram } from '../interpreter/simple.ts';
import { fail, print, quoteWord, type Builtin } from './builtin.ts';
import { builtinNames } from './names.ts';
import { findBuiltin } from './registry.ts';

const keywords = new Set(
  '! { } [[ ]] case do done elif else esac fi for function if in then time until while'.split(' '),
);
const applets: ReadonlySet<string> = new Set(appletNames);
const builtins: ReadonlySet<string> = new Set(builtinNames);

type Meaning =
  | { readonly kind: 'alias'; readonly value: string }
  | { readonly kind: 'keyword' | 'function' | 'builtin' }
  | { readonly kind: 'file'; readonly path: string };

function meaning(frame: Frame, name: string): Meaning | undefined {
  const { state, shell } = frame;
  const value = state.aliases.get(name);
  if (value !== undefined) return { kind: 'alias', value };
  if (keywords.has(name)) return { kind: 'keyword' };
  if (state.functions.has(name)) return { kind: 'function' };
  if (builtins.has(name)) return { kind: 'builtin' };
  try {
    const path = searchPath(shell.context.fs, name, { cwd: state.cwd, path: state.variables.get('PATH') });
    return { kind: 'file', path };
  } catch {
    return applets.has(name) ? { kind: 'builtin' } : undefined;
  }
}

export const type: Builtin = async (frame, args) => {
  let status = 0;
  for (const name of args) {
    const found = meaning(frame, name);
    if (found === undefined) {
      await print(frame, `${name}: not found\n`);
      status = 127;
    } else await print(frame, `${name} is ${describe(found)}\n`);
  }
  return status;
};

function describe(found: Meaning): string {
  switch (found.kind) {
    case 'alias':
      return `an alias for ${found.value}`;
    case 'keyword':
      return 'a shell keyword';
    case 'function':
      return 'a shell function';
    case 'builtin':
      return 'a shell builtin';
    case 'file':
      return found.path;
  }
}

export const command: Builtin = async (frame, args) => {
  if (args[0] === '-V') return type(frame, args.slice(1));
  if (args[0] === '-v') {
    let status = 0;
    for (const name of args.slice(1)) {
      const found = meaning(frame, name);
      if (found === undefined) status = 127;
      else if (found.kind === 'alias') await print(frame, `alias ${name}=${quoteWord(found.value)}\n`);
      else await print(frame, `${found.kind === 'file' ? found.path : name}\n`);
    }
    return status;
  }
  const argv = args[0] === '-p' || args[0] === '--' ? args.slice(1) : args;
  const [name] = argv;
  if (name === undefined) return 0;
  const builtin = findBuiltin(name);
  try {
    return await (builtin === undefined
      ? runProgram(frame, { argv, assigned: {} }, frame.job)
      : builtin(frame, argv.slice(1)));
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    return fail(error.message, error.status);
  }
};

/** There is no table of remembered paths here: nothing to forget. */
export const hash: Builtin = async (frame, args) => {
  const missing = args.filter((arg) => arg !== '-r').find((name) => meaning(frame, name) === undefined);
  if (missing !== undefined) fail(`hash: ${missing}: not found`);
  return 0;
};

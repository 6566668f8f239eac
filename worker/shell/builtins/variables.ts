// export, readonly, local, unset (POSIX XCU 2.14; `local` as in dash).

import type { Frame } from '../interpreter/frame.ts';
import type { Variable } from '../interpreter/variables.ts';
import { fail, print, quoteWord, type Builtin } from './builtin.ts';

function split(command: string, arg: string): { name: string; value: string | undefined } {
  const equals = arg.indexOf('=');
  const name = equals === -1 ? arg : arg.slice(0, equals);
  if (!/^[A-Za-z_]\w*$/.test(name)) fail(`${command}: ${name}: bad variable name`, 2);
  return { name, value: equals === -1 ? undefined : arg.slice(equals + 1) };
}

async function list(frame: Frame, command: string, wanted: (variable: Variable) => boolean): Promise<number> {
  const lines = frame.state.variables
    .entries()
    .filter(([, variable]) => wanted(variable))
    .map(([name, { value }]) => `${command} ${name}${value === undefined ? '' : `=${quoteWord(value)}`}\n`);
  await print(frame, lines.join(''));
  return 0;
}

export const exportVariables: Builtin = async (frame, args) => {
  const names = args.filter((arg) => arg !== '-p' && arg !== '--' && arg !== '-n');
  if (names.length === 0) return list(frame, 'export', ({ exported }) => exported);
  for (const arg of names) {
    const { name, value } = split('export', arg);
    const exported = !args.includes('-n');
    frame.state.variables.declare(name, value === undefined ? { exported } : { value, exported });
  }
  return 0;
};

export const readonlyVariables: Builtin = async (frame, args) => {
  const names = args.filter((arg) => arg !== '-p' && arg !== '--');
  if (names.length === 0) return list(frame, 'readonly', ({ readonly }) => readonly);
  for (const arg of names) {
    const { name, value } = split('readonly', arg);
    frame.state.variables.declare(name, value === undefined ? { readonly: true } : { value, readonly: true });
  }
  return 0;
};

export const local: Builtin = async ({ state }, args) => {
  if (state.functionDepth === 0) fail('local: not in a function', 2);
  for (const arg of args) {
    const { name, value } = split('local', arg);
    state.variables.declareLocal(name, value);
  }
  return 0;
};

export const unset: Builtin = async ({ state }, args) => {
  const functions = args[0] === '-f';
  for (const name of args.filter((arg, index) => index > 0 || !/^-[fv]$/.test(arg))) {
    if (functions) state.functions.delete(name);
    else if (state.variables.find(name) === undefined && args[0] !== '-v') state.functions.delete(name);
    else state.variables.unset(name);
  }
  return 0;
};

// alias and unalias (POSIX XCU).

import { fail, print, quoteWord, type Builtin } from './builtin.ts';

export const alias: Builtin = async ({ state, ...frame }, args) => {
  const show = ([name, value]: readonly [string, string]): string => `${name}=${quoteWord(value)}\n`;
  if (args.length === 0) {
    await print({ state, ...frame }, [...state.aliases].sort().map(show).join(''));
    return 0;
  }
  let status = 0;
  for (const arg of args) {
    const equals = arg.indexOf('=', 1);
    const name = equals === -1 ? arg : arg.slice(0, equals);
    const value = state.aliases.get(name);
    if (equals !== -1) state.aliases.set(name, arg.slice(equals + 1));
    else if (value !== undefined) await print({ state, ...frame }, show([name, value]));
    else {
      await frame.shell.complain(frame.fds, `alias: ${name}: not found`);
      status = 1;
    }
  }
  return status;
};

export const unalias: Builtin = async ({ state }, args) => {
  if (args[0] === '-a') {
    state.aliases.clear();
    return 0;
  }
  for (const name of args) if (!state.aliases.delete(name)) fail(`unalias: ${name}: not found`);
  return 0;
};

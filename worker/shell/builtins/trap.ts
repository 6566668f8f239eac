// trap (POSIX XCU 2.14).

import { signalNamed } from '../interpreter/shell.ts';
import { fail, print, quoteWord, type Builtin } from './builtin.ts';

export const trap: Builtin = async (frame, args) => {
  const { state, shell } = frame;
  const rest = args[0] === '--' ? args.slice(1) : args;
  const [first, ...names] = rest;
  if (first === undefined) {
    const lines = [...state.traps].map(
      ([name, action]) => `trap -- ${quoteWord(action)} ${name.replace(/^SIG/, '')}\n`,
    );
    await print(frame, lines.join(''));
    return 0;
  }
  // `trap INT` and `trap 2`: back to the default.
  const resets = first === '-' || names.length === 0;
  for (const given of names.length === 0 ? [first] : names) {
    const name = given === 'EXIT' || given === '0' ? 'EXIT' : signalNamed(given);
    if (name === undefined) fail(`trap: ${given}: bad trap`);
    if (resets) state.traps.delete(name);
    else state.traps.set(name, first);
    // A subshell shares the process: its traps other than EXIT would be the parent's.
    if (state.main) shell.setTrap(name, resets ? undefined : first);
  }
  return 0;
};

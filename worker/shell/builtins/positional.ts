// set and shift (POSIX XCU 2.14).

import { optionLetters, type ShellOptions } from '../interpreter/state.ts';
import { fail, print, quoteWord, type Builtin } from './builtin.ts';

export const set: Builtin = async (frame, args) => {
  const { state } = frame;
  if (args.length === 0) {
    const lines = state.variables
      .entries()
      .filter(([, { value }]) => value !== undefined)
      .map(([name, { value }]) => `${name}=${quoteWord(value ?? '')}\n`);
    await print(frame, lines.join(''));
    return 0;
  }
  const rest = [...args];
  for (let arg = rest[0]; arg !== undefined; arg = rest[0]) {
    if (arg === '--' || arg === '-') {
      state.positional = rest.slice(1);
      return 0;
    }
    if (!/^[-+]./.test(arg)) break;
    rest.shift();
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = rest.shift();
        if (name === undefined) {
          await print(frame, listOptions(state.options, on));
          return 0;
        }
        if (!(name in state.options)) fail(`set: Illegal option -o ${name}`, 2);
        state.options[name as keyof ShellOptions] = on;
      } else {
        const option = optionLetters[letter] ?? fail(`set: Illegal option -${letter}`, 2);
        state.options[option] = on;
      }
    }
  }
  if (rest.length > 0) state.positional = rest;
  return 0;
};

function listOptions(options: ShellOptions, readable: boolean): string {
  return Object.entries(options)
    .map(([name, on]) =>
      readable ? `${name.padEnd(16)}${on ? 'on' : 'off'}\n` : `set ${on ? '-' : '+'}o ${name}\n`,
    )
    .join('');
}

export const shift: Builtin = async ({ state }, [count = '1']) => {
  if (!/^\d+$/.test(count)) fail(`shift: Illegal number: ${count}`, 2);
  if (Number(count) > state.positional.length) fail("shift: can't shift that many", 2);
  state.positional = state.positional.slice(Number(count));
  return 0;
};

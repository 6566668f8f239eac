// How jsh was called (POSIX XCU, sh): `jsh`, `jsh -c text [name [args]]`, `jsh file [args]`, with `set`'s options.

import { optionLetters, type ShellOptions } from './interpreter/state.ts';

export interface Invocation {
  readonly input:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'stdin' };
  readonly interactive: boolean;
  /** `$0` where the arguments say it. */
  readonly name: string | undefined;
  readonly positional: readonly string[];
  readonly options: Partial<ShellOptions>;
}

export class UsageError extends Error {}

export function parseInvocation(args: readonly string[], terminal: boolean): Invocation {
  const rest = [...args];
  const options: Partial<ShellOptions> = {};
  let command = false;
  let fromInput = false;
  for (let arg = rest[0]; arg !== undefined && /^[-+]./.test(arg); arg = rest[0]) {
    rest.shift();
    if (arg === '--') break;
    if (arg === '--login') continue;
    if (arg.startsWith('--')) throw new UsageError(`Illegal option ${arg}`);
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if (letter === 'c') command = true;
      // A terminal alone makes a shell interactive: line editing needs one.
      else if (letter === 'i') continue;
      else if (letter === 's') fromInput = true;
      // Every shell reads the same files here: a login shell is no other one.
      else if (letter === 'l') continue;
      else if (letter === 'o') {
        const name = rest.shift() ?? '';
        if (!Object.values(optionLetters).includes(name as keyof ShellOptions) && name !== 'pipefail')
          throw new UsageError(`Illegal option -o ${name}`);
        options[name as keyof ShellOptions] = on;
      } else {
        const option = optionLetters[letter];
        if (option === undefined) throw new UsageError(`Illegal option -${letter}`);
        options[option] = on;
      }
    }
  }
  if (command) {
    const [text, name, ...positional] = rest;
    if (text === undefined) throw new UsageError('-c requires an argument');
    return { input: { kind: 'text', text }, interactive: false, name, positional, options };
  }
  const [path, ...positional] = rest;
  if (path !== undefined && !fromInput)
    return { input: { kind: 'file', path }, interactive: false, name: path, positional, options };
  return {
    input: { kind: 'stdin' },
    interactive: terminal,
    name: undefined,
    positional: rest,
    options,
  };
}

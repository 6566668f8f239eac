// help [name…]: what there is to call. Builtins are told in a line each; commands by commands/usage.ts.

import { appletNames, type AppletName } from '../commands/names.ts';
import { usageText, usages, type Usage } from '../commands/usage.ts';
import { fail, print, type Builtin } from './builtin.ts';
import { builtinNames, type BuiltinName } from './names.ts';

const usage = (operands: string, summary: string): Usage => ({ operands, summary });

const builtinUsages: Readonly<Record<BuiltinName, Usage>> = {
  ':': usage('', 'do nothing, successfully'),
  '.': usage('file [argument…]', 'run the commands of a file in this shell'),
  alias: usage('[name[=value]…]', 'define or show aliases'),
  bg: usage('[job…]', 'let stopped jobs go on in the background'),
  break: usage('[n]', 'leave a loop'),
  cd: usage('[-LP] [folder | -]', 'change the working directory'),
  command: usage('[-pvV] name [argument…]', 'run a command past functions, or tell what a name is'),
  continue: usage('[n]', 'begin the next turn of a loop'),
  dirs: usage('', 'show the stack of directories'),
  eval: usage('[word…]', 'run words as a command line'),
  exec: usage('[command…]', 'become a command, or keep redirections'),
  exit: usage('[code]', 'end this shell'),
  export: usage('[-np] [name[=value]…]', 'pass variables on to commands'),
  fg: usage('[job]', 'bring a job to the foreground'),
  getopts: usage('options name [argument…]', 'parse options in a script'),
  hash: usage('[-r] [name…]', 'check that commands exist'),
  help: usage('[name…]', 'tell what there is to call, or how one is used'),
  history: usage('[-c] [n]', 'show earlier lines'),
  jobs: usage('[-lp] [job…]', 'list jobs'),
  kill: usage('[-s signal | -signal] pid|%job… | -l', 'send a signal to processes and jobs'),
  local: usage('[name[=value]…]', 'define variables of a function'),
  popd: usage('', 'go back to the directory on the stack'),
  pushd: usage('[folder]', 'go to a directory and remember this one'),
  read: usage('[-r] [-p prompt] [name…]', 'read a line into variables'),
  readonly: usage('[-p] [name[=value]…]', 'make variables unchangeable'),
  return: usage('[code]', 'leave a function'),
  set: usage('[-aCefnuvx] [-o option] [argument…]', 'set options and positional parameters'),
  shift: usage('[n]', 'drop positional parameters'),
  source: usage('file [argument…]', 'run the commands of a file in this shell'),
  times: usage('', 'fails: a browser does not tell what processes used'),
  trap: usage('[action condition…]', 'run a command at a signal or at the end'),
  type: usage('name…', 'tell how a name would be taken'),
  ulimit: usage('', 'fails: there are no resource limits here'),
  umask: usage('[-S] [mode]', 'show or set the mode of new files'),
  unalias: usage('-a | name…', 'remove aliases'),
  unset: usage('[-fv] name…', 'remove variables and functions'),
  wait: usage('[pid | job]…', 'wait for background jobs'),
};

const find = (name: string): Usage | undefined =>
  Object.hasOwn(builtinUsages, name)
    ? builtinUsages[name as BuiltinName]
    : Object.hasOwn(usages, name)
      ? usages[name as AppletName]
      : undefined;

export const help: Builtin = async (frame, args) => {
  for (const name of args) {
    const found = find(name);
    if (found === undefined) fail(`help: no help topics match '${name}'. Try '${name} --help'.`);
    await print(frame, usageText(name, found));
  }
  if (args.length > 0) return 0;
  const names: readonly string[] = [...new Set([...builtinNames, ...appletNames])].sort();
  const width = Math.max(...names.map((name) => name.length)) + 2;
  await print(
    frame,
    'jsh, the shell of this machine. `help NAME` and `NAME --help` tell how a command is used.\n' +
      'Beside these there are node, npm and npx, and whatever is in node_modules/.bin of a script.\n\n' +
      names.map((name) => `${name.padEnd(width)}${find(name)?.summary ?? ''}\n`).join(''),
  );
  return 0;
};

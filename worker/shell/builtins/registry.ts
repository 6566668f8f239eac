// Builtins by name.

import { loadAgain } from '../../os/load-again.ts';
import { alias, unalias } from './alias.ts';
import type { Builtin } from './builtin.ts';
import { cd, dirs, popd, pushd } from './directories.ts';
import { breakLoop, colon, continueLoop, evalText, exit, returnFrom, source } from './flow.ts';
import { getopts } from './getopts.ts';
import { history } from './history.ts';
import { bg, fg, jobs, kill, wait } from './jobs.ts';
import { command, hash, type } from './lookup.ts';
import type { BuiltinName } from './names.ts';
import { set, shift } from './positional.ts';
import { times, ulimit, umask } from './process.ts';
import { read } from './read.ts';
import { trap } from './trap.ts';
import { exportVariables, local, readonlyVariables, unset } from './variables.ts';

const builtins: Readonly<Record<Exclude<BuiltinName, 'exec'>, Builtin>> = {
  ':': colon,
  '.': source,
  alias,
  bg,
  break: breakLoop,
  cd,
  command,
  continue: continueLoop,
  dirs,
  eval: evalText,
  exit,
  export: exportVariables,
  fg,
  getopts,
  hash,
  help: async (frame, args) => (await loadAgain(() => import('./help.ts'))).help(frame, args),
  history,
  jobs,
  kill,
  local,
  popd,
  pushd,
  read,
  readonly: readonlyVariables,
  return: returnFrom,
  set,
  shift,
  source,
  times,
  trap,
  type,
  ulimit,
  umask,
  unalias,
  unset,
  wait,
};

/** `exec` is not among them: it changes how its own redirections are made (interpreter/simple.ts). */
export function findBuiltin(name: string): Builtin | undefined {
  return Object.hasOwn(builtins, name) ? builtins[name as keyof typeof builtins] : undefined;
}

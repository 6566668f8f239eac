// What a shell knows and a subshell copies: variables, functions, options, directory. A copy is changed freely without
// the original seeing it, which is what makes `( … )` and `$( … )` run inside the same process.

import type { ProcessContext } from '../../os/process-context.ts';
import type { Command } from '../parser/ast.ts';
import { Variables, type Variable } from './variables.ts';

export interface ShellOptions {
  errexit: boolean;
  nounset: boolean;
  xtrace: boolean;
  pipefail: boolean;
  noglob: boolean;
  noclobber: boolean;
  allexport: boolean;
  verbose: boolean;
  noexec: boolean;
}

export const optionLetters: Readonly<Record<string, keyof ShellOptions>> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  f: 'noglob',
  C: 'noclobber',
  a: 'allexport',
  v: 'verbose',
  n: 'noexec',
};

const noOptions: ShellOptions = {
  errexit: false,
  nounset: false,
  xtrace: false,
  pipefail: false,
  noglob: false,
  noclobber: false,
  allexport: false,
  verbose: false,
  noexec: false,
};

/** A state as plain data, for a background subshell in a process of its own. */
export interface StateSnapshot {
  readonly variables: readonly [string, Variable][];
  readonly positional: readonly string[];
  readonly name: string;
  readonly functions: readonly [string, Command][];
  readonly options: ShellOptions;
  readonly status: number;
  readonly lastBackground: number | null;
  readonly shellPid: number;
  readonly matches: readonly string[];
  readonly ignoredSignals: readonly string[];
}

export class ShellState {
  variables = new Variables();
  positional: readonly string[] = [];
  /** `$0`. */
  name = 'jsh';
  functions = new Map<string, Command>();
  aliases = new Map<string, string>();
  options: ShellOptions = { ...noOptions };
  /** `$?`. */
  status = 0;
  /** `$!`. */
  lastBackground: number | null = null;
  /** `$$`: the shell's own pid also in its subshells. */
  shellPid = 0;
  cwd = '/';
  umask = 0o022;
  /** `dirs`, without the current one. */
  directories: readonly string[] = [];
  /** Actions by signal name or EXIT; '' ignores. */
  traps = new Map<string, string>();
  /** `BASH_REMATCH`: what the last `[[ =~ ]]` matched, as a whole and by its groups. */
  matches: readonly string[] = [];
  loopDepth = 0;
  functionDepth = 0;
  /** The status of the last command substitution of the command being expanded. */
  substitutionStatus: number | null = null;
  /** Not a subshell. */
  readonly main: boolean;

  constructor(main: boolean) {
    this.main = main;
  }

  static initial(context: ProcessContext): ShellState {
    const state = new ShellState(true);
    state.variables = Variables.fromEnvironment(context.env);
    state.cwd = context.cwd;
    state.umask = context.umask;
    state.shellPid = context.pid;
    state.variables.set('PWD', context.cwd, true);
    state.variables.set('PPID', String(context.ppid));
    state.variables.set('OPTIND', '1');
    return state;
  }

  /** The state of a subshell: traps are reset but for what is ignored. */
  clone(): ShellState {
    const copy = new ShellState(false);
    Object.assign(copy, {
      variables: this.variables.clone(),
      positional: this.positional,
      name: this.name,
      functions: new Map(this.functions),
      aliases: new Map(this.aliases),
      options: { ...this.options },
      status: this.status,
      lastBackground: this.lastBackground,
      shellPid: this.shellPid,
      cwd: this.cwd,
      umask: this.umask,
      directories: this.directories,
      matches: this.matches,
      traps: new Map([...this.traps].filter(([, action]) => action === '')),
      functionDepth: this.functionDepth,
    });
    return copy;
  }

  snapshot(): StateSnapshot {
    return {
      variables: this.variables.entries(),
      positional: this.positional,
      name: this.name,
      functions: [...this.functions],
      options: this.options,
      status: this.status,
      lastBackground: this.lastBackground,
      shellPid: this.shellPid,
      matches: this.matches,
      ignoredSignals: [...this.traps].filter(([, action]) => action === '').map(([name]) => name),
    };
  }

  restore(snapshot: StateSnapshot): void {
    this.variables = new Variables([new Map(snapshot.variables)]);
    this.positional = snapshot.positional;
    this.name = snapshot.name;
    this.functions = new Map(snapshot.functions);
    this.options = snapshot.options;
    this.status = snapshot.status;
    this.lastBackground = snapshot.lastBackground;
    this.shellPid = snapshot.shellPid;
    this.matches = snapshot.matches;
    this.traps = new Map(snapshot.ignoredSignals.map((name) => [name, '']));
  }

  /** `$-`. */
  optionString(interactive: boolean): string {
    const letters = Object.entries(optionLetters).filter(([, option]) => this.options[option]);
    return letters.map(([letter]) => letter).join('') + (interactive ? 'i' : '');
  }
}

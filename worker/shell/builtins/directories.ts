// cd, and the directory stack: pushd, popd, dirs.

import type { Frame } from '../interpreter/frame.ts';
import { errorText } from '../commands/error-text.ts';
import { absolutePath } from '../expand/glob.ts';
import { fail, print, type Builtin } from './builtin.ts';

export const cd: Builtin = async (frame, args) => {
  const physical = args[0] === '-P';
  const operands = args.filter((arg, index) => index > 0 || !/^(?:-[LP]|--)$/.test(arg));
  if (operands.length > 1) fail('cd: too many arguments');
  const { variables } = frame.state;
  const operand = operands[0] ?? variables.get('HOME') ?? fail('cd: HOME not set');
  const target = operand === '-' ? (variables.get('OLDPWD') ?? fail('cd: OLDPWD not set')) : operand;
  changeDirectory(frame, 'cd', target, physical);
  if (operand === '-') await print(frame, `${frame.state.cwd}\n`);
  return 0;
};

export const pushd: Builtin = async (frame, args) => {
  const { state } = frame;
  const old = state.cwd;
  const [top, ...rest] = state.directories;
  if (args[0] === undefined) {
    if (top === undefined) fail('pushd: no other directory');
    changeDirectory(frame, 'pushd', top, false);
    state.directories = [old, ...rest];
  } else {
    changeDirectory(frame, 'pushd', args[0], false);
    state.directories = [old, ...state.directories];
  }
  return dirs(frame, []);
};

export const popd: Builtin = async (frame) => {
  const [top, ...rest] = frame.state.directories;
  if (top === undefined) fail('popd: directory stack empty');
  changeDirectory(frame, 'popd', top, false);
  frame.state.directories = rest;
  return dirs(frame, []);
};

export const dirs: Builtin = async (frame, args) => {
  const { state } = frame;
  if (args[0] === '-c') {
    state.directories = [];
    return 0;
  }
  const home = state.variables.get('HOME');
  const short = (path: string): string =>
    home !== undefined && (path === home || path.startsWith(`${home}/`))
      ? `~${path.slice(home.length)}`
      : path;
  await print(frame, `${[state.cwd, ...state.directories].map(short).join(' ')}\n`);
  return 0;
};

/** Changes to a directory by its logical path: `..` goes back over a symlink (POSIX XCU, cd -L). */
function changeDirectory(frame: Frame, command: string, operand: string, physical: boolean): void {
  const { state, shell } = frame;
  const { fs } = shell.context;
  const logical = normalize(absolutePath(state.cwd, operand));
  let path: string;
  try {
    if (fs.stat(logical).type !== 'directory') fail(`${command}: ${operand}: Not a directory`);
    path = physical ? fs.realpath(logical) : logical;
  } catch (error) {
    if (error instanceof Error && 'errno' in error) fail(`${command}: ${operand}: ${errorText(error)}`);
    throw error;
  }
  state.variables.set('OLDPWD', state.cwd, true);
  state.cwd = path;
  state.variables.set('PWD', path, true);
  if (state.main) shell.context.setCwd(path);
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

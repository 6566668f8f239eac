// The builtin executables of the base image: what lies in /bin and /usr/local/bin, and the program that each runs.

import type { ProgramName } from '../../os/process-context.ts';
import { appletNames } from '../../shell/commands/names.ts';

interface BuiltinExecutable {
  readonly path: string;
  readonly program: ProgramName;
}

const places: readonly (readonly [path: string, program: ProgramName])[] = [
  ['/usr/local/bin/node', 'node'],
  ['/usr/local/bin/npm', 'npm'],
  ['/usr/local/bin/npx', 'npm'],
  // They are fetched when they are first asked for.
  ['/usr/local/bin/pnpm', 'npm'],
  ['/usr/local/bin/yarn', 'npm'],
  ['/bin/sh', 'jsh'],
  ['/bin/jsh', 'jsh'],
  // jsh is not bash, but what most scripts that ask for it use is POSIX; what jsh has not it says.
  ['/bin/bash', 'jsh'],
  // Scripts name it there.
  ['/usr/bin/env', 'jsh'],
];

export function builtinExecutables(): readonly BuiltinExecutable[] {
  const applets = appletNames.map((name) => [`/bin/${name}`, 'jsh'] as const);
  const known = new Set(places.map(([path]) => path));
  return [...places, ...applets.filter(([path]) => !known.has(path))].map(([path, program]) => ({
    path,
    program,
  }));
}

/** Where the base image has a program, for spawns that do not say it. */
export function executablePath(program: ProgramName): string {
  if (program === 'jsh') return '/bin/jsh';
  return `/usr/local/bin/${program === 'thread' ? 'node' : program}`;
}

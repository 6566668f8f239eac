// The names of the commands that need the shell itself. Apart from their code, so that the completion and the pipeline
// can ask without loading it.

export const builtinNames = [
  ':',
  '.',
  'alias',
  'bg',
  'break',
  'cd',
  'command',
  'continue',
  'dirs',
  'eval',
  'exec',
  'exit',
  'export',
  'fg',
  'getopts',
  'hash',
  'help',
  'history',
  'jobs',
  'kill',
  'local',
  'popd',
  'pushd',
  'read',
  'readonly',
  'return',
  'set',
  'shift',
  'source',
  'times',
  'trap',
  'type',
  'ulimit',
  'umask',
  'unalias',
  'unset',
  'wait',
] as const;

export type BuiltinName = (typeof builtinNames)[number];

/** POSIX's special builtins (XCU 2.14): no function hides them, and assignments before them stay. */
export const specialBuiltins: ReadonlySet<string> = new Set([
  ':',
  '.',
  'break',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'source',
  'times',
  'trap',
  'unset',
]);

/** Those that run or wait for jobs of their own, rather than being one. */
export const transparentBuiltins: ReadonlySet<string> = new Set([...specialBuiltins, 'command', 'fg']);

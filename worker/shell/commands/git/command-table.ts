// The commands of git by name, each loaded when it is called.

import type { Command } from './invocation.ts';

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  add: async () => (await import('./commands/add.ts')).add,
  'cat-file': async () => (await import('./commands/cat-file.ts')).catFile,
  commit: async () => (await import('./commands/commit.ts')).commit,
  config: async () => (await import('./commands/config.ts')).config,
  diff: async () => (await import('./commands/diff.ts')).diff,
  'hash-object': async () => (await import('./commands/cat-file.ts')).hashObjectCommand,
  init: async () => (await import('./commands/init.ts')).init,
  log: async () => (await import('./commands/log.ts')).log,
  'ls-tree': async () => (await import('./commands/cat-file.ts')).lsTree,
  'merge-base': async () => (await import('./commands/cat-file.ts')).mergeBase,
  mv: async () => (await import('./commands/rm.ts')).mv,
  reset: async () => (await import('./commands/reset.ts')).reset,
  restore: async () => (await import('./commands/restore.ts')).restore,
  'rev-parse': async () => (await import('./commands/cat-file.ts')).revParse,
  rm: async () => (await import('./commands/rm.ts')).rm,
  show: async () => (await import('./commands/log.ts')).show,
  stage: async () => (await import('./commands/add.ts')).add,
  status: async () => (await import('./commands/status.ts')).status,
};

/** Null where there is none of that name. */
export async function loadCommand(name: string): Promise<Command | null> {
  return Object.hasOwn(commands, name) ? ((await commands[name]?.()) ?? null) : null;
}

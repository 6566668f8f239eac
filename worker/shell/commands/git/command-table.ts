// The commands of git by name, each loaded when it is called.

import type { Command } from './invocation.ts';

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  add: async () => (await import('./commands/add.ts')).add,
  branch: async () => (await import('./commands/branch.ts')).branch,
  'cat-file': async () => (await import('./commands/cat-file.ts')).catFile,
  'check-ignore': async () => (await import('./commands/clean.ts')).checkIgnore,
  checkout: async () => (await import('./commands/switch.ts')).checkout,
  'cherry-pick': async () => (await import('./commands/pick.ts')).cherryPick,
  clean: async () => (await import('./commands/clean.ts')).clean,
  clone: async () => (await import('./commands/transfer.ts')).clone,
  commit: async () => (await import('./commands/commit.ts')).commit,
  config: async () => (await import('./commands/config.ts')).config,
  describe: async () => (await import('./commands/tag.ts')).describe,
  diff: async () => (await import('./commands/diff.ts')).diff,
  fetch: async () => (await import('./commands/transfer.ts')).fetch,
  'hash-object': async () => (await import('./commands/cat-file.ts')).hashObjectCommand,
  init: async () => (await import('./commands/init.ts')).init,
  log: async () => (await import('./commands/log.ts')).log,
  'ls-files': async () => (await import('./commands/clean.ts')).lsFiles,
  'ls-tree': async () => (await import('./commands/cat-file.ts')).lsTree,
  merge: async () => (await import('./commands/merge.ts')).merge,
  'merge-base': async () => (await import('./commands/cat-file.ts')).mergeBase,
  mv: async () => (await import('./commands/rm.ts')).mv,
  pull: async () => (await import('./commands/transfer.ts')).pull,
  push: async () => (await import('./commands/transfer.ts')).push,
  remote: async () => (await import('./commands/remote.ts')).remote,
  reset: async () => (await import('./commands/reset.ts')).reset,
  restore: async () => (await import('./commands/restore.ts')).restore,
  'rev-parse': async () => (await import('./commands/cat-file.ts')).revParse,
  revert: async () => (await import('./commands/pick.ts')).revert,
  rm: async () => (await import('./commands/rm.ts')).rm,
  show: async () => (await import('./commands/log.ts')).show,
  stage: async () => (await import('./commands/add.ts')).add,
  stash: async () => (await import('./commands/stash.ts')).stash,
  status: async () => (await import('./commands/status.ts')).status,
  switch: async () => (await import('./commands/switch.ts')).switchBranch,
  tag: async () => (await import('./commands/tag.ts')).tag,
};

/** Null where there is none of that name. */
export async function loadCommand(name: string): Promise<Command | null> {
  return Object.hasOwn(commands, name) ? ((await commands[name]?.()) ?? null) : null;
}

// `git help`, and what git has elsewhere but not here.

const summaries: Readonly<Record<string, string>> = {
  add: 'Add file contents to the index',
  branch: 'List, create, or delete branches',
  'cat-file': 'Provide contents or details of repository objects',
  'check-ignore': 'Debug gitignore / exclude files',
  checkout: 'Switch branches or restore working tree files',
  'cherry-pick': 'Apply the changes introduced by some existing commits',
  clean: 'Remove untracked files from the working tree',
  clone: 'Clone a repository into a new directory',
  commit: 'Record changes to the repository',
  config: 'Get and set repository or global options',
  describe: 'Give an object a human readable name based on an available ref',
  diff: 'Show changes between commits, commit and working tree, etc',
  fetch: 'Download objects and refs from another repository',
  'hash-object': "Compute an object's name",
  init: 'Create an empty Git repository or reinitialize an existing one',
  log: 'Show commit logs',
  'ls-files': 'Show information about files in the index and the working tree',
  'ls-tree': 'List the contents of a tree object',
  merge: 'Join two or more development histories together',
  'merge-base': 'Find as good common ancestors as possible for a merge',
  mv: 'Move or rename a file, a directory, or a symlink',
  pull: 'Fetch from and integrate with another repository or a local branch',
  push: 'Update remote refs along with associated objects',
  remote: 'Manage set of tracked repositories',
  reset: 'Reset current HEAD to the specified state',
  restore: 'Restore working tree files',
  'rev-parse': 'Pick out and massage parameters',
  revert: 'Revert some existing commits',
  rm: 'Remove files from the working tree and from the index',
  show: 'Show various types of objects',
  stash: 'Stash the changes in a dirty working directory away',
  status: 'Show the working tree status',
  switch: 'Switch branches',
  tag: 'Create, list, or delete a tag object',
};

const absent = new Set(
  'am annotate apply archive bisect blame bundle commit-tree difftool fast-export fast-import filter-branch for-each-ref format-patch fsck gc gitk grep gui instaweb lfs ls-remote maintenance mergetool mktree name-rev notes p4 pack-refs range-diff read-tree rebase reflog rerere rev-list send-email shortlog show-ref sparse-checkout submodule svn symbolic-ref update-index update-ref whatchanged worktree write-tree'.split(
    ' ',
  ),
);

/** What is said of a command that there is not. */
export function unavailable(command: string): string {
  if (absent.has(command)) return `git: '${command}' is not available in Holdfast. See 'git --help'.`;
  const similar = Object.keys(summaries).filter(
    (name) => distance(command, name) <= (name.length > 4 ? 2 : 1),
  );
  const title = similar.length === 1 ? 'The most similar command is' : 'The most similar commands are';
  const hint = similar.length === 0 ? '' : `\n\n${title}${similar.map((name) => `\n\t${name}`).join('')}`;
  return `git: '${command}' is not a git command. See 'git --help'.${hint}`;
}

/** Letters that are to be changed, left out or added to make the one of the other (Levenshtein); two that changed places are one. */
function distance(from: string, to: string): number {
  let [older, old] = [[] as number[], Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let best = Math.min((row[j - 1] ?? 0) + 1, (old[j] ?? 0) + 1, (old[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        best = Math.min(best, (older[j - 2] ?? 0) + 1);
      row.push(best);
    }
    [older, old] = [old, row];
  }
  return old[to.length] ?? 0;
}

export function helpText(topic: string | undefined): string {
  const summary = topic === undefined ? undefined : summaries[topic];
  if (topic !== undefined && summary !== undefined)
    return `git ${topic} - ${summary}\n\nIts options and output are those of git 2.39: https://git-scm.com/docs/git-${topic}\n`;
  const rows = Object.entries(summaries).map(([name, text]) => `   ${name.padEnd(13)} ${text}\n`);
  return `usage: git [--version] [--help] [-C <path>] [-c <name>=<value>] <command> [<args>]\n\nThese are the Git commands of this machine:\n\n${rows.join('')}\nSee 'git help <command>' for where it is described.\n`;
}

// git init: an empty repository, with what git itself puts into one.

import { init as initialize } from 'isomorphic-git';
import { resolvePath } from '../../../../os/posix-path.ts';
import { parseArguments } from '../arguments.ts';
import { ConfigFile } from '../config-file.ts';
import { fatal } from '../failure.ts';
import type { Command } from '../invocation.ts';
import { promisedFiles } from '../promised-files.ts';

const exclude = `# git ls-files --others --exclude-from=.git/info/exclude
# Lines that start with '#' are comments.
# For a project mostly in C, the following would be a good set of
# exclude patterns (uncomment them if you want to use them):
# *.[oa]
# *~
`;

export const isBranchName = (name: string): boolean =>
  name !== '' &&
  name !== 'HEAD' &&
  !/^[-/]|\/$|\/\/|\.\.|@\{|\.$|(?:^|\/)\.|\.lock(?:\/|$)|[\s~^:?*[\\\x7f]/.test(name) &&
  name !== '@';

export const init: Command = async (git, args) => {
  const options = parseArguments('init', args, {
    short: 'qb:',
    long: { quiet: 'q', 'initial-branch=': 'b', bare: 'bare', 'template=': 'template', 'shared=?': 'shared' },
  });
  if (options.has('bare')) throw fatal('bare repositories are not supported on this machine');
  const root = resolvePath(git.cwd, options.operands[0] ?? '.');
  const gitdir = root === '/' ? '/.git' : `${root}/.git`;
  const isThere = git.fs.tryStat(`${gitdir}/HEAD`) !== undefined;
  const branch = options.value('b') ?? git.config.get('init.defaultbranch') ?? 'main';
  if (!isBranchName(branch)) throw fatal(`invalid initial branch name: '${branch}'`);
  if (!isThere) {
    git.fs.makeDirectories(root, 0o755);
    await initialize({ fs: promisedFiles(git.fs), dir: root, gitdir, defaultBranch: branch });
    const config = new ConfigFile(git.fs, `${gitdir}/config`);
    git.fs.writeFile(config.path, '');
    git.fs.writeFile(
      config.path,
      '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n',
    );
    git.fs.writeFile(`${gitdir}/info/exclude`, exclude);
    git.fs.writeFile(
      `${gitdir}/description`,
      "Unnamed repository; edit this file 'description' to name the repository.\n",
    );
  } else if (options.has('b')) await git.warn(`warning: re-init: ignored --initial-branch=${branch}`);
  if (!options.has('q'))
    await git.line(
      `${isThere ? 'Reinitialized existing' : 'Initialized empty'} Git repository in ${gitdir}/`,
    );
  return 0;
};

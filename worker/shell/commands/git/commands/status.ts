// git status: long, short, and for programs.

import { parseArguments } from '../arguments.ts';
import { fatal } from '../failure.ts';
import type { Command } from '../invocation.ts';
import { paintIf } from '../paint.ts';
import { reportStatus } from '../status-report.ts';
import { porcelain2, shortStatus } from '../status-short.ts';
import { statusText } from '../status-text.ts';
import type { UntrackedMode } from '../work-tree.ts';

const spec = {
  short: 'sbzvu',
  long: {
    short: 's',
    branch: 'b',
    'no-branch': 'no-branch',
    long: 'long',
    'porcelain=?': 'porcelain',
    'untracked-files=?': 'untracked-files',
    'ignored=?': 'ignored',
    'no-renames': 'no-renames',
    'find-renames=?': 'find-renames',
    'ignore-submodules=?': 'ignore-submodules',
    'column=?': 'column',
    'no-column': 'no-column',
    'ahead-behind': 'ahead-behind',
    'no-ahead-behind': 'no-ahead-behind',
    'show-stash': 'show-stash',
    verbose: 'v',
    null: 'z',
  },
};

/** `value`: of -u or --untracked-files, undefined without one. */
export function untrackedMode(value: string | undefined): UntrackedMode {
  switch (value) {
    case undefined:
    case 'normal':
    case 'true':
      return 'normal';
    case '':
    case 'all':
      return 'all';
    case 'no':
    case 'false':
      return 'no';
    default:
      throw fatal(`Invalid untracked files mode '${value}'`);
  }
}

export const status: Command = async (git, args) => {
  // -u takes its value only where it is attached.
  const given = args.map((arg) =>
    /^-u./.test(arg) ? `--untracked-files=${arg.slice(2)}` : arg === '-u' ? '--untracked-files=all' : arg,
  );
  const options = parseArguments('status', given, spec);
  const nul = options.has('z');
  const version = options.value('porcelain');
  const isPorcelain = options.has('porcelain') || (nul && !options.has('s'));
  if (isPorcelain && !['', 'v1', '1', 'v2', '2', undefined].includes(version))
    throw fatal(`unsupported porcelain version '${version ?? ''}'`);
  const isShort = options.has('s') && !options.has('long');
  const configured = git.config.get('status.showuntrackedfiles');
  const untracked = untrackedMode(options.value('untracked-files') ?? configured);
  const ignored = options.has('ignored') && options.value('ignored') !== 'no';
  const report = await reportStatus(git, {
    untracked,
    ignored,
    renames: !options.has('no-renames'),
    paths: git.pathspec([...options.operands, ...(options.paths ?? [])]),
  });
  const colored = !isPorcelain && git.isColored('color.status', undefined);
  const paint = paintIf(colored);
  const short = { branch: options.has('b'), nul, fromRoot: isPorcelain, paint };
  if (version === 'v2' || version === '2') await git.out(porcelain2(git, report, short));
  else if (isPorcelain || isShort) await git.out(shortStatus(git, report, short));
  else await git.out(statusText(git, report, untracked, paint));
  return 0;
};

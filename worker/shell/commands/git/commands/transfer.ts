// git clone, fetch, pull and push: commits from and to other repositories.

import { basename, resolvePath } from '../../../../os/posix-path.ts';
import { parseArguments } from '../arguments.ts';
import { changeFiles, pathsToChange } from '../checkout-files.ts';
import { copyTree } from '../copy-objects.ts';
import { ConfigFile } from '../config-file.ts';
import { failed, fatal } from '../failure.ts';
import { Invocation, type Command } from '../invocation.ts';
import { fetchFrom, pushTo } from '../network.ts';
import { noOid } from '../patch.ts';
import { Repository } from '../repository.ts';
import { resolveCommit, shortRef, trackedRef, tryResolve } from '../revision.ts';
import { init } from './init.ts';
import { mergeCommit } from './merge.ts';
import { addRemote, remoteNames, remoteUrl } from './remote.ts';

const isUrl = (text: string): boolean => /^[\w+.-]+:\/\//.test(text) || /^[\w.-]+@[\w.-]+:/.test(text);

export const clone: Command = async (git, args) => {
  const options = parseArguments('clone', args, {
    short: 'qb:o:n',
    long: {
      quiet: 'q',
      'branch=': 'b',
      'depth=': 'depth',
      'origin=': 'o',
      'no-checkout': 'n',
      'single-branch': 'single-branch',
      'no-tags': 'no-tags',
      'recurse-submodules=?': 'submodules',
      progress: 'progress',
      'no-single-branch': 'no-single-branch',
    },
  });
  const [source, given] = options.operands;
  if (source === undefined) throw fatal('You must specify a repository to clone.');
  const name =
    given ??
    basename(source.replace(/\/+$/, ''))
      .replace(/\.git$/, '')
      .replace(/^.*:/, '');
  const root = resolvePath(git.cwd, name);
  if (
    git.fs.tryStat(root) !== undefined &&
    (git.fs.tryStat(root)?.type !== 'directory' || git.fs.readdir(root).length > 0)
  )
    throw fatal(`destination path '${name}' already exists and is not an empty directory.`);
  if (!isUrl(source)) localRepository(git, resolvePath(git.cwd, source), source);
  if (!options.has('q')) await git.warn(`Cloning into '${name}'...`);
  const isThere = git.fs.tryStat(root) !== undefined;
  await init(git, ['-q', root]);
  const inside = new Invocation(git.context, root, []);
  try {
    await fill(inside, git, source, options.value('o') ?? 'origin', {
      branch: options.value('b'),
      depth: options.value('depth'),
      checksOut: !options.has('n'),
    });
  } catch (error) {
    if (isThere) git.fs.remove(`${root}/.git`);
    else git.fs.remove(root);
    throw error;
  }
  if (!options.has('q') && !isUrl(source)) await git.warn('done.');
  return 0;
};

async function fill(
  git: Invocation,
  outside: Invocation,
  source: string,
  remote: string,
  how: {
    readonly branch: string | undefined;
    readonly depth: string | undefined;
    readonly checksOut: boolean;
  },
): Promise<void> {
  const { repository } = git;
  let first: string | null;
  if (isUrl(source)) {
    addRemote(git, remote, source);
    const fetched = await fetchFrom(
      git,
      remote,
      source,
      how.depth === undefined ? {} : { depth: Number(how.depth) },
    );
    first = fetched.defaultBranch === null ? null : shortRef(fetched.defaultBranch);
  } else {
    const path = resolvePath(outside.cwd, source);
    addRemote(git, remote, path);
    first = await fetchLocal(git, remote, path, source);
  }
  const branch = how.branch ?? first;
  if (branch === null || (await repository.ref(`refs/remotes/${remote}/${branch}`)) === null) {
    if (how.branch !== undefined) throw fatal(`Remote branch ${how.branch} not found in upstream ${remote}`);
    await git.warn('warning: You appear to have cloned an empty repository.');
    return;
  }
  repository.writeNote(`refs/remotes/${remote}/HEAD`, `ref: refs/remotes/${remote}/${first ?? branch}\n`);
  const commit = await resolveCommit(git, `${remote}/${branch}`);
  await repository.writeRef(`refs/heads/${branch}`, commit.oid);
  repository.attachHead(`refs/heads/${branch}`);
  const config = new ConfigFile(git.fs, `${repository.gitdir}/config`);
  config.set(`branch.${branch}.remote`, remote);
  config.set(`branch.${branch}.merge`, `refs/heads/${branch}`);
  if (!how.checksOut) return;
  const files = await repository.objects.files(commit.tree);
  await changeFiles(git, await pathsToChange(git, new Map(), files, 'checkout'), files);
}

function localRepository(git: Invocation, path: string, shown: string): Repository {
  const found = Repository.find(git.fs, path);
  if (found?.root !== path && found?.gitdir !== path) throw fatal(`repository '${shown}' does not exist`);
  return found;
}

/** From a repository on this machine. The branch that its HEAD is on. */
async function fetchLocal(
  git: Invocation,
  remote: string,
  path: string,
  shown: string,
): Promise<string | null> {
  const other = localRepository(git, path, shown);
  copyTree(git.fs, `${other.gitdir}/objects`, `${git.repository.gitdir}/objects`);
  for (const [from, to] of [
    ['refs/heads', `refs/remotes/${remote}`],
    ['refs/tags', 'refs/tags'],
  ] as const)
    for (const ref of await other.refs(from)) {
      const oid = await other.ref(ref);
      if (oid !== null) await git.repository.writeRef(`${to}${ref.slice(from.length)}`, oid);
    }
  const { ref } = await other.head();
  return ref === null ? null : shortRef(ref);
}

async function fetchRemote(git: Invocation, remote: string, prune: boolean, quiet: boolean): Promise<void> {
  const url = remoteUrl(git, remote) ?? (isUrl(remote) ? remote : undefined);
  if (url === undefined)
    throw fatal(
      `'${remote}' does not appear to be a git repository\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.`,
    );
  const before = new Map<string, string>();
  const { repository } = git;
  const place = `refs/remotes/${remote}`;
  for (const ref of await repository.refs(place)) before.set(ref, (await repository.ref(ref)) ?? noOid);
  if (isUrl(url)) await fetchFrom(git, remote, url, { prune });
  else await fetchLocal(git, remote, url, url);
  const lines: string[] = [];
  for (const ref of await repository.refs(place)) {
    if (ref.endsWith('/HEAD')) continue;
    const [old, oid] = [before.get(ref), await repository.ref(ref)];
    if (oid === null || old === oid) continue;
    const name = ref.slice(place.length + 1);
    const what = old === undefined ? ' * [new branch]     ' : `   ${old.slice(0, 7)}..${oid.slice(0, 7)} `;
    lines.push(`${what} ${name.padEnd(10)} -> ${remote}/${name}`);
  }
  if (lines.length > 0 && !quiet) await git.warn(`From ${url.replace(/\.git$/, '')}\n${lines.join('\n')}`);
}

/** Of the current branch, or `origin`. */
async function defaultRemote(git: Invocation): Promise<string> {
  const { ref } = await git.repository.head();
  const configured = ref === null ? undefined : git.config.get(`branch.${shortRef(ref)}.remote`);
  const names = remoteNames(git);
  return configured ?? (names.length === 1 ? (names[0] ?? 'origin') : 'origin');
}

export const fetch: Command = async (git, args) => {
  const options = parseArguments('fetch', args, {
    short: 'pqtv',
    long: {
      prune: 'p',
      quiet: 'q',
      tags: 't',
      all: 'all',
      verbose: 'v',
      'no-tags': 'no-tags',
      'depth=': 'depth',
    },
  });
  const remotes = options.has('all') ? remoteNames(git) : [options.operands[0] ?? (await defaultRemote(git))];
  for (const remote of remotes) await fetchRemote(git, remote, options.has('p'), options.has('q'));
  return 0;
};

export const pull: Command = async (git, args) => {
  const options = parseArguments('pull', args, {
    short: 'qpr',
    long: {
      quiet: 'q',
      prune: 'p',
      'ff-only': 'ff-only',
      'no-ff': 'no-ff',
      ff: 'ff',
      'rebase=?': 'r',
      'no-rebase': 'no-rebase',
      'no-edit': 'no-edit',
      'allow-unrelated-histories': 'allow-unrelated-histories',
    },
  });
  if (options.has('r') && options.value('r') !== 'false')
    throw fatal('git pull --rebase is not available in Holdfast: pull merges');
  const [remote = await defaultRemote(git), branch] = options.operands;
  await fetchRemote(git, remote, options.has('p'), options.has('q'));
  const { ref } = await git.repository.head();
  const current = shortRef(ref ?? '');
  const tracked = branch === undefined ? trackedRef(git, current) : `refs/remotes/${remote}/${branch}`;
  if (tracked === null)
    throw failed(
      `There is no tracking information for the current branch.\nPlease specify which branch you want to merge with.\nSee git-pull(1) for details.\n\n    git pull <remote> <branch>\n\nIf you wish to set tracking information for this branch you can do so with:\n\n    git branch --set-upstream-to=${remote}/<branch> ${current}\n`,
    );
  if ((await tryResolve(git, tracked)) === null)
    throw fatal(`couldn't find remote ref ${branch ?? shortRef(tracked)}`);
  const url = remoteUrl(git, remote) ?? remote;
  const name = tracked.replace(`refs/remotes/${remote}/`, '');
  const message = `Merge branch '${name}' of ${url.replace(/\.git$/, '')}${current === 'main' || current === 'master' ? '' : ` into ${current}`}`;
  return mergeCommit(git, await resolveCommit(git, tracked), shortRef(tracked), {
    message,
    onlyFastForward: options.has('ff-only'),
    noFastForward: options.has('no-ff'),
    unrelated: options.has('allow-unrelated-histories'),
    quiet: options.has('q'),
  });
};

export const push: Command = async (git, args) => {
  const options = parseArguments('push', args, {
    short: 'ufqdn',
    long: {
      'set-upstream': 'u',
      force: 'f',
      'force-with-lease': 'f',
      quiet: 'q',
      delete: 'd',
      tags: 'tags',
      all: 'all',
      verbose: 'verbose',
    },
  });
  const { repository } = git;
  const [remote = await defaultRemote(git), given] = options.operands;
  const url =
    git.config.get(`remote.${remote}.pushurl`) ??
    remoteUrl(git, remote) ??
    (isUrl(remote) ? remote : undefined);
  if (url === undefined)
    throw fatal(
      'No configured push destination.\nEither specify the URL from the command-line or configure a remote repository using\n\n    git remote add <name> <url>\n\nand then push using the remote name\n\n    git push <name>\n',
    );
  const { ref } = await repository.head();
  const [local = '', target] = (given ?? (ref === null ? '' : shortRef(ref))).replace(/^\+/, '').split(':');
  if (local === '' && target === undefined) throw fatal('You are not currently on a branch.');
  const source = local === 'HEAD' ? shortRef(ref ?? 'HEAD') : local;
  const isDelete = options.has('d') || (source === '' && target !== undefined);
  const remoteRef = target ?? source;
  if (!isDelete && (await tryResolve(git, source)) === null)
    throw failed(`src refspec ${source} does not match any\nerror: failed to push some refs to '${url}'`);
  if (!isUrl(url))
    throw fatal(
      `pushing to a repository on this machine ('${url}') is not available in Holdfast: pull from there`,
    );
  const tracking = `refs/remotes/${remote}/${shortRef(remoteRef)}`;
  const before = await repository.ref(tracking);
  await pushTo(git, remote, url, {
    // The library wants one that there is here, whatever it is that goes there.
    ref: isDelete ? ((await repository.ref(tracking)) === null ? (ref ?? source) : tracking) : source,
    remoteRef,
    force: options.has('f') || (given?.startsWith('+') ?? false),
    delete: isDelete,
  });
  if (isDelete) await repository.deleteRef(tracking);
  const oid = isDelete ? null : await tryResolve(git, source);
  if (!options.has('q')) {
    const what = isDelete
      ? ` - [deleted]         ${remoteRef}`
      : before === oid
        ? 'Everything up-to-date'
        : before === null
          ? ` * [new branch]      ${source} -> ${remoteRef}`
          : `   ${before.slice(0, 7)}..${oid?.slice(0, 7) ?? ''}  ${source} -> ${remoteRef}`;
    await git.warn(before === oid && !isDelete ? what : `To ${url}\n${what}`);
  }
  if (options.has('u') && !isDelete) await createUpstream(git, source, remote, remoteRef);
  return 0;
};

async function createUpstream(
  git: Invocation,
  branch: string,
  remote: string,
  target: string,
): Promise<void> {
  const config = new ConfigFile(git.fs, `${git.repository.gitdir}/config`);
  config.set(`branch.${branch}.remote`, remote);
  config.set(`branch.${branch}.merge`, `refs/heads/${shortRef(target)}`);
  await git.line(`branch '${branch}' set up to track '${remote}/${shortRef(target)}'.`);
}

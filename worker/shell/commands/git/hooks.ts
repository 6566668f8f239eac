// The repository's hooks (githooks(5)), as processes: core.hooksPath, as husky sets it, or .git/hooks.

import { resolvePath } from '../../../os/posix-path.ts';
import type { Invocation } from './invocation.ts';

/** Whether it went well, or there was none. */
export async function runHook(git: Invocation, name: string, args: readonly string[]): Promise<boolean> {
  const { root, gitdir } = git.repository;
  const configured = git.config.get('core.hookspath');
  const folder =
    configured === undefined
      ? `${gitdir}/hooks`
      : resolvePath(root, configured.replace(/^~(?=\/)/, git.home));
  const path = `${folder}/${name}`;
  const stats = git.fs.tryStat(path);
  if (stats?.type !== 'file' || !(stats.mode & 0o111)) return true;
  const env = { GIT_INDEX_FILE: `${gitdir}/index`, GIT_EDITOR: ':' };
  await git.context.stdout.flush();
  // As git has it: what a hook writes is not git's output.
  return (
    (await git.context.run(['sh', '-c', '"$0" "$@" >&2', path, ...args], {
      cwd: root,
      env,
      noInput: true,
    })) === 0
  );
}

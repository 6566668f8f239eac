// Other repositories over HTTP, by isomorphic-git and the browser's fetch: a page may only talk to hosts that allow it (CORS).

import { fetch as fetchPack, push as pushPack } from 'isomorphic-git';
import http from 'isomorphic-git/http/web';
import { GitFailure, fatal } from './failure.ts';
import type { Invocation } from './invocation.ts';
import { promisedFiles } from './promised-files.ts';

export interface Fetched {
  readonly defaultBranch: string | null;
}

function common(git: Invocation, url: string) {
  if (!/^https?:\/\//.test(url))
    throw fatal(
      `unable to connect to '${url}': a browser has HTTP and nothing else.\nUse the https:// address of the repository.`,
    );
  const corsProxy = git.config.get('http.corsproxy');
  const { username, password } = new URL(url);
  const token = git.env['GIT_TOKEN'] ?? git.env['GITHUB_TOKEN'];
  return {
    fs: promisedFiles(git.fs),
    http,
    gitdir: git.repository.gitdir,
    url: url.replace(/^(https?:\/\/)[^/@]*@/, '$1'),
    ...(corsProxy === undefined ? {} : { corsProxy }),
    onAuth: () =>
      username !== ''
        ? { username: decodeURIComponent(username), password: decodeURIComponent(password) }
        : token === undefined
          ? { cancel: true }
          : { username: 'x-access-token', password: token },
  };
}

/** Objects and remote-tracking branches of a remote. */
export async function fetchFrom(
  git: Invocation,
  remote: string,
  url: string,
  how: { readonly depth?: number; readonly prune?: boolean; readonly tags?: boolean; readonly ref?: string },
): Promise<Fetched> {
  try {
    const { defaultBranch } = await fetchPack({
      ...common(git, url),
      remote,
      ...(how.depth === undefined ? {} : { depth: how.depth, singleBranch: false }),
      prune: how.prune ?? false,
      tags: how.tags ?? true,
      ...(how.ref === undefined ? {} : { remoteRef: how.ref }),
    });
    return { defaultBranch };
  } catch (error) {
    throw explained(error, url);
  }
}

export async function pushTo(
  git: Invocation,
  remote: string,
  url: string,
  what: {
    readonly ref: string;
    readonly remoteRef: string;
    readonly force: boolean;
    readonly delete: boolean;
  },
): Promise<void> {
  try {
    const result = await pushPack({
      ...common(git, url),
      remote,
      ref: what.ref,
      remoteRef: what.remoteRef,
      force: what.force,
      delete: what.delete,
    });
    if (!result.ok)
      throw new GitFailure(`error: failed to push some refs to '${url}'\n${result.error ?? ''}`, 1);
  } catch (error) {
    throw explained(error, url);
  }
}

function explained(error: unknown, url: string): unknown {
  if (!(error instanceof Error) || error instanceof GitFailure) return error;
  const code = 'code' in error ? error.code : undefined;
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message))
    return fatal(
      `unable to access '${url}': the browser may not read from ${new URL(url).host}.\nA page may only talk to hosts that allow it (CORS), and this one does not, or there is no connection.\nA proxy that adds the permission can be set: git config --global http.corsProxy https://proxy.example`,
    );
  if (code === 'HttpError') {
    const data = 'data' in error ? (error.data as { readonly statusCode?: number }) : {};
    const status = data.statusCode ?? 0;
    if (status === 401 || status === 403)
      return fatal(
        `Authentication failed for '${url}'\nGive a token in the address (https://token@host/…) or in GIT_TOKEN.`,
      );
    if (status === 404) return fatal(`repository '${url}' not found`);
    return fatal(`unable to access '${url}': The requested URL returned error: ${String(status)}`);
  }
  if (code === 'UserCanceledError')
    return fatal(
      `could not read Username for '${url}': there is nobody to ask.\nGive a token in the address (https://token@host/…) or in GIT_TOKEN.`,
    );
  if (code === 'PushRejectedError')
    return new GitFailure(
      `error: failed to push some refs to '${url}'\nhint: Updates were rejected because the remote contains work that you do\nhint: not have locally. You may want to first integrate the remote changes\nhint: (e.g., 'git pull ...') before pushing again.`,
      1,
    );
  if (code !== undefined) return fatal(error.message);
  return error;
}

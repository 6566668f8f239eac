// git on the machine, for the window: its output, or why it failed.

import type { KernelApi } from '../../worker/protocol/kernel-api.ts';
import { runCommand } from '../attach/run-command.ts';

export class GitError extends Error {
  override readonly name = 'GitError';

  /** `code`: git's exit code; null where a signal ended it. */
  constructor(
    readonly code: number | null,
    /** What git wrote to standard error. */
    readonly words: string,
    command: string,
  ) {
    super(messageOf(words) || `git ${command} failed.`);
  }
}

/** Without the prefix that says whose words they are. */
function messageOf(words: string): string {
  return words
    .replaceAll(/^(?:fatal|error): /gm, '')
    .replaceAll(/^hint: .*\n?/gm, '')
    .trim();
}

export type Git = (args: readonly string[]) => Promise<string>;

/** Of this file alone: a name like `[id].js` would be a pattern otherwise, and others would go with it. */
export const literal = (path: string): string => `:(literal)${path}`;

/** Runs in the project's folder. Rejects with GitError where git fails, and where it cannot be started. */
export function gitOf(kernel: Pick<KernelApi, 'exec' | 'kill'>): Git {
  return async (args) => {
    const command = await runCommand(kernel, 'git', args);
    let [stdout, stderr] = ['', ''];
    const reader = command.chunks.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (next.value.stream === 'stdout') stdout += next.value.data;
      else stderr += next.value.data;
    }
    const status = await command.status;
    const code = status.kind === 'exited' ? status.code : null;
    if (code !== 0) throw new GitError(code, stderr === '' ? stdout : stderr, args[0] ?? '');
    return stdout;
  };
}

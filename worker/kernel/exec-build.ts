// Whether a command that was executed is a build, and the events that tell of it. A build is told from other commands by
// its name: a script called build, or a known build tool. Lives as long as the command.

import { shellCode, type ExitStatus } from '../os/signals.ts';
import { parseBuildErrors } from './build-errors.ts';
import type { WorkspaceEventBody } from './event.ts';

const tools = /^(?:npx )?(?:tsc|vite build|esbuild|rollup|webpack|astro build|next build)\b/;
const scripts = /^npm (?:run|run-script) build\b/;

const outputTail = 64_000;

export class ExecBuild {
  readonly #command: string;
  readonly #isBuild: boolean;
  #startedAt = 0;
  #output = '';

  constructor(
    argv: readonly string[],
    private readonly now: () => number,
    private readonly onEvent: (event: WorkspaceEventBody) => void,
  ) {
    this.#command = argv.join(' ');
    this.#isBuild = tools.test(this.#command) || scripts.test(this.#command);
  }

  started(): void {
    this.#startedAt = this.now();
    if (this.#isBuild) this.onEvent({ type: 'BUILD_STARTED', command: this.#command });
  }

  output(data: string): void {
    if (this.#isBuild) this.#output = (this.#output + data).slice(-outputTail);
  }

  ended(status: ExitStatus): void {
    if (!this.#isBuild) return;
    const exitCode = shellCode(status);
    if (exitCode === 0)
      this.onEvent({
        type: 'BUILD_SUCCEEDED',
        command: this.#command,
        durationMs: this.now() - this.#startedAt,
      });
    else
      this.onEvent({
        type: 'BUILD_FAILED',
        command: this.#command,
        exitCode,
        errors: parseBuildErrors(this.#output),
      });
  }
}

// The builds that a dev server does after it was ready: told from its output, since nothing else says so. A burst of output
// is one build; what it says of errors decides how it went. Lives as long as the server's process.

import { findBuildErrors, plainText } from './build-errors.ts';
import type { WorkspaceEventBody } from './event.ts';

/** A tool says all that it has to say of one build in one go; a pause this long is its end. */
const settleMs = 150;

const succeeded =
  /\bFound 0 errors\b|compiled successfully|\[watch\] build finished|\bbuilt in \d|\[vite\].*\b(?:hmr update|page reload)\b|created .+ in \d/;
const failed =
  /\[vite\].*(?:Internal server error|Pre-transform error)|\bFound [1-9]\d* errors?\b|compiled with \d+ errors?|✘ \[ERROR\]|^\[!\]/m;

export interface RebuildsOptions {
  readonly command: string;
  readonly onEvent: (event: WorkspaceEventBody) => void;
  readonly now: () => number;
  readonly setTimeout: (callback: () => void, ms: number) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
}

export class Rebuilds implements Disposable {
  #text = '';
  #startedAt = 0;
  #timer: unknown;

  constructor(private readonly options: RebuildsOptions) {}

  output(chunk: string): void {
    if (this.#text === '') this.#startedAt = this.options.now();
    this.#text += chunk;
    this.options.clearTimeout(this.#timer);
    this.#timer = this.options.setTimeout(() => this.#settle(), settleMs);
  }

  /** What came in last counts too. */
  [Symbol.dispose](): void {
    this.options.clearTimeout(this.#timer);
    this.#settle();
  }

  #settle(): void {
    const text = plainText(this.#text);
    this.#text = '';
    const { command, onEvent, now } = this.options;
    const wrong = failed.test(text);
    const right = succeeded.test(text);
    if (!wrong && !right) return;
    // What a tool says while it works may have come before, in a burst of its own: it is told with the outcome.
    onEvent({ type: 'BUILD_STARTED', command });
    if (!wrong) {
      onEvent({ type: 'BUILD_SUCCEEDED', command, durationMs: now() - this.#startedAt });
      return;
    }
    const errors = findBuildErrors(text);
    const spoken = text.split('\n').find((line) => failed.test(line)) ?? text;
    // The server goes on: it has no exit code to tell.
    onEvent({
      type: 'BUILD_FAILED',
      command,
      exitCode: null,
      errors: errors.length > 0 ? errors : [{ message: spoken.trim() }],
    });
  }
}

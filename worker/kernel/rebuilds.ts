// The builds that a dev server does after it was ready: told from its output and from what it tells its pages, since nothing
// else says so. A burst of output is one build; what it says of errors decides how it went. Lives as long as the server's
// process.

import { findBuildErrors, plainText } from './build-errors.ts';
import type { BuildError, WorkspaceEventBody } from './event.ts';

/** A tool says all that it has to say of one build in one go; a pause this long is its end. */
const settleMs = 150;

const succeeded =
  /\bFound 0 errors\b|compiled successfully|\[watch\] build finished|\bbuilt in \d|\[vite\].*\b(?:hmr update|page reload)\b|created .+ in \d|^\d\d:\d\d:\d\d \[watch\] /m;
const failed =
  /\[vite\].*(?:Internal server error|Pre-transform error)|\bFound [1-9]\d* errors?\b|compiled with \d+ errors?|✘ \[ERROR\]|\d\d:\d\d:\d\d \[ERROR\] .*(?:\n.*){0,15}?\n {2}Stack trace:$|^\[!\]/m;
/** Astro builds a page as it is asked for, and says nothing of an edit: a page that came after a mistake is its mend. */
const served = /^\d\d:\d\d:\d\d \[200\] /m;
/** Vite has seen an edit. The reload that an invalidation asks for is still of the same one. */
const edited = /^.*\[vite\].*\b(?:hmr update|(?<!hmr invalidate .*\n.*)page reload)\b/gm;

export interface RebuildsOptions {
  readonly command: string;
  readonly onEvent: (event: WorkspaceEventBody) => void;
  readonly now: () => number;
  readonly setTimeout: (callback: () => void, ms: number) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
}

export class Rebuilds implements Disposable {
  #text = '';
  #reported: BuildError[] = [];
  /** Of the last build, where it failed: each page is told, and told again when it loads. */
  #known: readonly BuildError[] = [];
  #startedAt = 0;
  #timer: unknown;

  constructor(private readonly options: RebuildsOptions) {}

  output(chunk: string): void {
    this.#begin();
    this.#text += chunk;
    // What was reported before is of an edit that this one mends, or it is reported again.
    if (startOfLast(edited, plainText(chunk)) >= 0) this.#reported = [];
  }

  /** An error that the server told its pages, and perhaps not its terminal. */
  report(error: BuildError): void {
    if ([...this.#known, ...this.#reported].some((known) => isSamePlace(known, error))) return;
    this.#begin();
    this.#reported.push(error);
  }

  #begin(): void {
    if (this.#text === '' && this.#reported.length === 0) this.#startedAt = this.options.now();
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
    const reported = this.#reported;
    this.#text = '';
    this.#reported = [];
    const { command, onEvent, now } = this.options;
    const wrong = failed.test(text.slice(Math.max(0, startOfLast(edited, text)))) || reported.length > 0;
    const right = succeeded.test(text) || (this.#known.length > 0 && served.test(text));
    if (!wrong && !right) return;
    const told = findBuildErrors(text);
    if (wrong && reported.length === 0 && told.length > 0 && told.every((each) => this.#isToldAgain(each)))
      return;
    // What a tool says while it works may have come before, in a burst of its own: it is told with the outcome.
    onEvent({ type: 'BUILD_STARTED', command });
    if (!wrong) {
      this.#known = [];
      onEvent({ type: 'BUILD_SUCCEEDED', command, durationMs: now() - this.#startedAt });
      return;
    }
    this.#known = told.length > 0 ? told : reported;
    const spoken = text.split('\n').find((line) => failed.test(line)) ?? text;
    // The server goes on: it has no exit code to tell.
    onEvent({
      type: 'BUILD_FAILED',
      command,
      exitCode: null,
      errors: this.#known.length > 0 ? this.#known : [{ message: spoken.trim() }],
    });
  }

  /** Astro knows the place of a mistake only when it first comes upon it. */
  #isToldAgain({ file, message }: BuildError): boolean {
    return (
      file === undefined && this.#known.some((known) => known.file !== undefined && known.message === message)
    );
  }
}

/** -1 where there is no match. */
function startOfLast(pattern: RegExp, text: string): number {
  return [...text.matchAll(pattern)].at(-1)?.index ?? -1;
}

function isSamePlace(a: BuildError, b: BuildError): boolean {
  return a.file === b.file && a.line === b.line && (a.line !== undefined || a.message === b.message);
}

// Work that can wait until a window has nothing better to do.

export interface IdleWindow {
  /** WebKit has no idle callbacks. */
  readonly requestIdleCallback?: (callback: () => void, options: { timeout: number }) => number;
  readonly setTimeout: (callback: () => void, delay: number) => number;
}

/** However busy it is. */
const latestMs = 2_000;
const guessMs = 200;

export function whenIdle(window: IdleWindow, callback: () => void): void {
  if (window.requestIdleCallback === undefined) window.setTimeout(callback, guessMs);
  else window.requestIdleCallback(callback, { timeout: latestMs });
}

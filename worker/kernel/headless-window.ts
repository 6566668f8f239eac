// @xterm/headless asks `'requestIdleCallback' in window` when it is loaded outside Node, and a worker has no `window`.
// Imported before it, for its effect alone: the global object answers to that name too.

if (!('window' in globalThis))
  Object.defineProperty(globalThis, 'window', { value: globalThis, configurable: true });

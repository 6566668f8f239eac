// Sleeping with the thread, for calls that C makes by sleep(3): nothing else of the process runs meanwhile.

let cell: Int32Array | undefined;

/** In milliseconds; none where that is not positive. Throws TypeError where the browser lets no worker of this kind block. */
export function blockFor(ms: number): void {
  if (ms <= 0) return;
  // A SharedWorker of Chromium has no SharedArrayBuffer by name.
  cell ??= new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);
  Atomics.wait(cell, 0, 0, ms);
}

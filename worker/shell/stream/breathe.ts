// Lets the worker's other tasks run (signals, terminal bytes) in the middle of long synchronous work: a coroutine that
// only awaits settled promises would starve them. Costs nothing unless a slice of time has passed.

/** Below a frame at 60 Hz, so that ^C and echo never wait for longer than that. */
const sliceMs = 12;

let sliceStart = 0;

export async function breathe(): Promise<void> {
  const now = performance.now();
  if (now - sliceStart < sliceMs) return;
  await macrotask();
  sliceStart = performance.now();
}

/** One turn of the event loop. A MessageChannel, because nested timers are clamped to 4 ms. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

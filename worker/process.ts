// Entry of a process worker: a SharedWorker with extended lifetime, or a dedicated worker of a tab (docs/adr/0015). Reads the
// globals and starts the runtime with the port that sends `init`: the kernel's. Every other port of a SharedWorker belongs to
// a hidden iframe of a tab that only keeps this worker alive.

import { performance, setTimeout } from './os/browser-globals.ts';
import { loadAgain } from './os/load-again.ts';
import type { LeftChannel } from './protocol/tab-messages.ts';
import type { Init } from './os/messages.ts';
import type { Program, ProgramName } from './os/process-context.ts';
import { openReplica } from './process/replica.ts';
import { ProcessRuntime } from './process/runtime.ts';
import { createSyncTransport } from './process/sync-transport.ts';

declare const self: SharedWorkerGlobalScope;

const programs: Readonly<Record<ProgramName, () => Promise<Program>>> = {
  node: async () => (await import('./node/program.ts')).nodeProgram,
  jsh: async () => (await import('./shell/program.ts')).jshProgram,
  npm: async () => (await import('./npm/program.ts')).npmProgram,
  thread: async () => {
    const { nodeProgram } = await import('./node/program.ts');
    // Booted only once it is known which thread it is.
    return { main: (context) => nodeProgram.main(context) };
  },
};

/** Captured: the Node realm takes what Node has not out of its worker's globals. */
const close = self.close.bind(self);
/** To the tab, of a dedicated worker only. */
const postToTab =
  'onconnect' in self
    ? null
    : (globalThis as unknown as DedicatedWorkerGlobalScope).postMessage.bind(globalThis);

let runtime: ProcessRuntime | undefined;

/** A SharedWorker is given a port for each of its clients, a dedicated worker one, by the tab that made it. */
const connected = ({ data: memory, ports: [port, parent] }: MessageEvent<unknown>): void => {
  if (port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<Init | undefined>) => {
    if (runtime !== undefined || data?.type !== 'init') return;
    runtime = ProcessRuntime.start(
      {
        port,
        tab: postToTab && {
          parent: parent === undefined ? null : { port: parent, memory: memory as SharedArrayBuffer },
          leave: (channel, left, shared) =>
            postToTab({ channel, memory: shared } satisfies LeftChannel, [left]),
        },
        loadProgram: (name) => loadAgain(programs[name]),
        openReplica,
        holdLock,
        onLockFree: (name, free) => void navigator.locks.request(name, { mode: 'shared' }, free),
        openSyncTransport: createSyncTransport,
        now: () => performance.now(),
        close,
      },
      data,
    );
  };
};
if ('onconnect' in self) self.onconnect = connected;
else (globalThis as unknown as DedicatedWorkerGlobalScope).onmessage = connected;

// A tab may have asked to hold a worker of this name just after it had ended: that makes a new one that nobody needs.
setTimeout(() => {
  if (runtime === undefined) close();
}, 30_000);

function holdLock(name: string): Promise<void> {
  return new Promise((held) => {
    void navigator.locks.request(name, () => {
      held();
      return new Promise<never>(() => {});
    });
  });
}

// A program with its own handling of uncaught errors (the Node realm) calls preventDefault; it may be registered after
// this, so the look at it comes a turn later.
self.addEventListener('error', (event) => {
  setTimeout(() => {
    if (!event.defaultPrevented) runtime?.crashed(event.error ?? event.message);
  });
});
self.addEventListener('unhandledrejection', (event) => {
  setTimeout(() => {
    if (!event.defaultPrevented) runtime?.crashed(event.reason);
  });
});

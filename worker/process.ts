// Entry of a process worker (SharedWorker, extended lifetime). Reads the globals and starts the runtime with the port that
// sends `init`: the kernel's. Every other port belongs to a hidden iframe of a tab that only keeps this worker alive.

import { performance, setTimeout } from './os/browser-globals.ts';
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

let runtime: ProcessRuntime | undefined;

self.onconnect = (event) => {
  const [port] = event.ports;
  if (port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<Init | undefined>) => {
    if (runtime !== undefined || data?.type !== 'init') return;
    runtime = ProcessRuntime.start(
      {
        port,
        loadProgram: (name) => programs[name](),
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

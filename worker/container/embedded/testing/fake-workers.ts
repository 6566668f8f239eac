// Process workers without a browser: each "worker" is the real runtime on a MessageChannel in this thread, its programs
// given by the test. For tests only.

import { Authority } from '../../../vfs/authority.ts';
import { installBaseImage } from '../../../vfs/base-image.ts';
import { createReplica } from '../../../vfs/replica.ts';
import type { Init } from '../../../os/messages.ts';
import type { ProcessContext, ProgramName } from '../../../os/process-context.ts';
import { SystemError } from '../../../protocol/errno.ts';
import { ProcessRuntime } from '../../../process/runtime.ts';
import type { WorkerSource } from '../../container.ts';
import { EmbeddedContainer } from '../embedded-container.ts';
import { builtinExecutables } from '../executables.ts';
import { FakeSyncChannel } from './fake-sync-channel.ts';
import type { Locks } from '../worker-link.ts';

export type Main = (context: ProcessContext) => Promise<number>;

/** Web Locks as far as they are used: first come, first served. */
export class FakeLocks implements Locks {
  readonly #queues = new Map<string, (() => void)[]>();

  async request(name: string, granted: () => Promise<void> | void): Promise<void> {
    const queue = this.#queues.get(name);
    if (queue === undefined) this.#queues.set(name, []);
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      await granted();
    } finally {
      const next = this.#queues.get(name)?.shift();
      if (next === undefined) this.#queues.delete(name);
      else next();
    }
  }
}

export interface FakeWorld {
  readonly container: EmbeddedContainer;
  readonly locks: FakeLocks;
  /** Names of workers that live. */
  readonly alive: () => string[];
  readonly released: string[];
  readonly errors: string[];
  /** Ends a worker as a crash of its renderer would. */
  readonly crash: (worker: string) => void;
  /** Without one, no workers come. */
  readonly attachTab: (attached: boolean) => void;
  /** The tab in which dedicated workers run goes, and they with it; another comes. */
  readonly reloadTab: (isolated?: boolean) => void;
  readonly ports: string[];
}

/** `mains` by argv[0]; `leavesNothing` of all of them. */
export function fakeWorld(mains: Readonly<Record<string, Main>>, leavesNothing = false): FakeWorld {
  const readBlob = () => {
    throw new Error('no Blobs in these tests');
  };
  const filesystem = new Authority({ clock: Date.now, readBlob });
  const { fs } = filesystem;
  const commands = Object.keys(mains).map((name) => ({ path: `/bin/${name}`, program: 'jsh' as const }));
  installBaseImage(filesystem, {
    executables: [...commands, ...builtinExecutables()],
    hostname: 'holdfast',
  });
  fs.makeDirectories('/home/web/project', 0o755);
  const locks = new FakeLocks();
  const crashes = new Map<string, () => void>();
  const released: string[] = [];
  const ports: string[] = [];
  const errors: string[] = [];
  let attached = true;
  const sync = new FakeSyncChannel();

  const start = (name: string): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    const gone = Promise.withResolvers<void>();
    const close = () => {
      crashes.delete(name);
      gone.resolve();
      port2.close();
    };
    crashes.set(name, close);
    port2.onmessage = ({ data }: MessageEvent<Init>) => {
      ProcessRuntime.start(
        {
          port: port2,
          tab: null,
          loadProgram: async (_program: ProgramName) => ({
            leavesNothing,
            main: async (context) => {
              const name = context.argv[0]?.replace(/.*\//, '') ?? '';
              const main = mains[name];
              if (main === undefined) throw new Error(`no fake program ${name}`);
              const code = main(context);
              // A hot loop: it hears nothing from now on.
              if (name === 'hang') port2.onmessage = null;
              return code;
            },
          }),
          openReplica: (start, send) => createReplica(start, { send, clock: Date.now, readBlob }),
          holdLock: (lock) =>
            new Promise((held) => {
              void locks.request(lock, () => {
                held();
                return gone.promise;
              });
            }),
          onLockFree: () => {},
          openSyncTransport: () => sync.transport,
          now: () => performance.now(),
          close,
        },
        data,
      );
    };
    return port1;
  };
  /** The isolated tab, while there is one, and its dedicated workers. */
  let tab: AbortController | null = new AbortController();
  const dedicated = new Set<string>();
  const source: WorkerSource = {
    async create(name) {
      if (!attached) throw new SystemError('EAGAIN', 'create-worker');
      return { port: start(name), home: new AbortController().signal };
    },
    async createIn(name, home) {
      if (tab === null) throw new SystemError('ENOTSUP', 'create-worker');
      if (home !== null && home !== tab.signal) throw new SystemError('EAGAIN', 'create-worker');
      dedicated.add(name);
      return { port: start(name), home: tab.signal };
    },
    ended() {},
    release(name) {
      released.push(name);
      if (dedicated.has(name)) crashes.get(name)?.();
    },
  };

  const container = new EmbeddedContainer({
    filesystem,
    persist: async () => {},
    eraseStorage: async () => {},
    source,
    locks,
    clock: {
      now: Date.now,
      setTimeout: (callback, ms) => setTimeout(callback, ms),
      clearTimeout: (handle) => clearTimeout(handle as number),
    },
    workdir: '/home/web/project',
    workerPrefix: 'test:',
    kernelLock: 'kernel',
    sync: {
      machine: 'test',
      channel: sync,
      newKey: () => crypto.randomUUID(),
      createUrl: () => 'blob:none',
      revokeUrl: () => {},
    },
    previewUrl: (port) => `http://preview/${port}/`,
    onPreviewScript: () => {},
  });
  container.on('error', ({ message }) => errors.push(message));
  container.on('port', (port, type) => ports.push(`${port} ${type}`));
  return {
    container,
    locks,
    alive: () => [...crashes.keys()].sort(),
    released,
    errors,
    ports,
    crash: (worker) => crashes.get(worker)?.(),
    reloadTab(isolated = true) {
      tab?.abort();
      tab = isolated ? new AbortController() : null;
      for (const name of dedicated) crashes.get(name)?.();
      dedicated.clear();
    },
    attachTab(value) {
      attached = value;
      if (value) container.machine.warm();
    },
  };
}

/** Reads a stream of text to its end. */
export async function readText(stream: ReadableStream<string>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

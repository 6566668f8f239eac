// Puts a project's embedded container together in a real kernel worker: its stored files, the browser's locks and clock.
// Called once in a kernel life, by the entry file.

import { clear } from 'idb-keyval';
import type { Epoch, Port, ProjectId } from '../../protocol/ids.ts';
import { machineLock, machineName, syncChannel } from '../../protocol/sync-call.ts';
import { homeFolder } from '../../vfs/base-image.ts';
import { createAuthority, projectStore, sharedPackStore } from '../../vfs/create-authority.ts';
import type { MadeWorker, WorkerSource } from '../container.ts';
import { EmbeddedContainer } from './embedded-container.ts';
import { builtinExecutables } from './executables.ts';
import { firstWorker } from './worker-pool.ts';

interface CreateOptions {
  readonly project: ProjectId;
  readonly epoch: Epoch;
  /** The project's folder in the home folder. Read beside the files. */
  readonly folder: Promise<string>;
  readonly workers: WorkerSource;
  readonly previewUrl: (port: Port) => string;
  /** Trouble with the storage that the user must know of; may come at any time. Null: the last such trouble is over. */
  readonly onWarning: (warning: { readonly code: string; readonly message: string } | null) => void;
  readonly onPreviewScript: ConstructorParameters<typeof EmbeddedContainer>[0]['onPreviewScript'];
}

export async function createEmbeddedContainer(options: CreateOptions): Promise<EmbeddedContainer> {
  const timers = {
    setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms),
    clearTimeout: (handle: unknown) => clearTimeout(handle as number),
  };
  const reader = new FileReaderSync();
  const workerPrefix = `${options.project}:${options.epoch}:`;
  const source = withHeadStart(options.workers, firstWorker(workerPrefix));
  const store = projectStore(options.project);
  const filesystem = await createAuthority({
    clock: () => performance.timeOrigin + performance.now(),
    readBlob: (blob, start, end) => new Uint8Array(reader.readAsArrayBuffer(blob.slice(start, end))),
    storage: { project: store, packs: sharedPackStore() },
    executables: builtinExecutables(),
    hostname: 'holdfast',
    onWarning: options.onWarning,
    ...timers,
  });
  const { unreadable, treeLost } = filesystem.report;
  if (treeLost || unreadable.length > 0) {
    const files = unreadable.length > 0 ? ` Lost: ${unreadable.join(', ')}.` : '';
    const message = `Some stored files were damaged.${treeLost ? ' Folders were rebuilt from the files.' : ''}${files}`;
    options.onWarning({ code: 'EIO', message });
  }
  const workdir = `${homeFolder}/${await options.folder}`;
  filesystem.fs.makeDirectories(workdir, 0o755);
  // One a kernel life, unlike the kernel's own: a process that cannot read messages would hold up the next kernel.
  const machine = machineName(options.project, options.epoch);
  const kernelLock = machineLock(machine);
  void navigator.locks.request(kernelLock, () => new Promise<never>(() => {}));
  return new EmbeddedContainer({
    filesystem,
    persist: () => filesystem.persist(),
    eraseStorage: async () => {
      // What is under way would come after the deletion.
      await filesystem.persist().catch(() => {});
      await clear(store);
    },
    source,
    locks: navigator.locks,
    clock: { now: () => Date.now(), ...timers },
    workdir,
    workerPrefix,
    kernelLock,
    sync: {
      machine,
      channel: new BroadcastChannel(syncChannel(machine)),
      newKey: () => crypto.randomUUID(),
      createUrl: (blob) => URL.createObjectURL(blob),
      revokeUrl: (url) => URL.revokeObjectURL(url),
    },
    previewUrl: options.previewUrl,
    onPreviewScript: options.onPreviewScript,
  });
}

/** A worker takes about as long to start as the stored files take to be read: the first one starts beside that. */
function withHeadStart(source: WorkerSource, first: string): WorkerSource {
  let started: Promise<MadeWorker> | null = source.create(first);
  // Told to whoever asks for it.
  started.catch(() => undefined);
  return {
    create(name) {
      if (name !== first || started === null) return source.create(name);
      const taken = started;
      started = null;
      return taken;
    },
    createIn: (name, home, channel) => source.createIn(name, home, channel),
    release: (name) => source.release(name),
    ended: (name) => source.ended(name),
  };
}

// Our own container: the WebContainer API over the machine. It boots offline from our own static files and lives in the
// kernel's worker, as long as that.

import type { ExportOptions, FileSystemTree, PreviewMessage, PreviewScriptOptions } from '@webcontainer/api';
import { defaultPath } from '../../os/exec.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { Port } from '../../protocol/ids.ts';
import type { PreviewScript } from '../../protocol/preview-message.ts';
import type { Authority } from '../../vfs/authority.ts';
import type {
  Container,
  Machine,
  MachineProcess,
  MachineSpawnOptions,
  SpawnOptions,
  WorkerSource,
} from '../container.ts';
import { fileApi, scoped } from './file-api.ts';
import { exportJson, exportZip, mountTree, selection } from './file-tree.ts';
import { EmbeddedMachine, type MachineOptions } from './machine.ts';
import { spawn, type SpawnContext } from './spawn.ts';
import { Placements } from './placements.ts';
import type { Locks } from './worker-link.ts';
import type { Clock } from './workers.ts';

interface EmbeddedContainerOptions {
  readonly filesystem: Pick<Authority, 'fs' | 'attach'>;
  /** Writes every pending change to storage. */
  readonly persist: () => Promise<void>;
  /** Deletes the project's files from storage. */
  readonly eraseStorage: () => Promise<void>;
  readonly source: WorkerSource;
  readonly locks: Locks;
  readonly clock: Clock;
  /** Absolute, and there already. */
  readonly workdir: string;
  /** Unique to the project and the kernel's epoch, e.g. `holdfast:<project>:<epoch>:`. */
  readonly workerPrefix: string;
  /** Web Lock that the kernel's worker holds for as long as it lives. */
  readonly kernelLock: string;
  readonly sync: MachineOptions['sync'];
  readonly previewUrl: (port: Port) => string;
  /** The script that every preview's HTML gets from now on. */
  readonly onPreviewScript: (script: PreviewScript) => void;
}

interface Listeners {
  port: (port: number, type: 'open' | 'close', url: string) => void;
  'server-ready': (port: number, url: string) => void;
  'preview-message': (message: PreviewMessage) => void;
  error: (error: { message: string }) => void;
}

const neverEmitted: ReadonlySet<string> = new Set(['xdg-open', 'code']);

export class EmbeddedContainer implements Container {
  readonly fs: Container['fs'];
  readonly workdir: string;
  readonly path = defaultPath;
  readonly machine: Machine;
  readonly #machine: EmbeddedMachine;
  readonly #spawnContext: SpawnContext;
  readonly #listeners: { [Event in keyof Listeners]: Set<Listeners[Event]> } = {
    port: new Set(),
    'server-ready': new Set(),
    'preview-message': new Set(),
    error: new Set(),
  };
  #pipes = 0;
  #tornDown = false;

  constructor(private readonly options: EmbeddedContainerOptions) {
    const { fs } = options.filesystem;
    this.workdir = options.workdir;
    this.fs = fileApi(fs, options.workdir);
    this.#machine = new EmbeddedMachine({
      filesystem: options.filesystem,
      source: options.source,
      locks: options.locks,
      clock: options.clock,
      workerPrefix: options.workerPrefix,
      kernelLock: options.kernelLock,
      sync: options.sync,
      placements: new Placements(fs),
      onPort: (port, type) => this.#portChanged(port, type),
      onError: (error) => this.#emitError(error),
    });
    this.#spawnContext = {
      machine: this.#machine,
      fs,
      workdir: options.workdir,
      nextPipe: () => `pipe:kernel.${++this.#pipes}`,
    };
    this.machine = this.#capabilities();
  }

  /** What is still held, for the assertion that nothing leaks. */
  get held(): EmbeddedMachine['held'] {
    return this.#machine.held;
  }

  spawn(command: string, args: string[], options?: SpawnOptions): Promise<MachineProcess>;
  spawn(command: string, options?: SpawnOptions): Promise<MachineProcess>;
  async spawn(
    command: string,
    argsOrOptions?: string[] | SpawnOptions,
    options?: SpawnOptions,
  ): Promise<MachineProcess> {
    const [args, settings] = Array.isArray(argsOrOptions) ? [argsOrOptions, options] : [[], argsOrOptions];
    return this.#spawn(command, args, settings ?? {});
  }

  #spawn(command: string, args: readonly string[], options: MachineSpawnOptions): MachineProcess {
    if (this.#tornDown) throw new SystemError('ESRCH', `spawn ${command}`, command);
    return spawn(this.#spawnContext, command, args, options);
  }

  async mount(
    snapshotOrTree: FileSystemTree | Uint8Array | ArrayBuffer,
    options: { mountPoint?: string } = {},
  ): Promise<void> {
    if (snapshotOrTree instanceof Uint8Array || snapshotOrTree instanceof ArrayBuffer)
      throw new SystemError('ENOTSUP', 'mount', 'binary snapshot');
    mountTree(this.options.filesystem.fs, scoped(this.workdir, options.mountPoint ?? ''), snapshotOrTree);
  }

  export(path: string): Promise<FileSystemTree>;
  export(path: string, options: ExportOptions & { format?: 'json' }): Promise<FileSystemTree>;
  export(path: string, options: ExportOptions): Promise<Uint8Array>;
  async export(path: string, options: ExportOptions = {}): Promise<FileSystemTree | Uint8Array> {
    const folder = scoped(this.workdir, path);
    const selected = selection(options);
    switch (options.format ?? 'json') {
      case 'json':
        return exportJson(this.options.filesystem.fs, folder, selected);
      case 'zip':
        return exportZip(this.options.filesystem.fs, folder, selected);
      case 'binary':
        throw new SystemError('ENOTSUP', 'export', 'binary snapshot');
    }
  }

  on: Container['on'] = (event: string, listener: unknown) => {
    // This container has no desktop: nothing invokes xdg-open or code.
    if (neverEmitted.has(event)) return () => {};
    if (!(event in this.#listeners)) throw new SystemError('EINVAL', 'on', event);
    const listeners = this.#listeners[event as keyof Listeners] as Set<unknown>;
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  async setPreviewScript(scriptSrc: string, options: PreviewScriptOptions = {}): Promise<void> {
    this.options.onPreviewScript({ source: scriptSrc, options });
  }

  teardown(): void {
    if (this.#tornDown) return;
    this.#tornDown = true;
    void this.#machine.teardown();
  }

  /** Ends everything and deletes the project's files. */
  async erase(): Promise<void> {
    this.teardown();
    await this.options.eraseStorage();
  }

  #portChanged(port: Port, type: 'open' | 'close'): void {
    const url = this.options.previewUrl(port);
    for (const listener of this.#listeners.port) listener(port, type, url);
    if (type === 'open') for (const listener of this.#listeners['server-ready']) listener(port, url);
  }

  #emitError(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    for (const listener of this.#listeners.error) listener({ message });
  }

  #capabilities(): Machine {
    const machine = this.#machine;
    return {
      fs: this.options.filesystem.fs,
      spawn: async (command, args, options) => this.#spawn(command, args, options ?? {}),
      processes: () => machine.processes(),
      onProcesses: (listener) => machine.table.onChange(listener),
      signal: (pid, signal) => machine.signal(pid, signal),
      killAll: () => machine.killAll(),
      connect: (port, end, life) => machine.ports.connectFromOutside(port, end, life),
      previewMessage: (message) => {
        // The package's type is an enum whose members are these strings.
        for (const listener of this.#listeners['preview-message']) listener(message as PreviewMessage);
      },
      persist: () => this.options.persist(),
      warm: () => machine.warm(),
    };
  }
}

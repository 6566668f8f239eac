// KernelFiles over the container's filesystem: what the editor, the file tree and agents do with files. Paths may be
// relative to the project's folder.

import { unzipSync, zipSync, type Zippable } from 'fflate';
import { isInside, relativePath, resolvePath } from '../os/posix-path.ts';
import { SystemError } from '../protocol/errno.ts';
import type { FileTree, KernelFiles } from '../protocol/kernel-api.ts';
import type { FileSystem, WatchEvent } from '../vfs/filesystem.ts';

/** Folders that an exported project leaves out: they are made again from the lockfile. */
const notExported = new Set(['node_modules', '.cache']);

export class ProjectFiles implements KernelFiles {
  constructor(
    private readonly fs: FileSystem,
    private readonly folder: string,
  ) {}

  async readFile(path: string): Promise<Uint8Array> {
    return this.fs.readFile(this.#absolute(path));
  }

  async writeFile(path: string, contents: Uint8Array | string): Promise<void> {
    this.fs.writeFile(this.#absolute(path), contents);
  }

  async readdir(path: string): ReturnType<KernelFiles['readdir']> {
    return this.fs.readdir(this.#absolute(path));
  }

  async mkdir(path: string, options: { recursive?: boolean | undefined } = {}): Promise<void> {
    if (options.recursive === true) this.fs.makeDirectories(this.#absolute(path), 0o755);
    else this.fs.mkdir(this.#absolute(path), 0o755);
  }

  async rm(
    path: string,
    options: { recursive?: boolean | undefined; force?: boolean | undefined } = {},
  ): Promise<void> {
    const absolute = this.#absolute(path);
    const stats = this.fs.tryStat(absolute);
    if (options.recursive === true) {
      if (stats === undefined && options.force !== true) this.fs.lstat(absolute);
      this.fs.remove(absolute);
      return;
    }
    if (stats?.type === 'directory') throw new SystemError('EISDIR', 'rm', path);
    try {
      this.fs.unlink(absolute);
    } catch (error) {
      if (options.force !== true) throw error;
    }
  }

  async rename(from: string, to: string): Promise<void> {
    this.fs.rename(this.#absolute(from), this.#absolute(to));
  }

  async stat(path: string): ReturnType<KernelFiles['stat']> {
    return this.fs.stat(this.#absolute(path));
  }

  async locate(path: string, from: string): Promise<string | null> {
    for (const base of [from, this.folder]) {
      const absolute = resolvePath(base, path);
      if (!isInside(this.folder, absolute) || absolute.includes('\0')) continue;
      if (this.fs.tryStat(absolute)?.type === 'file') return relativePath(this.folder, absolute);
    }
    return null;
  }

  async watch(path: string, options: { recursive?: boolean | undefined }, port: MessagePort): Promise<void> {
    let events: WatchEvent[] = [];
    const post = () => {
      port.postMessage(events);
      events = [];
    };
    const watcher = this.fs.watch(
      this.#absolute(path),
      { recursive: options.recursive === true },
      (event) => {
        // Those of one turn together: an install has hundreds.
        if (events.push(event) === 1) queueMicrotask(post);
      },
    );
    // Any message ends it: a port's close event cannot be relied on.
    port.onmessage = () => {
      watcher[Symbol.dispose]();
      port.close();
    };
  }

  async exportZip(): Promise<Uint8Array> {
    return zipSync(this.#zippable(this.folder), { level: 6 });
  }

  async importZip(path: string, zip: Uint8Array): Promise<void> {
    let entries: Record<string, Uint8Array>;
    try {
      entries = unzipSync(zip);
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`This is not a zip archive that can be read (${detail}). Nothing was changed.`, {
        cause,
      });
    }
    const names = Object.keys(entries);
    const unsafe = names.find((name) => name.startsWith('/') || name.split('/').includes('..'));
    if (unsafe !== undefined)
      throw new Error(`The archive has an entry outside its folder: ${unsafe}. Nothing was changed.`);
    const target = this.#absolute(path);
    for (const name of names) {
      const file = `${target}/${name}`;
      if (name.endsWith('/')) {
        this.fs.makeDirectories(file.slice(0, -1), 0o755);
        continue;
      }
      this.fs.makeDirectories(file.slice(0, file.lastIndexOf('/')), 0o755);
      this.fs.writeFile(file, entries[name] ?? new Uint8Array());
    }
  }

  /** Writes a whole tree below the project's folder. */
  writeTree(tree: FileTree, path = this.folder): void {
    this.fs.makeDirectories(path, 0o755);
    for (const [name, entry] of Object.entries(tree)) {
      if (name === '' || name === '.' || name === '..' || name.includes('/'))
        throw new SystemError('EINVAL', 'open', name);
      if (typeof entry === 'string' || entry instanceof Uint8Array)
        this.fs.writeFile(`${path}/${name}`, entry);
      else this.writeTree(entry, `${path}/${name}`);
    }
  }

  #absolute(path: string): string {
    if (path.includes('\0')) throw new SystemError('EINVAL', 'open', path);
    if (path.startsWith('/')) return path;
    return path === '' || path === '.' ? this.folder : `${this.folder}/${path.replace(/^\.\//, '')}`;
  }

  #zippable(path: string): Zippable {
    const out: Zippable = {};
    for (const { name, type } of this.fs.readdir(path)) {
      if (notExported.has(name)) continue;
      if (type === 'directory') out[name] = this.#zippable(`${path}/${name}`);
      else if (type === 'file') out[name] = this.fs.readFile(`${path}/${name}`);
    }
    return out;
  }
}

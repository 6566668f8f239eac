// The files beside .git: compared with the index by their times and sizes first, written and removed for checkouts.

import { resolvePath, dirname } from '../../../os/posix-path.ts';
import type { FileSystem, Stats } from '../../../vfs/filesystem.ts';
import { decodeText, encodeText } from '../../stream/text.ts';
import { failed } from './failure.ts';
import type { Ignored } from './ignored.ts';
import { comparePaths, modes, type FileEntry, type IndexFile } from './index-file.ts';
import { hashObject, type Objects } from './objects.ts';

/** How untracked files are told: each, or a folder of nothing else as one. */
export type UntrackedMode = 'no' | 'normal' | 'all';

export interface Untracked {
  /** Folders end in a slash. */
  readonly untracked: readonly string[];
  readonly ignored: readonly string[];
}

export class WorkTree {
  constructor(
    private readonly fs: FileSystem,
    readonly root: string,
    private readonly breathe: () => Promise<void>,
  ) {}

  absolute(path: string): string {
    return resolvePath(this.root, path);
  }

  /** Null where there is none, or a folder. Links are not followed. */
  stats(path: string): Stats | null {
    try {
      const stats = this.fs.lstat(this.absolute(path));
      return stats.type === 'file' || stats.type === 'symlink' ? stats : null;
    } catch {
      return null;
    }
  }

  isThere(path: string): boolean {
    return this.stats(path) !== null || this.isFolder(path);
  }

  isFolder(path: string): boolean {
    try {
      return this.fs.lstat(this.absolute(path)).type === 'directory';
    } catch {
      return false;
    }
  }

  modeOf(stats: Stats): number {
    if (stats.type === 'symlink') return modes.symlink;
    return stats.mode & 0o100 ? modes.executable : modes.file;
  }

  read(path: string, stats: Stats): Uint8Array {
    const absolute = this.absolute(path);
    return stats.type === 'symlink' ? encodeText(this.fs.readlink(absolute)) : this.fs.readFile(absolute);
  }

  hash(path: string, stats: Stats): string {
    return hashObject('blob', this.read(path, stats));
  }

  /** As an entry; null where it is gone. */
  entry(path: string): FileEntry | null {
    const stats = this.stats(path);
    return stats === null ? null : { mode: this.modeOf(stats), oid: this.hash(path, stats) };
  }

  /**
   * Tracked files that are not as the index has them; null: gone. Those that only look changed are noted in the index, which
   * is written where there was one.
   */
  async changed(
    index: IndexFile,
    wants: (path: string) => boolean = () => true,
  ): Promise<Map<string, FileEntry | null>> {
    const found = new Map<string, FileEntry | null>();
    let refreshed = false;
    for (const [path, entry] of index.files()) {
      if (entry.mode === modes.submodule || !wants(path)) continue;
      const stats = this.stats(path);
      if (stats === null) {
        found.set(path, null);
        continue;
      }
      const mode = this.modeOf(stats);
      if (mode === entry.mode && entry.intentToAdd !== true && index.isFresh(entry, stats)) continue;
      await this.breathe();
      const oid = this.hash(path, stats);
      if (oid !== entry.oid || mode !== entry.mode || entry.intentToAdd === true)
        found.set(path, { mode, oid });
      else {
        index.set(path, entry, stats);
        refreshed = true;
      }
    }
    if (refreshed)
      try {
        index.write();
      } catch {
        // Somebody else is writing it: it will be compared again.
      }
    return found;
  }

  async untracked(
    index: IndexFile,
    mode: UntrackedMode,
    ignored: Ignored,
    collectIgnored = false,
  ): Promise<Untracked> {
    const result = { untracked: [] as string[], ignored: [] as string[] };
    if (mode === 'no') return result;
    const tracked = new Set<string>();
    const folders = new Set<string>(['']);
    for (const { path } of index.entries) {
      tracked.add(path);
      for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        const folder = path.slice(0, slash);
        if (folders.has(folder)) break;
        folders.add(folder);
      }
    }
    /** Whether there is anything that is not ignored. */
    const visit = async (
      folder: string,
      found: string[],
      hidden: string[],
      firstOnly: boolean,
    ): Promise<boolean> => {
      let any = false;
      await this.breathe();
      for (const { name, type } of this.fs.readdir(this.absolute(folder))) {
        if (name === '.git') continue;
        const path = folder === '' ? name : `${folder}/${name}`;
        if (type !== 'directory') {
          if (tracked.has(path) || (type !== 'file' && type !== 'symlink')) continue;
          if (ignored.has(path, false)) hidden.push(path);
          else {
            any = true;
            found.push(path);
            if (firstOnly) return true;
          }
          continue;
        }
        if (tracked.has(path)) continue;
        if (!folders.has(path) && ignored.has(path, true)) {
          if (!this.#isEmpty(path)) hidden.push(`${path}/`);
          continue;
        }
        if (!folders.has(path) && this.fs.tryStat(this.absolute(`${path}/.git`)) !== undefined) {
          any = true;
          found.push(`${path}/`);
        } else if (folders.has(path) || mode === 'all')
          any = (await visit(path, found, hidden, firstOnly)) || any;
        else {
          const inner: string[] = [];
          if (await visit(path, [], inner, !collectIgnored)) {
            any = true;
            found.push(`${path}/`);
            hidden.push(...inner);
          } else if (inner.length > 0) hidden.push(`${path}/`);
        }
        if (any && firstOnly) return true;
      }
      return any;
    };
    await visit('', result.untracked, result.ignored, false);
    result.untracked.sort(comparePaths);
    result.ignored.sort(comparePaths);
    return result;
  }

  #isEmpty(folder: string): boolean {
    return this.fs
      .readdir(this.absolute(folder))
      .every(({ name, type }) => type === 'directory' && this.#isEmpty(`${folder}/${name}`));
  }

  /** Writes a file of a commit in place of whatever file is there. */
  async checkOut(path: string, { mode, oid }: FileEntry, objects: Objects): Promise<Stats | undefined> {
    if (mode === modes.submodule) {
      this.fs.makeDirectories(this.absolute(path), 0o777);
      return undefined;
    }
    return this.write(path, mode, await objects.blob(oid));
  }

  write(path: string, mode: number, contents: Uint8Array): Stats {
    const absolute = this.absolute(path);
    // A file where a folder has to be is in the way.
    for (let at = dirname(absolute); at.length > this.root.length; at = dirname(at))
      if (this.fs.tryStat(at)?.type === 'file') this.fs.unlink(at);
    this.fs.makeDirectories(dirname(absolute), 0o755);
    if (this.isFolder(path)) {
      this.#removeEmptyFolders(absolute);
      if (this.isFolder(path)) throw failed(`unable to create file ${path}: Is a directory`, 128);
    }
    const before = this.stats(path);
    if (before !== null && (before.type === 'symlink' || mode === modes.symlink)) this.fs.unlink(absolute);
    if (mode === modes.symlink) this.fs.symlink(decodeText(contents), absolute);
    else {
      this.fs.writeFile(absolute, contents);
      const isExecutable = before !== null && (before.mode & 0o100) !== 0;
      if (isExecutable !== (mode === modes.executable))
        this.fs.chmod(absolute, mode === modes.executable ? 0o755 : 0o644);
    }
    return this.fs.lstat(absolute);
  }

  /** And the folders that nothing is left in. `keep`: absolute, a folder that stays. */
  remove(path: string, keep = this.root): void {
    const absolute = this.absolute(path);
    if (this.stats(path) !== null) this.fs.unlink(absolute);
    for (
      let at = dirname(absolute);
      at.length > this.root.length && at !== keep && !keep.startsWith(`${at}/`);
      at = dirname(at)
    ) {
      const stats = this.fs.tryStat(at);
      if (stats === undefined) continue;
      if (stats.type !== 'directory' || this.fs.readdir(at).length > 0) break;
      this.fs.rmdir(at);
    }
  }

  #removeEmptyFolders(absolute: string): void {
    for (const { name, type } of this.fs.readdir(absolute))
      if (type === 'directory') this.#removeEmptyFolders(`${absolute}/${name}`);
    if (this.fs.readdir(absolute).length === 0) this.fs.rmdir(absolute);
  }
}

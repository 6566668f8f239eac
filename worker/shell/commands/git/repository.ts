// A repository with its work tree: where it is, what HEAD and the other refs are, its objects and its index.

import { deleteRef, listRefs, resolveRef, writeRef } from 'isomorphic-git';
import { resolvePath, dirname } from '../../../os/posix-path.ts';
import type { FileSystem } from '../../../vfs/filesystem.ts';
import { decodeText } from '../../stream/text.ts';
import { IndexFile, type FileEntry } from './index-file.ts';
import { Objects } from './objects.ts';
import { promisedFiles } from './promised-files.ts';

export interface Head {
  /** `refs/heads/main`; null where it is detached. */
  readonly ref: string | null;
  /** Null before the first commit. */
  readonly oid: string | null;
}

export class Repository {
  readonly objects: Objects;
  readonly #arguments;
  #index: IndexFile | null = null;

  constructor(
    readonly fs: FileSystem,
    /** Of the work tree, absolute. */
    readonly root: string,
    readonly gitdir: string,
  ) {
    this.objects = new Objects(fs, gitdir);
    this.#arguments = { fs: promisedFiles(fs), gitdir };
  }

  /** That which a folder is in; null where it is in none. */
  static find(fs: FileSystem, folder: string): Repository | null {
    for (let at = folder; ; at = dirname(at)) {
      const dot = at === '/' ? '/.git' : `${at}/.git`;
      const type = fs.tryStat(dot)?.type;
      if (type === 'directory' && fs.tryStat(`${dot}/HEAD`) !== undefined) return new Repository(fs, at, dot);
      if (type === 'file') {
        const [, to] = /^gitdir: (.*?)\n?$/.exec(decodeText(fs.readFile(dot))) ?? [];
        if (to !== undefined) return new Repository(fs, at, resolvePath(at, to));
      }
      if (dot.startsWith(`${at === '/' ? '' : at}/`) && at.endsWith('/.git'))
        return new Repository(fs, dirname(at), at);
      if (at === '/') return null;
    }
  }

  /** Read once. */
  get index(): IndexFile {
    return (this.#index ??= new IndexFile(this.fs, this.gitdir));
  }

  /** After another process may have written it. */
  forgetIndex(): void {
    this.#index = null;
  }

  /** A file of its own in the repository; null where it is not there. */
  note(name: string): string | null {
    const path = `${this.gitdir}/${name}`;
    return this.fs.tryStat(path)?.type === 'file' ? decodeText(this.fs.readFile(path)) : null;
  }

  writeNote(name: string, text: string): void {
    this.fs.writeFile(`${this.gitdir}/${name}`, text);
  }

  deleteNote(name: string): void {
    if (this.note(name) !== null) this.fs.unlink(`${this.gitdir}/${name}`);
  }

  async head(): Promise<Head> {
    const text = this.note('HEAD')?.trim() ?? '';
    if (!text.startsWith('ref: ')) return { ref: null, oid: text };
    const ref = text.slice(5).trim();
    return { ref, oid: await this.ref(ref) };
  }

  /** The tree of the commit at HEAD; null before the first. */
  async headTree(): Promise<string | null> {
    const { oid } = await this.head();
    return oid === null ? null : (await this.objects.commit(oid)).tree;
  }

  async headFiles(): Promise<Map<string, FileEntry>> {
    return this.objects.files(await this.headTree());
  }

  /** What a ref of that full name is; null where there is none. */
  async ref(name: string): Promise<string | null> {
    return resolveRef({ ...this.#arguments, ref: name }).catch(() => null);
  }

  /** Full names below `refs/heads`, say. */
  async refs(below: string): Promise<string[]> {
    const names = await listRefs({ ...this.#arguments, filepath: below });
    return names.map((name) => `${below}/${name}`).sort();
  }

  async writeRef(ref: string, oid: string): Promise<void> {
    await writeRef({ ...this.#arguments, ref, value: oid, force: true });
  }

  async deleteRef(ref: string): Promise<void> {
    await deleteRef({ ...this.#arguments, ref });
    // Folders that nothing is left in would be in the way of a branch of their name.
    for (
      let folder = dirname(`${this.gitdir}/${ref}`);
      folder.split('/').length > this.gitdir.split('/').length + 2;
      folder = dirname(folder)
    ) {
      if (this.fs.tryStat(folder)?.type !== 'directory' || this.fs.readdir(folder).length > 0) break;
      this.fs.rmdir(folder);
    }
  }

  /** Puts HEAD on a branch. */
  attachHead(ref: string): void {
    this.writeNote('HEAD', `ref: ${ref}\n`);
  }

  detachHead(oid: string): void {
    this.writeNote('HEAD', `${oid}\n`);
  }

  /** Moves the branch that HEAD is on, or HEAD itself where it is detached. */
  async moveHead(oid: string): Promise<void> {
    const { ref } = await this.head();
    if (ref === null) this.detachHead(oid);
    else await this.writeRef(ref, oid);
  }
}

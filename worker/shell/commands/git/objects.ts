// The objects of a repository (blobs, trees, commits, tags), read and written by isomorphic-git: loose ones and packs.

import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { expandOid, readObject, writeObject } from 'isomorphic-git';
import { joinBytes } from '../../../os/concat-bytes.ts';
import type { FileSystem } from '../../../vfs/filesystem.ts';
import { decodeText, encodeText } from '../../stream/text.ts';
import { fatal } from './failure.ts';
import { comparePaths, type FileEntry } from './index-file.ts';
import { parseSignature, type Signature } from './signature.ts';
import { promisedFiles } from './promised-files.ts';

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

export interface StoredObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

export interface TreeEntry extends FileEntry {
  readonly name: string;
}

export interface Commit {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface Tag {
  readonly object: string;
  readonly type: ObjectType;
  readonly name: string;
  readonly tagger: Signature | null;
  readonly message: string;
}

export const treeMode = 0o040000;

/** The tree without entries: what a first commit is compared with. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What the object is called, without storing it. */
export function hashObject(type: ObjectType, bytes: Uint8Array): string {
  const hash = sha1.create();
  return bytesToHex(
    hash
      .update(encodeText(`${type} ${String(bytes.length)}\0`))
      .update(bytes)
      .digest(),
  );
}

export class Objects {
  readonly #arguments;
  readonly #commits = new Map<string, Commit>();

  constructor(fs: FileSystem, gitdir: string) {
    this.#arguments = { fs: promisedFiles(fs), gitdir, cache: {} };
  }

  async read(oid: string): Promise<StoredObject> {
    if (oid === emptyTree) return { type: 'tree', bytes: new Uint8Array() };
    const found = await readObject({ ...this.#arguments, oid, format: 'content' }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'NotFoundError') return null;
      throw error;
    });
    if (found === null) throw fatal(`unable to read ${oid}`);
    return { type: found.type as ObjectType, bytes: new Uint8Array(found.object as Uint8Array) };
  }

  async has(oid: string): Promise<boolean> {
    return (await this.expand(oid)) !== null;
  }

  async blob(oid: string): Promise<Uint8Array> {
    return (await this.read(oid)).bytes;
  }

  /** The whole name of an abbreviated one; null where there is none, or several. */
  async expand(oid: string): Promise<string | null> {
    if (!/^[\da-f]{4,40}$/.test(oid)) return null;
    return expandOid({ ...this.#arguments, oid }).catch(() => null);
  }

  async write(type: ObjectType, bytes: Uint8Array): Promise<string> {
    const oid = hashObject(type, bytes);
    return writeObject({ ...this.#arguments, type, object: bytes, format: 'content', oid });
  }

  async commit(oid: string): Promise<Commit> {
    const known = this.#commits.get(oid);
    if (known !== undefined) return known;
    const { type, bytes } = await this.read(oid);
    if (type !== 'commit') throw fatal(`${oid} is a ${type}, not a commit`);
    const commit = { oid, ...parseCommit(decodeText(bytes)) };
    this.#commits.set(oid, commit);
    return commit;
  }

  async tag(oid: string): Promise<Tag> {
    const { headers, message } = parseHeaders(decodeText((await this.read(oid)).bytes));
    const one = (name: string) => headers.find(([key]) => key === name)?.[1];
    const tagger = one('tagger');
    return {
      object: one('object') ?? '',
      type: (one('type') ?? 'commit') as ObjectType,
      name: one('tag') ?? '',
      tagger: tagger === undefined ? null : parseSignature(tagger),
      message,
    };
  }

  async tree(oid: string): Promise<TreeEntry[]> {
    const { bytes } = await this.read(oid);
    const entries: TreeEntry[] = [];
    for (let at = 0; at < bytes.length;) {
      const space = bytes.indexOf(0x20, at);
      const end = bytes.indexOf(0, space);
      entries.push({
        mode: parseInt(decodeText(bytes.subarray(at, space)), 8),
        name: decodeText(bytes.subarray(space + 1, end)),
        oid: bytesToHex(bytes.subarray(end + 1, end + 21)),
      });
      at = end + 21;
    }
    return entries;
  }

  /** All files below a tree by path, in the order of an index; none for null. */
  async files(tree: string | null, prefix = ''): Promise<Map<string, FileEntry>> {
    const found: [string, FileEntry][] = [];
    const visit = async (oid: string, folder: string): Promise<void> => {
      for (const entry of await this.tree(oid)) {
        const path = `${folder}${entry.name}`;
        if (entry.mode === treeMode) await visit(entry.oid, `${path}/`);
        else found.push([path, { mode: entry.mode, oid: entry.oid }]);
      }
    };
    if (tree !== null) await visit(tree, prefix);
    return new Map(found.sort(([left], [right]) => comparePaths(left, right)));
  }

  /** Stores the trees of a commit that holds these files. */
  async writeTrees(files: ReadonlyMap<string, FileEntry>): Promise<string> {
    const root: Folder = new Map();
    for (const [path, { mode, oid }] of files) {
      const names = path.split('/');
      const last = names.pop() ?? '';
      let folder = root;
      for (const name of names) {
        const inner = folder.get(name);
        if (inner instanceof Map) folder = inner;
        else {
          const made: Folder = new Map();
          folder.set(name, made);
          folder = made;
        }
      }
      folder.set(last, { mode, oid });
    }
    return this.#writeFolder(root);
  }

  async #writeFolder(folder: Folder): Promise<string> {
    const entries: TreeEntry[] = [];
    for (const [name, entry] of folder)
      entries.push(
        entry instanceof Map
          ? { name, mode: treeMode, oid: await this.#writeFolder(entry) }
          : { name, mode: entry.mode, oid: entry.oid },
      );
    return this.writeTree(entries);
  }

  async writeTree(entries: readonly TreeEntry[]): Promise<string> {
    // As if folders' names ended in a slash.
    const key = ({ name, mode }: TreeEntry) => (mode === treeMode ? `${name}/` : name);
    const sorted = entries.toSorted((left, right) => comparePaths(key(left), key(right)));
    return this.write(
      'tree',
      joinBytes(
        sorted.flatMap(({ mode, name, oid }) => [
          encodeText(`${mode.toString(8)} ${name}\0`),
          hexToBytes(oid),
        ]),
      ),
    );
  }
}

type Folder = Map<string, FileEntry | Folder>;

function parseHeaders(text: string): { headers: [name: string, value: string][]; message: string } {
  const end = text.indexOf('\n\n');
  const head = end === -1 ? text.replace(/\n$/, '') : text.slice(0, end);
  const headers: [string, string][] = [];
  for (const line of head.split('\n')) {
    const space = line.indexOf(' ');
    const last = headers.at(-1);
    if (space === 0 && last !== undefined) last[1] += `\n${line.slice(1)}`;
    else headers.push([line.slice(0, space), line.slice(space + 1)]);
  }
  return { headers, message: end === -1 ? '' : text.slice(end + 2) };
}

function parseCommit(text: string): Omit<Commit, 'oid'> {
  const { headers, message } = parseHeaders(text);
  const all = (name: string) => headers.flatMap(([key, value]) => (key === name ? [value] : []));
  return {
    tree: all('tree')[0] ?? emptyTree,
    parents: all('parent'),
    author: parseSignature(all('author')[0] ?? ''),
    committer: parseSignature(all('committer')[0] ?? ''),
    message,
  };
}

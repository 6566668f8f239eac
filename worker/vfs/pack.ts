// Packs: immutable archives mounted as lower layers. A pack's index travels and is stored as one string and one array of
// numbers (300 mounts of 100 files each must be cheap to clone); the directory structure is worked out of it only when a
// directory of the pack is first looked into.

import { Blob } from '../os/browser-globals.ts';
import { SystemError } from '../protocol/errno.ts';
import type { PackSource } from './filesystem.ts';

/** A piece of a Blob, which may hold much else. */
export interface BlobRange {
  readonly blob: Blob;
  readonly start: number;
  readonly size: number;
}

/** A pack as it crosses between workers and lies in storage. */
export interface PackImage {
  readonly id: string;
  /** Relative paths of the files, separated by NUL. */
  readonly paths: string;
  /** For each file: mode, offset from `start`, size. */
  readonly numbers: Float64Array;
  readonly blob: Blob;
  /** Where the pack lies in the Blob, which may hold others too. */
  readonly start: number;
  readonly size: number;
  /** What was worked out of the files (FileSystem.writeDerived). */
  readonly derived?: BlobRange | undefined;
}

export const wholeBlob = (blob: Blob): BlobRange => ({ blob, start: 0, size: blob.size });

export function packImage(source: PackSource): PackImage {
  if (source instanceof StoredSource) return source.image;
  const numbers = new Float64Array(source.entries.length * 3);
  source.entries.forEach((entry, index) => {
    const bad = entry.path.split('/').some((name) => name === '' || name === '.' || name === '..');
    if (bad || entry.path.includes('\0') || entry.offset + entry.size > source.blob.size)
      throw new SystemError('EINVAL', 'mount', entry.path);
    numbers.set([entry.mode & 0o7777, entry.offset, entry.size], index * 3);
  });
  return {
    id: source.id,
    paths: source.entries.map(({ path }) => path).join('\0'),
    numbers,
    blob: source.blob,
    ...{ start: 0, size: source.blob.size },
    derived: source.derived && wholeBlob(source.derived),
  };
}

/**
 * The same packs in one Blob. A message costs half a millisecond for each Blob in it, at each of the processes that it goes
 * to, whatever the Blob's size.
 */
export function inOneBlob(images: readonly PackImage[]): PackImage[] {
  const byId = new Map(images.map((image) => [image.id, image]));
  if (byId.size < 2) return [...images];
  const parts: Blob[] = [];
  const starts = new Map<BlobRange, number>();
  let end = 0;
  for (const image of byId.values()) {
    for (const range of image.derived === undefined ? [image] : [image, image.derived]) {
      parts.push(ownBlob(range));
      starts.set(range, end);
      end += range.size;
    }
  }
  const blob = new Blob(parts);
  const moved = (range: BlobRange): BlobRange => ({ blob, start: starts.get(range) ?? 0, size: range.size });
  return images.map((each) => {
    const image = byId.get(each.id) ?? each;
    return { ...image, ...moved(image), derived: image.derived && moved(image.derived) };
  });
}

/** A Blob of the piece alone. */
export function ownBlob({ blob, start, size }: BlobRange): Blob {
  return size === blob.size ? blob : blob.slice(start, start + size);
}

export function packSource(image: PackImage): PackSource {
  return new StoredSource(image);
}

/** What is stored is mounted as it is: thousands of entries are made only for who asks for them. */
class StoredSource implements PackSource {
  constructor(readonly image: PackImage) {}

  get id(): string {
    return this.image.id;
  }

  get blob(): Blob {
    return ownBlob(this.image);
  }

  get derived(): Blob | undefined {
    return this.image.derived && ownBlob(this.image.derived);
  }

  get entries(): PackSource['entries'] {
    const { paths, numbers } = this.image;
    return (numbers.length === 0 ? [] : paths.split('\0')).map((path, index) => ({
      path,
      mode: numbers[index * 3] ?? 0,
      offset: numbers[index * 3 + 1] ?? 0,
      size: numbers[index * 3 + 2] ?? 0,
    }));
  }
}

interface PackDirectory {
  readonly index: number;
  readonly parent: number;
  readonly directories: Map<string, number>;
  readonly files: Map<string, number>;
}

/** A pack with its structure. Directories are numbered from 0 (the root) as they first appear; files as in the index. */
export class Pack {
  #directories: PackDirectory[] | null = null;
  #parents: Int32Array | null = null;

  constructor(private current: PackImage) {}

  get image(): PackImage {
    return this.current;
  }

  get id(): string {
    return this.image.id;
  }

  derive(derived: BlobRange): void {
    this.current = { ...this.current, derived };
  }

  get fileCount(): number {
    return this.image.numbers.length / 3;
  }

  /** How many inode numbers a mount needs: an upper bound that needs no parsing. */
  get inoCount(): number {
    return this.fileCount + countSlashes(this.image.paths) + 1;
  }

  /** `offset` is that in the image's Blob. */
  file(index: number): { mode: number; offset: number; size: number } {
    const { numbers, start } = this.image;
    return {
      mode: numbers[index * 3] ?? 0,
      offset: start + (numbers[index * 3 + 1] ?? 0),
      size: numbers[index * 3 + 2] ?? 0,
    };
  }

  directory(index: number): PackDirectory | undefined {
    return this.#parse()[index];
  }

  /** The directory that holds a file. */
  directoryOf(file: number): number | undefined {
    this.#parse();
    return this.#parents?.[file];
  }

  #parse(): PackDirectory[] {
    if (this.#directories !== null) return this.#directories;
    const root: PackDirectory = { index: 0, parent: 0, directories: new Map(), files: new Map() };
    const directories = [root];
    const parents = new Int32Array(this.fileCount);
    const paths = this.fileCount === 0 ? [] : this.image.paths.split('\0');
    paths.forEach((path, file) => {
      const names = path.split('/');
      const last = names.pop() ?? '';
      let directory = root;
      for (const name of names) {
        let index = directory.directories.get(name);
        if (index === undefined) {
          index = directories.length;
          directory.directories.set(name, index);
          directories.push({ index, parent: directory.index, directories: new Map(), files: new Map() });
        }
        directory = directories[index] ?? root;
      }
      // As tar does, the last entry of a name wins.
      directory.files.set(last, file);
      parents[file] = directory.index;
    });
    this.#parents = parents;
    return (this.#directories = directories);
  }
}

function countSlashes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('/'); at !== -1; at = text.indexOf('/', at + 1)) count++;
  return count;
}

// internalBinding('blob'): the data behind Blob, File and fs.openAsBlob, and the store of object URLs (src/node_blob.cc). The
// store belongs to the realm; a blob lives as long as its handle.
import { openFlags, type FileSystem } from '../../vfs/filesystem.ts';
import type { Binding, Realm } from '../realm.ts';
import { bytesOf, isAnyArrayBuffer } from './bytes-of.ts';
import { defineForm, markCloneable } from './messaging/cloneable-handles.ts';

/** Bytes, or a range of a file, which is read when it is pulled. */
type Part =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly start: number;
      readonly end: number;
      readonly mtimeMs: number;
      readonly fileSize: number;
    };

/** What `pull` reports besides a negative errno (bob::Status). */
const STATUS_EOS = 0;
const STATUS_CONTINUE = 1;

type OnPull = (status: number, buffer?: ArrayBuffer) => void;

const sizeOf = (part: Part) => (part.kind === 'bytes' ? part.bytes.length : part.end - part.start);

/** Not the whole buffer that they may be a part of: that would be cloned with them. */
const ownBytes = (part: Part): Part =>
  part.kind === 'bytes' ? { kind: 'bytes', bytes: part.bytes.slice() } : part;

export function createBlobBinding(realm: Realm): Binding {
  const store = new Map<string, readonly [BlobHandle, number, string]>();

  /** The bytes of one part, or the errno of a file that is gone or was changed since. */
  function read(part: Part): ArrayBuffer | number {
    if (part.kind === 'bytes') return new Uint8Array(part.bytes).buffer;
    const target = new Uint8Array(sizeOf(part));
    try {
      const { fs } = realm.context;
      const { mtimeMs, size } = fs.stat(part.path);
      if (mtimeMs !== part.mtimeMs || size !== part.fileSize) return realm.errno('EIO');
      readRange(fs, part.path, part.start, target);
      return target.buffer;
    } catch {
      return realm.errno('EIO');
    }
  }

  class Reader {
    #next = 0;
    readonly #parts: readonly Part[];
    constructor(parts: readonly Part[]) {
      this.#parts = parts;
    }
    /** Calls back at once: everything here can be read synchronously. */
    pull(onPull: OnPull): void {
      const part = this.#parts[this.#next];
      if (part === undefined) {
        onPull(STATUS_EOS);
        return;
      }
      const result = read(part);
      if (typeof result === 'number') {
        onPull(result);
        return;
      }
      this.#next++;
      onPull(STATUS_CONTINUE, result);
    }
    /** Only a reader that can run dry wakes its owner; this one never reports STATUS_BLOCK. */
    setWakeup(_wakeup: (() => void) | undefined): void {}
  }

  class BlobHandle {
    readonly #parts: readonly Part[];
    constructor(parts: readonly Part[]) {
      // An empty file stays: reading it tells whether it still is.
      this.#parts = parts.filter((part) => part.kind === 'file' || sizeOf(part) > 0);
      markCloneable(this, () => ({ form: 'Blob', data: this.#parts.map(ownBytes) }));
    }
    static partsOf(handle: BlobHandle): readonly Part[] {
      return handle.#parts;
    }
    getReader(): Reader {
      return new Reader(this.#parts);
    }
    slice(start: number, end: number): BlobHandle {
      const parts: Part[] = [];
      let at = 0;
      for (const part of this.#parts) {
        const from = Math.max(0, start - at);
        const to = Math.min(sizeOf(part), end - at);
        at += sizeOf(part);
        if (from < to) parts.push(cut(part, from, to));
      }
      return new BlobHandle(parts);
    }
  }

  defineForm(realm, 'Blob', (parts: readonly Part[]) => new BlobHandle(parts));
  return {
    createBlob(sources: readonly unknown[], _length: number): BlobHandle {
      const parts = sources.flatMap((source): readonly Part[] =>
        source instanceof BlobHandle
          ? BlobHandle.partsOf(source)
          : [{ kind: 'bytes', bytes: bytesOf(source) }],
      );
      return new BlobHandle(parts);
    },
    createBlobFromFilePath(path: string): [BlobHandle, number] | undefined {
      const { fs } = realm.context;
      const stats = fs.tryStat(absolute(realm.cwd, path));
      if (stats === undefined || stats.type === 'directory') return undefined;
      const { mtimeMs, size } = stats;
      const part: Part = {
        kind: 'file',
        path: absolute(realm.cwd, path),
        start: 0,
        end: size,
        mtimeMs,
        fileSize: size,
      };
      return [new BlobHandle([part]), size];
    },
    concat(buffers: readonly unknown[]): ArrayBuffer {
      const parts = buffers.filter((part) => ArrayBuffer.isView(part) || isAnyArrayBuffer(part)).map(bytesOf);
      const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      return whole.buffer;
    },
    storeDataObject(id: string, handle: BlobHandle, size: number, type: string): void {
      store.set(id, [handle, size, type]);
    },
    getDataObject: (id: string) => store.get(id),
    revokeObjectURL(url: string): void {
      const id = /^blob:nodedata:([^:#?]+)/.exec(url)?.[1];
      if (id !== undefined) store.delete(id);
    },
  };
}

function cut(part: Part, from: number, to: number): Part {
  if (part.kind === 'bytes') return { kind: 'bytes', bytes: part.bytes.subarray(from, to) };
  return { ...part, start: part.start + from, end: part.start + to };
}

function absolute(cwd: string, path: string): string {
  return path.startsWith('/') ? path : `${cwd}/${path}`;
}

function readRange(fs: FileSystem, path: string, position: number, target: Uint8Array): void {
  const file = fs.open(path, openFlags.O_RDONLY, 0);
  try {
    for (let at = 0; at < target.length;) {
      const count = file.read(target.subarray(at), position + at);
      if (count === 0) throw new Error('the file became shorter');
      at += count;
    }
  } finally {
    file.close();
  }
}

// .git/index: what the next commit will hold, and how the files looked when that was last compared (gitformat-index(5),
// versions 2 and 3). Written beside, as index.lock, and moved over the old one, so that nobody ever reads half of it.

import { sha1 } from '@noble/hashes/legacy.js';
import { joinBytes } from '../../../os/concat-bytes.ts';
import { openFlags, type FileSystem, type Stats } from '../../../vfs/filesystem.ts';
import { decodeText, encodeText } from '../../stream/text.ts';
import { fatal } from './failure.ts';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** As in index and trees. */
export const modes = {
  file: 0o100644,
  executable: 0o100755,
  symlink: 0o120000,
  submodule: 0o160000,
} as const;

export interface FileEntry {
  readonly mode: number;
  readonly oid: string;
}

/** 0, or for a conflict: 1 the common ancestor, 2 ours, 3 theirs. */
export type Stage = 0 | 1 | 2 | 3;

export interface IndexEntry extends FileEntry {
  readonly path: string;
  readonly stage: Stage;
  /** Of the file when it was known to be this blob; null where it was not compared. */
  readonly seen: { readonly mtimeMs: number; readonly size: number } | null;
  readonly intentToAdd?: boolean;
}

const headerSize = 12;
const entrySize = 62;

export function comparePaths(left: string, right: string): number {
  if (left === right) return 0;
  // Code units and UTF-8 differ in order only from surrogates on.
  if (!/[\ud800-\uffff]/.test(left + right)) return left < right ? -1 : 1;
  const [a, b] = [encodeText(left), encodeText(right)];
  for (let at = 0; at < a.length && at < b.length; at++)
    if (a[at] !== b[at]) return (a[at] ?? 0) - (b[at] ?? 0);
  return a.length - b.length;
}

export class IndexFile {
  readonly #path: string;
  readonly #entries = new Map<string, IndexEntry>();
  /** When the index was written: what changed since the same moment may have changed again unseen. */
  #writtenMs = 0;

  constructor(
    private readonly fs: FileSystem,
    gitdir: string,
  ) {
    this.#path = `${gitdir}/index`;
    const stats = fs.tryStat(this.#path);
    if (stats === undefined) return;
    this.#writtenMs = stats.mtimeMs;
    for (const entry of parse(fs.readFile(this.#path)))
      this.#entries.set(keyOf(entry.path, entry.stage), entry);
  }

  /** In the order of paths and stages. */
  get entries(): IndexEntry[] {
    return [...this.#entries.values()].sort(
      (left, right) => comparePaths(left.path, right.path) || left.stage - right.stage,
    );
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  get(path: string, stage: Stage = 0): IndexEntry | undefined {
    return this.#entries.get(keyOf(path, stage));
  }

  /** What is not in conflict, by path, in order. */
  files(): Map<string, IndexEntry> {
    return new Map(this.entries.flatMap((entry) => (entry.stage === 0 ? [[entry.path, entry]] : [])));
  }

  /** The stages of paths in conflict. */
  conflicts(): Map<string, Partial<Record<Stage, IndexEntry>>> {
    const found = new Map<string, Partial<Record<Stage, IndexEntry>>>();
    for (const entry of this.entries)
      if (entry.stage !== 0) found.set(entry.path, { ...found.get(entry.path), [entry.stage]: entry });
    return found;
  }

  /** A file there replaces what was in conflict, and what was below it or above it. */
  set(path: string, { mode, oid }: FileEntry, stats?: Stats): void {
    this.delete(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
      this.delete(path.slice(0, slash));
    const seen = stats === undefined ? null : { mtimeMs: stats.mtimeMs, size: stats.size };
    this.#entries.set(keyOf(path, 0), { path, mode, oid, stage: 0, seen });
  }

  /** Tracked from now on, with nothing of it to be committed yet (`add -N`). */
  intend(path: string, mode: number): void {
    const oid = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';
    this.#entries.set(keyOf(path, 0), { path, mode, oid, stage: 0, seen: null, intentToAdd: true });
  }

  /** The same under another name, with what is known of the file. */
  move(entry: IndexEntry, path: string): void {
    this.set(path, entry);
    this.#entries.set(keyOf(path, 0), { ...entry, path, stage: 0 });
  }

  setConflict(path: string, stages: Partial<Record<1 | 2 | 3, FileEntry>>): void {
    this.delete(path);
    for (const stage of [1, 2, 3] as const) {
      const entry = stages[stage];
      if (entry !== undefined) {
        const { mode, oid } = entry;
        this.#entries.set(keyOf(path, stage), { path, mode, oid, stage, seen: null });
      }
    }
  }

  delete(path: string): void {
    for (const stage of [0, 1, 2, 3] as const) this.#entries.delete(keyOf(path, stage));
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Whether a file can be told from its times and size to be what the index holds. */
  isFresh(entry: IndexEntry, stats: Stats): boolean {
    const { seen } = entry;
    return (
      seen !== null &&
      seen.size === stats.size >>> 0 &&
      Math.abs(seen.mtimeMs - stats.mtimeMs) < 0.001 &&
      stats.mtimeMs < this.#writtenMs
    );
  }

  write(): void {
    const lock = `${this.#path}.lock`;
    const { O_WRONLY, O_CREAT, O_EXCL } = openFlags;
    let file;
    try {
      file = this.fs.open(lock, O_WRONLY | O_CREAT | O_EXCL, 0o644);
    } catch {
      throw fatal(
        `Unable to create '${lock}': File exists.\n\nAnother git process seems to be running in this repository, e.g.\nan editor opened by 'git commit'. Please make sure all processes\nare terminated then try again. If it still fails, a git process\nmay have crashed in this repository earlier:\nremove the file manually to continue.`,
      );
    }
    try {
      file.write(this.#bytes(), null);
    } catch (error) {
      this.fs.unlink(lock);
      throw error;
    } finally {
      file.close();
    }
    this.fs.rename(lock, this.#path);
  }

  #bytes(): Uint8Array {
    const { entries } = this;
    const isVersion3 = entries.some(({ intentToAdd }) => intentToAdd);
    const header = new Uint8Array(headerSize);
    header.set(encodeText('DIRC'));
    const view = new DataView(header.buffer);
    view.setUint32(4, isVersion3 ? 3 : 2);
    view.setUint32(8, entries.length);
    const body = joinBytes([header, ...entries.map((entry) => this.#entryBytes(entry))]);
    return joinBytes([body, sha1(body)]);
  }

  #entryBytes(entry: IndexEntry): Uint8Array {
    const name = encodeText(entry.path);
    const extended = entry.intentToAdd === true ? 2 : 0;
    const start = entrySize + extended;
    const bytes = new Uint8Array((start + name.length + 8) & ~7);
    const view = new DataView(bytes.buffer);
    // What was racily clean must be compared again: a size of 0 never matches (git's "smudging").
    const isRacy =
      (entry.seen?.mtimeMs ?? 0) >= this.#writtenMs && this.#writtenMs !== 0 && this.#loaded(entry);
    if (entry.seen !== null) {
      const { mtimeMs, size } = entry.seen;
      const seconds = Math.floor(mtimeMs / 1000);
      for (const at of [0, 8]) {
        view.setUint32(at, seconds);
        view.setUint32(at + 4, Math.round((mtimeMs - seconds * 1000) * 1e6));
      }
      view.setUint32(36, isRacy ? 0 : size);
    }
    view.setUint32(24, entry.mode);
    bytes.set(hexToBytes(entry.oid), 40);
    view.setUint16(60, (extended > 0 ? 0x4000 : 0) | (entry.stage << 12) | Math.min(name.length, 0xfff));
    if (extended > 0) view.setUint16(62, 0x2000);
    bytes.set(name, start);
    return bytes;
  }

  /** Read from the file, and not compared since. */
  #loaded(entry: IndexEntry): boolean {
    return fromFile.has(entry);
  }
}

const fromFile = new WeakSet<IndexEntry>();

const keyOf = (path: string, stage: Stage): string => `${stage}${path}`;

function parse(bytes: Uint8Array): IndexEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerSize + 20 || decodeText(bytes.subarray(0, 4)) !== 'DIRC')
    throw fatal('index file corrupt');
  const version = view.getUint32(4);
  if (version !== 2 && version !== 3)
    throw fatal(`index uses version ${String(version)}, which is not understood here`);
  const entries: IndexEntry[] = [];
  let at = headerSize;
  for (let left = view.getUint32(8); left > 0; left--) {
    const flags = view.getUint16(at + 60);
    const start = at + entrySize + (flags & 0x4000 ? 2 : 0);
    const end = bytes.indexOf(0, start);
    const mtimeMs = view.getUint32(at + 8) * 1000 + view.getUint32(at + 12) / 1e6;
    const entry: IndexEntry = {
      path: decodeText(bytes.subarray(start, end)),
      mode: view.getUint32(at + 24),
      oid: bytesToHex(bytes.subarray(at + 40, at + 60)),
      stage: ((flags >> 12) & 3) as Stage,
      seen: mtimeMs === 0 ? null : { mtimeMs, size: view.getUint32(at + 36) },
      ...(flags & 0x4000 && view.getUint16(at + 62) & 0x2000 ? { intentToAdd: true } : {}),
    };
    fromFile.add(entry);
    entries.push(entry);
    at += (start - at + (end - start) + 8) & ~7;
  }
  return entries;
}

// The contents of one file: a row of segments, each of them bytes in memory, a range of a Blob, or a hole. So a large file
// can be appended to without being read, and a sparse one takes no room. Owned by its inode.

import { Blob } from '../os/browser-globals.ts';
import type { BlobReader } from './blob-reader.ts';
import { inlineLimit, type WireBytes } from './operation.ts';

interface BytesSource {
  readonly kind: 'bytes';
  /** May be longer than the segment: room to grow. */
  readonly bytes: Uint8Array;
  readonly offset: number;
  /** Someone else holds these bytes: copy before changing them. */
  shared: boolean;
}
interface BlobSource {
  readonly kind: 'blob';
  readonly blob: Blob;
  readonly offset: number;
}
interface Hole {
  readonly kind: 'hole';
}
type Source = BytesSource | BlobSource | Hole;
interface Segment {
  readonly source: Source;
  readonly length: number;
}

/** A growing segment of bytes is closed at this size, so that growing it never copies more. */
const growLimit = 1024 * 1024;
/** What a write copies of bytes that someone else holds, or one part in `pieces` of a larger file. */
const pieceSize = 64 * 1024;
const pieces = 128;
/** More segments than this are joined: each costs a step in every read. */
const maxSegments = 256;
/** A file larger than this is not read into memory for that. */
const joinLimit = 64 * 1024 * 1024;
const zeros = new Uint8Array(64 * 1024);

export class Contents {
  #segments: Segment[];
  #size: number;
  /** Neighbours are joined when there are more segments than this. */
  #joinAt = maxSegments;
  #snapshot: { readonly version: number; readonly blob: Blob } | undefined;
  /** Changes with every change of the bytes. */
  version = 0;

  private constructor(segments: Segment[], size: number) {
    this.#segments = segments;
    this.#size = size;
  }

  static empty(): Contents {
    return new Contents([], 0);
  }

  static of(data: WireBytes): Contents {
    return data instanceof Blob ? Contents.ofBlob(data, 0, data.size) : Contents.ofBytes(data);
  }

  /** Takes the bytes over without a copy; they are never changed in place. */
  static ofBytes(bytes: Uint8Array): Contents {
    if (bytes.length === 0) return Contents.empty();
    const source: Source = { kind: 'bytes', bytes, offset: 0, shared: true };
    return new Contents([{ source, length: bytes.length }], bytes.length);
  }

  static ofBlob(blob: Blob, offset: number, size: number): Contents {
    return size === 0
      ? Contents.empty()
      : new Contents([{ source: { kind: 'blob', blob, offset }, length: size }], size);
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes copied into `target`; 0 at or behind the end. */
  read(position: number, target: Uint8Array, blobs: BlobReader): number {
    const end = Math.min(this.#size, position + target.length);
    if (position >= end) return 0;
    let start = 0;
    for (const { source, length } of this.#segments) {
      const from = Math.max(position, start);
      const to = Math.min(end, start + length);
      if (from < to) {
        const into = target.subarray(from - position, to - position);
        if (source.kind === 'hole') into.fill(0);
        else into.set(slice(source, from - start, to - start, blobs));
      }
      start += length;
      if (start >= end) break;
    }
    return end - position;
  }

  /** The whole, without a copy where it lies in one piece. Not to be changed by the caller. */
  bytes(blobs: BlobReader): Uint8Array {
    const [only] = this.#segments;
    if (only === undefined) return new Uint8Array(0);
    if (this.#segments.length === 1 && only.source.kind !== 'hole') {
      if (only.source.kind === 'bytes') only.source.shared = true;
      return slice(only.source, 0, only.length, blobs);
    }
    const whole = new Uint8Array(this.#size);
    this.read(0, whole, blobs);
    return whole;
  }

  /** The whole for a message or for storage, by reference where it is large. Later writes do not change it. */
  transfer(blobs: BlobReader): WireBytes {
    const [only] = this.#segments;
    if (this.#segments.length === 1 && only?.source.kind === 'blob') {
      const { blob, offset } = only.source;
      return offset === 0 && blob.size === only.length ? blob : blob.slice(offset, offset + only.length);
    }
    return this.#size <= inlineLimit ? this.bytes(blobs) : this.#toBlob();
  }

  /** The same for a file that is being written: what is in memory stays there. */
  snapshot(blobs: BlobReader): WireBytes {
    if (this.#size <= inlineLimit) return this.transfer(blobs);
    if (this.#snapshot?.version !== this.version)
      this.#snapshot = { version: this.version, blob: new Blob(this.parts()) };
    return this.#snapshot.blob;
  }

  /** Where the whole is one range of one Blob: that. */
  get blobRange(): { readonly blob: Blob; readonly offset: number } | null {
    const [only] = this.#segments;
    return this.#segments.length === 1 && only?.source.kind === 'blob' ? only.source : null;
  }

  /** The same bytes, kept elsewhere from now on. Not a change. */
  moveTo(blob: Blob, offset: number): void {
    this.#segments = [{ source: { kind: 'blob', blob, offset }, length: this.#size }];
  }

  /** The bytes as parts of a Blob, to be read later; later writes do not change them. */
  parts(): BlobPart[] {
    const parts: BlobPart[] = [];
    for (const { source, length } of this.#segments) {
      if (source.kind === 'bytes') {
        source.shared = true;
        parts.push(source.bytes.subarray(source.offset, source.offset + length) as Uint8Array<ArrayBuffer>);
      } else if (source.kind === 'blob') {
        parts.push(source.blob.slice(source.offset, source.offset + length));
      } else {
        for (let left = length; left > 0; left -= zeros.length) parts.push(zeros.subarray(0, left));
      }
    }
    return parts;
  }

  /** `data` is taken over: the caller must not change it afterwards. */
  write(position: number, data: WireBytes, blobs: BlobReader): void {
    const length = data instanceof Blob ? data.size : data.length;
    if (length === 0) return;
    this.version++;
    this.#snapshot = undefined;
    this.#put(position, data, length);
    if (this.#segments.length > this.#joinAt) this.#join(blobs);
  }

  truncate(length: number): void {
    if (length === this.#size) return;
    this.version++;
    this.#snapshot = undefined;
    if (length < this.#size) this.#segments = this.#range(0, length);
    else this.#segments.push({ source: { kind: 'hole' }, length: length - this.#size });
    this.#size = length;
  }

  #put(position: number, data: WireBytes, length: number): void {
    const written = data instanceof Uint8Array ? this.#writeInPlace(position, data) : 0;
    if (written === length) return;
    if (written === 0 || data instanceof Blob) this.#splice(position, data, length);
    else this.#put(position + written, data.subarray(written), length - written);
  }

  /** Bytes that went into the segment of bytes that covers the place, or that the last one grew by; 0 where there is none. */
  #writeInPlace(position: number, data: Uint8Array): number {
    let start = 0;
    for (const [index, { source, length }] of this.#segments.entries()) {
      const isLast = index === this.#segments.length - 1;
      const end = start + length;
      if (position < end || (isLast && position === end)) {
        if (source.kind !== 'bytes') return 0;
        if (isLast && position + data.length > end) return this.#growLast(source, start, position, data);
        const fits = data.subarray(0, end - position);
        if (source.shared) this.#writePiece(index, start, position, fits);
        else source.bytes.set(fits, source.offset + position - start);
        return fits.length;
      }
      start = end;
    }
    return 0;
  }

  #splice(position: number, data: WireBytes, length: number): void {
    const source: Source =
      data instanceof Blob
        ? { kind: 'blob', blob: data, offset: 0 }
        : { kind: 'bytes', bytes: data, offset: 0, shared: true };
    const before = this.#range(0, Math.min(position, this.#size));
    if (position > this.#size) before.push({ source: { kind: 'hole' }, length: position - this.#size });
    const after = this.#range(position + length, this.#size);
    this.#segments = [...before, { source, length }, ...after];
    this.#size = Math.max(this.#size, position + length);
  }

  #growLast(
    { bytes, offset, shared }: BytesSource,
    start: number,
    position: number,
    data: Uint8Array,
  ): number {
    const needed = position - start + data.length;
    const length = this.#size - start;
    const isFull = shared || bytes.length - offset < needed;
    // Held by others and large: what is appended starts a segment of its own.
    if (needed > growLimit || (shared && length > pieceSize)) return 0;
    const room = isFull ? new Uint8Array(Math.max(needed * 2, 256)) : bytes;
    if (isFull) room.set(bytes.subarray(offset, offset + length));
    const source: Source = { kind: 'bytes', bytes: room, offset: isFull ? 0 : offset, shared: false };
    room.set(data, source.offset + position - start);
    this.#segments[this.#segments.length - 1] = { source, length: needed };
    this.#size = start + needed;
    return data.length;
  }

  /** Copies the part of a segment that the write touches, for the file's own: the rest stays as others hold it. */
  #writePiece(index: number, start: number, position: number, data: Uint8Array): void {
    const piece = pieceSize * Math.ceil(this.#size / pieceSize / pieces);
    const end = start + (this.#segments[index]?.length ?? 0);
    const low = start + Math.floor((position - start) / piece) * piece;
    const high = Math.min(end, start + Math.ceil((position + data.length - start) / piece) * piece);
    const bytes = new Uint8Array(high - low);
    const [segment] = this.#range(low, high);
    if (segment?.source.kind === 'bytes')
      bytes.set(segment.source.bytes.subarray(segment.source.offset, segment.source.offset + high - low));
    bytes.set(data, position - low);
    this.#segments.splice(
      index,
      1,
      ...this.#range(start, low),
      { source: { kind: 'bytes', bytes, offset: 0, shared: false }, length: high - low },
      ...this.#range(high, end),
    );
  }

  /** Makes one segment of neighbours that are small. */
  #join(blobs: BlobReader): void {
    const most = Math.max(growLimit, Math.ceil(this.#size / pieces) * 2);
    const joined: Segment[] = [];
    let run: Segment[] = [];
    let length = 0;
    let start = 0;
    const close = (): void => {
      const [only] = run;
      if (run.length === 1 && only !== undefined) joined.push(only);
      else if (run.length > 1) {
        const bytes = new Uint8Array(length);
        this.read(start, bytes, blobs);
        joined.push({ source: { kind: 'bytes', bytes, offset: 0, shared: false }, length });
      }
      start += length;
      run = [];
      length = 0;
    };
    for (const segment of this.#segments) {
      const stays = segment.source.kind !== 'bytes' && this.#size > joinLimit;
      if (stays || length + segment.length > most) close();
      run.push(segment);
      length += segment.length;
      if (stays) close();
    }
    close();
    this.#segments = joined;
    this.#joinAt = Math.max(maxSegments, joined.length * 2);
  }

  /** The segments of [from, to), cut to fit. */
  #range(from: number, to: number): Segment[] {
    const cut: Segment[] = [];
    let start = 0;
    for (const { source, length } of this.#segments) {
      const low = Math.max(from, start);
      const high = Math.min(to, start + length);
      if (low < high) {
        const skip = low - start;
        cut.push({
          source: source.kind === 'hole' ? source : { ...source, offset: source.offset + skip },
          length: high - low,
        });
      }
      start += length;
    }
    return cut;
  }

  #toBlob(): Blob {
    const blob = new Blob(this.parts());
    this.moveTo(blob, 0);
    return blob;
  }
}

function slice(source: BytesSource | BlobSource, from: number, to: number, blobs: BlobReader): Uint8Array {
  return source.kind === 'bytes'
    ? source.bytes.subarray(source.offset + from, source.offset + to)
    : blobs.read(source.blob, source.offset + from, source.offset + to);
}

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
/** More segments than this are joined: each costs a step in every read. */
const maxSegments = 256;
/** But a file larger than this is not joined in memory. */
const joinLimit = 64 * 1024 * 1024;
const zeros = new Uint8Array(64 * 1024);

export class Contents {
  #segments: Segment[];
  #size: number;
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
    if (data instanceof Uint8Array && this.#writeInPlace(position, data)) return;
    const source: Source =
      data instanceof Blob
        ? { kind: 'blob', blob: data, offset: 0 }
        : { kind: 'bytes', bytes: data, offset: 0, shared: true };
    const before = this.#range(0, Math.min(position, this.#size));
    if (position > this.#size) before.push({ source: { kind: 'hole' }, length: position - this.#size });
    const after = this.#range(position + length, this.#size);
    this.#segments = [...before, { source, length }, ...after];
    this.#size = Math.max(this.#size, position + length);
    if (this.#segments.length > maxSegments && this.#size <= joinLimit) {
      const joined = this.bytes(blobs);
      this.#segments = [
        { source: { kind: 'bytes', bytes: joined, offset: 0, shared: false }, length: this.#size },
      ];
    }
  }

  truncate(length: number): void {
    if (length === this.#size) return;
    this.version++;
    if (length < this.#size) this.#segments = this.#range(0, length);
    else this.#segments.push({ source: { kind: 'hole' }, length: length - this.#size });
    this.#size = length;
  }

  /** Writes into the segment of bytes that covers the place, or grows the last one; false where there is none such. */
  #writeInPlace(position: number, data: Uint8Array): boolean {
    let start = 0;
    for (const [index, { source, length }] of this.#segments.entries()) {
      const isLast = index === this.#segments.length - 1;
      const end = start + length;
      if (position < end || (isLast && position === end)) {
        const needed = position - start + data.length;
        if (source.kind !== 'bytes' || (needed > length && (!isLast || needed > growLimit))) return false;
        let { bytes, offset } = source;
        if (source.shared || bytes.length - offset < needed) {
          bytes = new Uint8Array(needed > length ? Math.max(needed * 2, 256) : length);
          bytes.set(source.bytes.subarray(offset, offset + length));
          offset = 0;
        }
        bytes.set(data, offset + position - start);
        const grown = Math.max(length, needed);
        this.#segments[index] = { source: { kind: 'bytes', bytes, offset, shared: false }, length: grown };
        this.#size += grown - length;
        return true;
      }
      start = end;
    }
    return false;
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
          // A piece of shared room must not grow over its neighbour's bytes.
          source:
            source.kind === 'hole'
              ? source
              : source.kind === 'blob'
                ? { ...source, offset: source.offset + skip }
                : { ...source, offset: source.offset + skip, shared: true },
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

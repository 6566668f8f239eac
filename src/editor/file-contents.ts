// Reads a file for showing it: as text, as a picture, or as a fact about it (binary, too large).

import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { extensionOf } from '../files/paths.ts';

/** Monaco tokenizes and lays out up to here without a noticeable pause. */
const largeBytes = 2 * 1024 * 1024;
/** A picture is decoded by the browser itself; above this a preview helps nobody. */
const largeImageBytes = 32 * 1024 * 1024;
/** Git looks for a NUL in as many bytes. */
const sniffedBytes = 8000;

const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  bmp: 'image/bmp',
};

export type FileContents =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly url: string; readonly bytes: number }
  | { readonly kind: 'binary'; readonly bytes: number }
  | { readonly kind: 'large'; readonly bytes: number };

/** Rejects with the kernel's error. The URL of an image is the caller's to revoke. */
export async function readContents(files: KernelFiles, path: string): Promise<FileContents> {
  const { size } = await files.stat(path);
  const imageType = imageTypes[extensionOf(path)];
  if (size > (imageType === undefined ? largeBytes : largeImageBytes)) return { kind: 'large', bytes: size };
  const bytes = await files.readFile(path);
  if (imageType !== undefined) {
    const blob = new Blob([new Uint8Array(bytes)], { type: imageType });
    return { kind: 'image', url: URL.createObjectURL(blob), bytes: bytes.length };
  }
  const text = decodeText(bytes);
  return text === null ? { kind: 'binary', bytes: bytes.length } : { kind: 'text', text };
}

/** Null where the bytes are not UTF-8 text. A byte order mark stays, so that saving gives it back. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.subarray(0, sniffedBytes).includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const units = ['KB', 'MB', 'GB'];
  let value = bytes;
  let unit = -1;
  do {
    value /= 1024;
    unit++;
  } while (value >= 1024 && unit < units.length - 1);
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

// Shortens a stretch of the log for a replica that has not heard it yet and has no operations of its own on the way: where a
// file was written again and again, only what has come of it travels. Stateless.

import type { Ino } from '../protocol/ids.ts';
import { inlineLimit, type AuthorityMessage, type WireBytes } from './operation.ts';

/** A file as it is after the last message; null where it is gone. */
export type CurrentFile = (ino: Ino) => { readonly size: number; readonly data: () => WireBytes } | null;

interface Written {
  bytes: number;
  /** Index of the last message that writes it. */
  last: number;
}

/** Whoever has applied what is left has the same files as one that applied `messages`, and has seen the same of the log. */
export function coalesceWrites(
  messages: readonly AuthorityMessage[],
  current: CurrentFile,
): AuthorityMessage[] {
  const written = new Map<Ino, Written>();
  for (const [index, message] of messages.entries()) {
    const write = writeOf(message);
    if (write === null) continue;
    const before = written.get(write.ino)?.bytes ?? 0;
    written.set(write.ino, {
      bytes: before + (write.data instanceof Uint8Array ? write.data.length : 0),
      last: index,
    });
  }
  const replaced = new Map<Ino, { readonly last: number; readonly data: WireBytes | null }>();
  for (const [ino, { bytes, last }] of written) {
    if (bytes <= inlineLimit) continue;
    const file = current(ino);
    // A little of a large file is cheaper than the whole of it, which others would have to read anew.
    if (file === null) replaced.set(ino, { last, data: null });
    else if (bytes * 8 >= file.size) replaced.set(ino, { last, data: file.data() });
  }
  return messages.map((message, index) => {
    const write = writeOf(message);
    const whole = write === null ? undefined : replaced.get(write.ino);
    if (message.type !== 'op' || write === null || whole === undefined) return message;
    const { seq, origin, number } = message;
    return index === whole.last && whole.data !== null
      ? { ...message, op: { type: 'replace', ino: write.ino, data: whole.data, at: write.at } }
      : { type: 'skip', seq, origin, number };
  });
}

function writeOf(message: AuthorityMessage): { ino: Ino; data: WireBytes; at: number } | null {
  if (message.type !== 'op') return null;
  return message.op.type === 'write' || message.op.type === 'replace' ? message.op : null;
}

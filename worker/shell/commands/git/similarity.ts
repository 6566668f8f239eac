// How much of a file another one has, as git guesses it (diffcore-delta.c): chunks of a line or 64 bytes, hashed and counted.

const base = 107_927;
const longestChunk = 64;

function chunks(bytes: Uint8Array): Map<number, number> {
  const counts = new Map<number, number>();
  const isText = !bytes.subarray(0, 8000).includes(0);
  let [first, second, length] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const old = first;
    if (isText && byte === 0x0d && bytes[at + 1] === 0x0a) continue;
    first = ((first << 7) ^ (second >>> 25)) >>> 0;
    second = ((second << 7) ^ (old >>> 25)) >>> 0;
    first = (first + byte) >>> 0;
    if (++length < longestChunk && byte !== 0x0a) continue;
    const hash = ((first + Math.imul(second, 0x61)) >>> 0) % base;
    counts.set(hash, (counts.get(hash) ?? 0) + length);
    [first, second, length] = [0, 0, 0];
  }
  return counts;
}

/** From 0 to 1. */
export function similarity(before: Uint8Array, after: Uint8Array): number {
  const larger = Math.max(before.length, after.length);
  const smaller = Math.min(before.length, after.length);
  if (larger === 0 || larger * 0.5 < larger - smaller || smaller === 0) return 0;
  const [a, b] = [chunks(before), chunks(after)];
  let copied = 0;
  for (const [hash, count] of a) copied += Math.min(count, b.get(hash) ?? 0);
  // git counts in units of a sixty-thousandth.
  return Math.floor((copied * 60_000) / larger) / 60_000;
}

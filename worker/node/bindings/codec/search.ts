// Buffer's indexOf and lastIndexOf over bytes.

/**
 * Where a search begins (IndexOfOffset of node_buffer.cc): a negative offset counts from the end; -1 where nothing can match.
 * An empty needle matches at the offset itself, or at the end.
 */
function startOf(length: number, offset: number, needleLength: number, forward: boolean): number {
  if (offset < 0) {
    if (offset + length >= 0) return length + offset;
    return forward || needleLength === 0 ? 0 : -1;
  }
  if (offset + needleLength <= length) return offset;
  if (needleLength === 0) return length;
  return forward ? -1 : length - 1;
}

/** `unit` is 2 for UTF-16, where only even positions match. `end` is the exclusive end of the searched range. */
export function indexOfBytes(
  haystack: Uint8Array,
  needle: Uint8Array,
  offset: number,
  forward: boolean,
  end: number,
  unit: 1 | 2,
): number {
  const within = Math.max(0, Math.min(haystack.length, end));
  const limit = within - (within % unit);
  const start = startOf(haystack.length, truncate(offset), needle.length, forward);
  if (needle.length === 0) return Math.min(start, limit);
  if (limit === 0 || start < 0) return -1;
  if (needle.length > limit || (forward && start + needle.length > limit)) return -1;
  if (unit === 2 && (limit < 2 || needle.length < 2)) return -1;
  const last = limit - needle.length;
  const from = start - (start % unit);
  return forward
    ? searchForward(haystack, needle, from, last, unit)
    : searchBackward(haystack, needle, Math.min(from, last), unit);
}

export function indexOfByte(
  haystack: Uint8Array,
  byte: number,
  offset: number,
  forward: boolean,
  end: number,
): number {
  const limit = Math.max(0, Math.min(haystack.length, end));
  const start = startOf(haystack.length, truncate(offset), 1, forward);
  if (start < 0 || limit === 0) return -1;
  if (forward) {
    const found = Uint8Array.prototype.indexOf.call(haystack, byte, start);
    return found < limit ? found : -1;
  }
  return Uint8Array.prototype.lastIndexOf.call(haystack, byte, Math.min(start, limit - 1));
}

/** The engine's own indexOf finds candidates by their first byte (it is vectorized); the rest is compared. */
function searchForward(
  haystack: Uint8Array,
  needle: Uint8Array,
  from: number,
  last: number,
  unit: 1 | 2,
): number {
  const first = needle[0] as number;
  for (let i = from; i <= last; i++) {
    i = Uint8Array.prototype.indexOf.call(haystack, first, i);
    if (i < 0 || i > last) return -1;
    if (unit === 2 && (i & 1) === 1) continue;
    if (matches(haystack, needle, i)) return i;
  }
  return -1;
}

function searchBackward(haystack: Uint8Array, needle: Uint8Array, from: number, unit: 1 | 2): number {
  const first = needle[0] as number;
  for (let i = from; i >= 0; i--) {
    i = Uint8Array.prototype.lastIndexOf.call(haystack, first, i);
    if (i < 0) return -1;
    if (unit === 2 && (i & 1) === 1) continue;
    if (matches(haystack, needle, i)) return i;
  }
  return -1;
}

function matches(haystack: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let i = 1; i < needle.length; i++) if (haystack[at + i] !== needle[i]) return false;
  return true;
}

/** Never -0, which a caller could tell from 0. */
function truncate(offset: number): number {
  return Math.trunc(offset) + 0;
}

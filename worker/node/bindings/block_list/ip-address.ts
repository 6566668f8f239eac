// IP addresses as numbers, for comparing them, and as text (inet_pton and inet_ntop).
import { ipv6Bytes } from '../ip-address.ts';

export const AF_INET = 2;
export const AF_INET6 = 10;
export type Family = typeof AF_INET | typeof AF_INET6;

/** The address as an unsigned number of 32 bits, or undefined; no octal, no short forms. */
export function parseIPv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

/** The address as a number of 128 bits, or undefined. */
export function parseIPv6(text: string): bigint | undefined {
  return ipv6Bytes(text)?.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

export function formatIPv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

/** The longest run of two or more zero groups is left out, the first one where two are as long. */
export function formatIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - i * 16)) & 0xffffn));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  // IPv4-compatible and IPv4-mapped addresses show their last 32 bits in dots.
  const dotted = best.start === 0 && (best.length === 6 || (best.length === 5 && groups[5] === 0xffff));
  const shown = groups.map((group) => group.toString(16));
  if (dotted) shown.splice(6, 2, formatIPv4(value & 0xffffffffn));
  if (best.start < 0) return shown.join(':');
  const head = shown.slice(0, best.start).join(':');
  return `${head}::${shown.slice(best.start + best.length).join(':')}`;
}

// IP addresses as text and bytes (RFC 4291 section 2.2, RFC 5952). No state.

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** 4, 6, or 0 where the text is no address. */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (ipv4.test(text)) return 4;
  return ipv6Bytes(text) === undefined ? 0 : 6;
}

/** The 16 bytes of an IPv6 address, a zone aside; undefined where it is none. */
export function ipv6Bytes(text: string): Uint8Array | undefined {
  let address = text.split('%', 1)[0] ?? '';
  // The last 32 bits may be written as an IPv4 address.
  const tail = /^(.*:)([^:]+)$/.exec(address);
  if (tail?.[2]?.includes('.')) {
    if (!ipv4.test(tail[2])) return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = tail[2].split('.').map(Number);
    address = `${tail[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], last = []] = groups;
  const missing = 8 - head.length - last.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array<string>(missing).fill('0'), ...last];
  const bytes = new Uint8Array(16);
  for (const [index, group] of all.entries()) {
    if (!/^[\da-f]{1,4}$/i.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    bytes[index * 2] = value >> 8;
    bytes[index * 2 + 1] = value;
  }
  return bytes;
}

/** The one spelling of an address, or undefined where the text is none. */
export function canonicalIp(text: string): string | undefined {
  if (ipv4.test(text)) return text;
  const bytes = ipv6Bytes(text);
  if (bytes === undefined) return undefined;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return `::ffff:${bytes.slice(12).join('.')}`;
  // The longest run of two or more zero groups becomes `::`.
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.start < 0) return hex(groups);
  return `${hex(groups.slice(0, best.start))}::${hex(groups.slice(best.start + best.length))}`;
}

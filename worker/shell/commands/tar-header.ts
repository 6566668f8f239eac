// The 512-byte header of a tar member (POSIX XCU, pax: ustar interchange format).

export const blockSize = 512;

export interface TarMember {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
  /** '0' file, '1' hard link, '2' symlink, '5' directory, 'L' long name, 'K' long link, 'x' pax, 'g' global pax. */
  readonly type: string;
  readonly link: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeHeader(member: TarMember): Uint8Array {
  const header = new Uint8Array(blockSize);
  const text = (value: string, at: number, length: number): void => {
    header.set(encoder.encode(value).subarray(0, length), at);
  };
  const octal = (value: number, at: number, length: number): void =>
    text(
      `${Math.floor(value)
        .toString(8)
        .padStart(length - 1, '0')}\0`,
      at,
      length,
    );
  text(member.name, 0, 100);
  octal(member.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(member.size, 124, 12);
  octal(member.mtime, 136, 12);
  header.fill(0x20, 148, 156);
  text(member.type, 156, 1);
  text(member.link, 157, 100);
  text('ustar\x0000', 257, 8);
  text('root', 265, 32);
  text('root', 297, 32);
  const sum = header.reduce((total, byte) => total + byte, 0);
  text(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8);
  return header;
}

/** Undefined for a block of zeros; throws where the checksum is wrong. */
export function decodeHeader(block: Uint8Array): TarMember | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const text = (at: number, length: number): string => {
    const bytes = block.subarray(at, at + length);
    const end = bytes.indexOf(0);
    return decoder.decode(end === -1 ? bytes : bytes.subarray(0, end));
  };
  const octal = (at: number, length: number): number => {
    // GNU's base 256 for what does not fit.
    if (((block[at] ?? 0) & 0x80) !== 0) {
      return block.subarray(at + 1, at + length).reduce((value, byte) => value * 256 + byte, 0);
    }
    return parseInt(text(at, length).trim() || '0', 8);
  };
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  if (sum !== octal(148, 8)) throw new TypeError('not a tar header');
  const prefix = text(257, 5) === 'ustar' && block[262] === 0 ? text(345, 155) : '';
  const type = text(156, 1);
  return {
    name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    mode: octal(100, 8) & 0o7777,
    size: octal(124, 12),
    mtime: octal(136, 12),
    type: type === '' ? '0' : type,
    link: text(157, 100),
  };
}

/** The records of a pax header: `length key=value\n`. */
export function decodePax(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(decoder.decode(bytes.subarray(at, space)));
    if (space === -1 || !(length > 0)) break;
    const record = decoder.decode(bytes.subarray(space + 1, at + length - 1));
    records.set(record.slice(0, record.indexOf('=')), record.slice(record.indexOf('=') + 1));
    at += length;
  }
  return records;
}

export function padding(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

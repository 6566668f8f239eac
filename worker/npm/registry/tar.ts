// Reads a tar archive in memory: ustar, with the long names of pax and of GNU tar. Only files are reported: npm
// ignores links and devices in packages. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html

export interface TarFile {
  readonly path: string;
  readonly mode: number;
  /** Where its bytes lie in the archive. */
  readonly offset: number;
  readonly size: number;
}

const block = 512;
const text = new TextDecoder();

/** Throws an Error with a reason where the archive is damaged. */
export function readTar(archive: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  let pax: Record<string, string> = {};
  let global: Record<string, string> = {};
  let longName: string | undefined;
  for (let at = 0; at + block <= archive.length;) {
    const header = archive.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    assertChecksum(header, at);
    const attributes = { ...global, ...pax };
    const size = attributes['size'] === undefined ? readNumber(header, 124, 12) : Number(attributes['size']);
    const offset = at + block;
    if (offset + size > archive.length) throw new Error(`unexpected end of archive at byte ${String(at)}`);
    const body = () => archive.subarray(offset, offset + size);
    const type = String.fromCharCode(header[156] ?? 0);
    switch (type) {
      case 'x':
        pax = { ...pax, ...readPax(body()) };
        break;
      case 'g':
        global = { ...global, ...readPax(body()) };
        break;
      case 'L':
        longName = readString(body(), 0, size);
        break;
      case 'K':
        break;
      default:
        if (type === '0' || type === '\0' || type === '7') {
          const path = attributes['path'] ?? longName ?? readName(header);
          if (!path.endsWith('/')) files.push({ path, mode: readNumber(header, 100, 8), offset, size });
        }
        pax = {};
        longName = undefined;
    }
    at = offset + Math.ceil(size / block) * block;
  }
  return files;
}

function readName(header: Uint8Array): string {
  const name = readString(header, 0, 100);
  const ustar = readString(header, 257, 5) === 'ustar';
  const prefix = ustar ? readString(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function readString(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return text.decode(end === -1 ? field : field.subarray(0, end));
}

/** Octal digits, or GNU's base 256 where the first bit is set. */
function readNumber(bytes: Uint8Array, start: number, length: number): number {
  const first = bytes[start] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f;
    for (let at = start + 1; at < start + length; at++) value = value * 256 + (bytes[at] ?? 0);
    return value;
  }
  const digits = readString(bytes, start, length).trim();
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** Records of the form `<length> <key>=<value>\n`, the length in bytes and with itself. */
function readPax(body: Uint8Array): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(0x20, at);
    if (space === -1) break;
    const length = Number(text.decode(body.subarray(at, space)));
    if (!(length > 0)) break;
    const record = text.decode(body.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    attributes[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return attributes;
}

/** The sum of the header's bytes, its own field taken as spaces. */
function assertChecksum(header: Uint8Array, at: number): void {
  let sum = 0;
  for (let index = 0; index < block; index++) {
    sum += index >= 148 && index < 156 ? 0x20 : (header[index] ?? 0);
  }
  if (sum !== readNumber(header, 148, 8)) throw new Error(`bad header checksum at byte ${String(at)}`);
}

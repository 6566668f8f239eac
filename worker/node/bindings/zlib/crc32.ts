// CRC-32 (RFC 1952), eight bytes a step.

const tables: readonly Uint32Array[] = Array.from({ length: 8 }, () => new Uint32Array(256));
const [first] = tables as [Uint32Array];
for (let i = 0; i < 256; i++) {
  let crc = i;
  for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  first[i] = crc;
}
for (let t = 1; t < 8; t++) {
  const before = tables[t - 1] as Uint32Array;
  const table = tables[t] as Uint32Array;
  for (let i = 0; i < 256; i++) {
    const crc = before[i] as number;
    table[i] = (crc >>> 8) ^ (first[crc & 0xff] as number);
  }
}
const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

/** The checksum of what `value` is the checksum of, followed by `bytes`. */
export function crc32(bytes: Uint8Array, value: number): number {
  // Typed array reads are in range and tables are full: the assertions below only tell the compiler.
  let crc = ~value;
  let i = 0;
  for (const whole = bytes.length & ~7; i < whole; i += 8) {
    const low =
      crc ^
      ((bytes[i] as number) |
        ((bytes[i + 1] as number) << 8) |
        ((bytes[i + 2] as number) << 16) |
        ((bytes[i + 3] as number) << 24));
    crc =
      (t7[low & 0xff] as number) ^
      (t6[(low >>> 8) & 0xff] as number) ^
      (t5[(low >>> 16) & 0xff] as number) ^
      (t4[low >>> 24] as number) ^
      (t3[bytes[i + 4] as number] as number) ^
      (t2[bytes[i + 5] as number] as number) ^
      (t1[bytes[i + 6] as number] as number) ^
      (t0[bytes[i + 7] as number] as number);
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return ~crc >>> 0;
}

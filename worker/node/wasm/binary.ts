// The binary format of WebAssembly (https://webassembly.github.io/spec/core/binary/), as far as functions are rewritten here.

export const opcode = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32LtUnsigned: 0x49,
  i32GeSigned: 0x4e,
  i32Sub: 0x6b,
  i32Xor: 0x73,
  prefixed: 0xfc,
} as const;

export const valueType = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c } as const;
/** The type of a block without parameters and results. */
export const emptyBlock = 0x40;

export const sectionId = { type: 1, import: 2, function: 3, global: 6, code: 10 } as const;

/** Throws RangeError at the end of `bytes`. */
export class Reader {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
  ) {}

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError('unexpected end of WebAssembly');
    return byte;
  }

  /** An unsigned LEB128 of 32 bits. */
  unsigned(): number {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return result >>> 0;
    }
  }

  /** Passes over an LEB128 of any size. */
  skipInteger(): void {
    while (this.byte() >= 0x80);
  }

  /** Passes over what follows `op`, which is none that the caller reads itself. False where it is not known. */
  skipImmediates(op: number): boolean {
    // Loads and stores: alignment and offset. From 64 on, the memory's index stands between them.
    if (op >= 0x28 && op <= 0x3e) {
      if (this.unsigned() >= 64) return false;
      this.skipInteger();
    } else if (op === opcode.i32Const || op === opcode.i64Const || op === 0x3f || op === 0x40) {
      this.skipInteger();
    } else if (op === opcode.f32Const) this.at += 4;
    else if (op === opcode.f64Const) this.at += 8;
    else if (op === opcode.prefixed) return this.skipPrefixed();
    // Numeric instructions, drop and select, nop.
    else return (op >= 0x45 && op <= 0xc4) || op === 0x1a || op === 0x1b || op === 0x01;
    return true;
  }

  private skipPrefixed(): boolean {
    const op = this.unsigned();
    if (op < 8) return true;
    // memory.init and memory.copy have two immediates, data.drop and memory.fill one.
    if (op > 11) return false;
    this.skipInteger();
    if (op === 8 || op === 10) this.skipInteger();
    return true;
  }
}

/** Grows as needed. */
export class Writer {
  private bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  /** What was written; of the writer's own memory. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  byte(...bytes: number[]): void {
    this.reserve(bytes.length);
    for (const byte of bytes) this.bytes[this.length++] = byte;
  }

  copy(bytes: Uint8Array, start = 0, end = bytes.length): void {
    this.reserve(end - start);
    if (end - start < 64) {
      // A view costs more than a few bytes.
      for (let at = start; at < end; at++) this.bytes[this.length++] = bytes[at] ?? 0;
      return;
    }
    this.bytes.set(bytes.subarray(start, end), this.length);
    this.length += end - start;
  }

  unsigned(value: number): void {
    for (; value >= 0x80; value >>>= 7) this.byte((value & 0x7f) | 0x80);
    this.byte(value);
  }

  signed(value: number): void {
    for (;;) {
      const low = value & 0x7f;
      value >>= 7;
      const isLast = value === (low & 0x40 ? -1 : 0);
      this.byte(isLast ? low : low | 0x80);
      if (isLast) return;
    }
  }

  /** An instruction with an unsigned immediate. */
  instruction(op: number, immediate: number): void {
    this.byte(op);
    this.unsigned(immediate);
  }

  i32Const(value: number): void {
    this.byte(opcode.i32Const);
    this.signed(value);
  }

  private reserve(length: number): void {
    const needed = this.length + length;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.written());
    this.bytes = grown;
  }
}

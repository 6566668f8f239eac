// Functions as Go's compiler writes them (cmd/internal/obj/wasm): a loop around a table of jumps. The parameter, PC_B, tells at
// which of the function's blocks to go on; the result, whether the goroutine is to be suspended. Go's stack pointer is global
// 0, and kept in local 1.
//
//   (func (param i32) (result i32)
//     global.get 0  local.set 1
//     block  loop  block … block
//       local.get 0  br_table …
//     end  first block
//     end  second block …
//     end  unreachable  end
//     i32.const 1)

import { emptyBlock, opcode, Reader, valueType } from './binary.ts';

/** Labels of a Go function, counted from the outermost; those of the blocks follow. */
export const label = { suspend: 1, loop: 2 } as const;

/** An instruction that means something else in another function: `return`, or a branch out of its block to `label`. */
export interface Leap {
  readonly start: number;
  readonly end: number;
  readonly op: number;
  /** How many labels of the block itself it leaves. */
  readonly nesting: number;
  /** 0 of a `return`. */
  readonly label: number;
}

/** What runs from one entry of the table to the next. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly leaps: readonly Leap[];
  /** Sets of bits, the first for local 2: what is read before it is written, and what is written for certain. */
  readonly reads: number;
  readonly writes: number;
  /** Entries of the table that a jump may go to; null: any. */
  readonly jumps: readonly number[] | null;
}

export interface GoFunction {
  /** Groups of locals, as they stand in the body. */
  readonly locals: Uint8Array;
  /** Types of local 2 and those after it. */
  readonly temporaries: readonly number[];
  /** Entry to block, ascending. */
  readonly table: readonly number[];
  readonly blocks: readonly Block[];
}

export interface FunctionTypes {
  /** Whether a function has the type of Go's own. */
  isGo(functionIndex: number): boolean;
}

/** One bit for each but the first, which is local 1. */
const mostLocals = 32;

/** null where the function at `start` is not what Go writes, or one that need not be understood. */
export function readGoFunction(
  bytes: Uint8Array,
  start: number,
  end: number,
  functions: FunctionTypes,
): GoFunction | null {
  const reader = new Reader(bytes, start);
  const localTypes: number[] = [];
  for (let groups = reader.unsigned(); groups > 0; groups--) {
    const count = reader.unsigned();
    const type = reader.byte();
    if (localTypes.length + count > mostLocals) return null;
    for (let each = 0; each < count; each++) localTypes.push(type);
  }
  const locals = bytes.subarray(start, reader.at);
  if (localTypes[0] !== valueType.i32) return null;

  const isNext = (...expected: number[]): boolean =>
    expected.every((byte) => bytes[reader.at] === byte && reader.at++ < end);
  if (!isNext(opcode.globalGet, 0, opcode.localSet, 1, opcode.block, emptyBlock, opcode.loop, emptyBlock))
    return null;
  let count = 0;
  while (isNext(opcode.block, emptyBlock)) count++;
  if (!isNext(opcode.localGet, 0, opcode.brTable)) return null;
  const table = Array.from({ length: reader.unsigned() }, () => reader.unsigned());
  reader.unsigned();
  if (!isNext(opcode.end)) return null;
  if (table.some((block, at) => block >= count || block < (table[at - 1] ?? 0))) return null;

  const blocks: Block[] = [];
  for (let left = count - 1; left >= 0; left--) {
    const block = readBlock(reader, end, label.loop + left, functions);
    if (block === null) return null;
    blocks.push(block);
  }
  const isWhole = isNext(opcode.unreachable, opcode.end, opcode.i32Const, 1, opcode.end) && reader.at === end;
  return isWhole ? { locals, temporaries: localTypes.slice(1), table, blocks } : null;
}

/** Reads to behind the `end` of the block. `open`: labels around its instructions, but the function's own. */
function readBlock(reader: Reader, limit: number, open: number, functions: FunctionTypes): Block | null {
  const start = reader.at;
  const leaps: Leap[] = [];
  let [reads, writes] = [0, 0];
  let jumps: number[] | null = [];
  let nesting = 0;
  /** The instruction before and its immediate, and those before it. */
  let [before, value, earlier, earlierValue] = [-1, -1, -1, -1];
  while (reader.at < limit) {
    const at = reader.at;
    const op = reader.byte();
    let immediate = -1;
    switch (op) {
      case opcode.block:
      case opcode.loop:
      case opcode.if:
        reader.skipInteger();
        nesting++;
        break;
      case opcode.else:
      case opcode.unreachable:
        break;
      case opcode.end:
        if (nesting === 0) return { start, end: at, leaps, reads, writes, jumps };
        nesting--;
        break;
      case opcode.br:
      case opcode.brIf: {
        const depth = reader.unsigned();
        if (depth < nesting) break;
        const goal = open - (depth - nesting);
        if (goal !== label.suspend && goal !== label.loop) return null;
        if (goal === label.loop) {
          const isKnown = before === opcode.localSet && value === 0 && earlier === opcode.i32Const;
          if (isKnown) jumps?.push(earlierValue);
          else jumps = null;
        }
        leaps.push({ start: at, end: reader.at, op, nesting, label: goal });
        break;
      }
      case opcode.return:
        leaps.push({ start: at, end: reader.at, op, nesting, label: 0 });
        break;
      case opcode.call:
        if (!functions.isGo(reader.unsigned())) break;
        if (!reloadsStackPointer(reader)) return null;
        break;
      case opcode.callIndirect:
        reader.skipInteger();
        reader.skipInteger();
        if (!reloadsStackPointer(reader)) return null;
        break;
      case opcode.localGet:
      case opcode.localSet:
      case opcode.localTee: {
        immediate = reader.unsigned();
        if (immediate >= 2) {
          const bit = 1 << (immediate - 2);
          if (op === opcode.localGet) reads |= bit & ~writes;
          else if (nesting === 0) writes |= bit;
        } else if (immediate === 1 && op !== opcode.localGet) {
          const follows =
            op === opcode.localSet ? before === opcode.globalGet && value === 0 : setsGlobal(reader);
          if (!follows) return null;
        }
        break;
      }
      case opcode.globalGet:
        immediate = reader.unsigned();
        break;
      case opcode.globalSet:
        // The stack pointer is set together with its local.
        if (reader.unsigned() === 0) return null;
        break;
      case opcode.i32Const:
        immediate = reader.unsigned();
        break;
      default:
        if (!reader.skipImmediates(op)) return null;
    }
    earlier = before;
    earlierValue = value;
    before = op;
    value = immediate;
  }
  return null;
}

/** Passes over the `global.set 0` that must stand behind a `local.tee 1`. */
function setsGlobal(reader: Reader): boolean {
  return reader.byte() === opcode.globalSet && reader.unsigned() === 0;
}

/** Whether what follows a call is `global.get 0  local.set 1`. */
function reloadsStackPointer({ bytes, at }: Reader): boolean {
  return (
    bytes[at] === opcode.globalGet &&
    bytes[at + 1] === 0 &&
    bytes[at + 2] === opcode.localSet &&
    bytes[at + 3] === 1
  );
}

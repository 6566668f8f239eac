// A large function of Go's as several small ones. Each has some of its blocks, and keeps to its form: what jumps to another
// part's block returns its number. The function itself becomes a loop that calls the part that a number belongs to.

import { emptyBlock, opcode, valueType, Writer } from './binary.ts';
import { type Block, type GoFunction, label } from './go-function.ts';

/** A part is as large as this where its blocks allow, in bytes. */
const partBytes = 2_048;

/** Labels of a part, counted from the outermost; those of its blocks follow. */
const partLabel = { suspend: 1, leave: 2, loop: 3 } as const;

/** Index of the first block of a part, and of the one behind its last. */
type Range = readonly [first: number, behind: number];

export interface SplitHost {
  /** Adds a function of the type of Go's own; returns its index. */
  addFunction(body: Uint8Array): number;
  /** The global that carries the `nth` value of a type from one part to the next. */
  carrier(type: number, nth: number): number;
}

/** Returns the new body of the function, or null where it stays whole. */
export function splitFunction(bytes: Uint8Array, whole: GoFunction, host: SplitHost): Uint8Array | null {
  const { table, blocks, temporaries } = whole;
  const firstEntry = new Map<number, number>();
  table.forEach((block, entry) => {
    if (!firstEntry.has(block)) firstEntry.set(block, entry);
  });
  const parts = partition(blocks, firstEntry);
  if (parts.length < 2 || firstEntry.get(0) !== 0) return null;
  const carried = carriedBetween(parts, whole);
  const counts = new Map<number, number>();
  /** Of each temporary that another part needs: its local and its global. */
  const carriers = temporaries.flatMap((type, at) => {
    if (((carried >>> at) & 1) === 0) return [];
    const nth = counts.get(type) ?? 0;
    counts.set(type, nth + 1);
    return [{ local: at + 2, global: host.carrier(type, nth) }];
  });
  const entryOf = (block: number): number => firstEntry.get(block) ?? 0;
  const calls = parts.map(([first, behind]) => {
    const part = new Writer(partBytes * 2);
    writePart(part, bytes, whole, [first, behind], carriers, entryOf);
    return { entry: entryOf(first), function: host.addFunction(part.written()) };
  });
  return dispatcher(calls);
}

/** Parts begin at blocks that the table names. */
function partition(blocks: readonly Block[], firstEntry: ReadonlyMap<number, number>): Range[] {
  const starts = [0];
  let size = 0;
  blocks.forEach(({ start, end }, at) => {
    if (size > 0 && size + end - start > partBytes && firstEntry.has(at)) {
      starts.push(at);
      size = 0;
    }
    size += end - start;
  });
  return starts.map((start, at): Range => [start, starts[at + 1] ?? blocks.length]);
}

/** The temporaries, as bits, that a part may read before it has written them. */
function carriedBetween(parts: readonly Range[], { blocks, table }: GoFunction): number {
  const partOf = parts.flatMap(([first, behind], part) => new Array<number>(behind - first).fill(part));
  const successors = blocks.map(({ jumps }, at): readonly number[] => {
    const goals = jumps === null ? blocks.keys() : jumps.map((entry) => table[entry] ?? 0);
    return at + 1 < blocks.length ? [...new Set([...goals, at + 1])] : [...goals];
  });
  // Liveness, to the fixed point.
  const live = blocks.map(({ reads }) => reads);
  for (let changed = true; changed;) {
    changed = false;
    for (let at = blocks.length - 1; at >= 0; at--) {
      const { reads = 0, writes = 0 } = blocks[at] ?? {};
      const after = (successors[at] ?? []).reduce((bits, next) => bits | (live[next] ?? 0), 0);
      const before = reads | (after & ~writes);
      if (before === live[at]) continue;
      live[at] = before;
      changed = true;
    }
  }
  let carried = 0;
  successors.forEach((nexts, at) => {
    for (const next of nexts) if (partOf[next] !== partOf[at]) carried |= live[next] ?? 0;
  });
  return carried;
}

function writePart(
  out: Writer,
  bytes: Uint8Array,
  { locals, table, blocks }: GoFunction,
  [first, behind]: Range,
  carriers: readonly { local: number; global: number }[],
  entryOf: (block: number) => number,
): void {
  out.copy(locals);
  out.byte(opcode.globalGet, 0, opcode.localSet, 1);
  for (const { local, global } of carriers) {
    out.instruction(opcode.globalGet, global);
    out.instruction(opcode.localSet, local);
  }
  out.byte(opcode.block, emptyBlock, opcode.block, emptyBlock, opcode.loop, emptyBlock);
  const count = behind - first;
  for (let each = 0; each < count; each++) out.byte(opcode.block, emptyBlock);
  const start = entryOf(first);
  const entries = table.slice(start, behind < blocks.length ? entryOf(behind) : table.length);
  out.byte(opcode.localGet, 0);
  out.i32Const(start);
  out.byte(opcode.i32Sub);
  out.instruction(opcode.brTable, entries.length);
  for (const block of entries) out.unsigned(block - first);
  // What is not in the table is another part's.
  out.unsigned(count + partLabel.loop - partLabel.leave);
  blocks.slice(first, behind).forEach((block, at) => {
    out.byte(opcode.end);
    // Labels around the block's instructions, but the function's own.
    writeBlock(out, bytes, block, partLabel.loop + count - 1 - at);
  });
  if (behind < blocks.length) {
    out.i32Const(entryOf(behind));
    out.byte(opcode.localSet, 0);
    out.instruction(opcode.br, partLabel.loop - partLabel.leave);
  } else out.byte(opcode.unreachable);
  out.byte(opcode.end, opcode.end);
  for (const { local, global } of carriers) {
    out.instruction(opcode.localGet, local);
    out.instruction(opcode.globalSet, global);
  }
  out.byte(opcode.localGet, 0, opcode.return, opcode.end);
  out.i32Const(1);
  writeAsResult(out);
  out.byte(opcode.end);
}

function writeBlock(out: Writer, bytes: Uint8Array, { start, end, leaps }: Block, open: number): void {
  let at = start;
  for (const leap of leaps) {
    out.copy(bytes, at, leap.start);
    at = leap.end;
    if (leap.op === opcode.return) {
      writeAsResult(out);
      out.byte(opcode.return);
    } else {
      const goal = leap.label === label.loop ? partLabel.loop : partLabel.suspend;
      out.instruction(leap.op, open - goal + leap.nesting);
    }
  }
  out.copy(bytes, at, end);
}

/** The function's result, on the stack, as a part's: below 0, where a block's entry is not. */
function writeAsResult(out: Writer): void {
  out.i32Const(-1);
  out.byte(opcode.i32Xor);
}

/** Calls the part that has the entry, until one has the function's result. */
function dispatcher(calls: readonly { entry: number; function: number }[]): Uint8Array {
  const out = new Writer(1_024);
  out.byte(0, opcode.loop, emptyBlock);
  const choose = (from: number, to: number): void => {
    const middle = (from + to) >> 1;
    if (middle === from) {
      out.byte(opcode.localGet, 0);
      out.instruction(opcode.call, calls[from]?.function ?? 0);
      return;
    }
    out.byte(opcode.localGet, 0);
    out.i32Const(calls[middle]?.entry ?? 0);
    out.byte(opcode.i32LtUnsigned, opcode.if, valueType.i32);
    choose(from, middle);
    out.byte(opcode.else);
    choose(middle, to);
    out.byte(opcode.end);
  };
  choose(0, calls.length);
  out.byte(opcode.localTee, 0);
  out.i32Const(0);
  out.byte(opcode.i32GeSigned, opcode.brIf, 0, opcode.end, opcode.localGet, 0);
  writeAsResult(out);
  out.byte(opcode.end);
  return out.written();
}

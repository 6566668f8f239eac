import { describe, expect, it } from 'vitest';
import { opcode as op, valueType, Writer } from './binary.ts';
import { splitFunctions } from './split-functions.ts';

const leb = (value: number): number[] => {
  const writer = new Writer(5);
  writer.unsigned(value);
  return [...writer.written()];
};
const constant = (value: number): number[] => {
  const writer = new Writer(5);
  writer.i32Const(value);
  return [...writer.written()];
};
const vector = (items: readonly (readonly number[])[]): number[] => [...leb(items.length), ...items.flat()];
const text = (value: string): number[] => vector([...value].map((each) => [each.charCodeAt(0)]));
const section = (id: number, content: readonly number[]): number[] => [
  id,
  ...leb(content.length),
  ...content,
];

const { i32, i64 } = valueType;
const goType = [0x60, 1, i32, 1, i32];
/** Functions that are imported: what is logged, and a function of Go's. */
const [log, callee, tested] = [0, 1, 2];
const suspend = 1;

/** A block's code, given at what depth the suspension and the loop are. */
type Code = (suspendDepth: number, loopDepth: number) => number[];

/** A function as Go writes it, in a module with a global that is the stack pointer, another one, and a memory. */
function goModule(
  blocks: readonly Code[],
  { prologue = [op.globalGet, 0, op.localSet, 1] } = {},
): Uint8Array {
  const count = blocks.length;
  const body = [
    ...[2, 1, i32, 2, i64],
    ...prologue,
    ...[op.block, 0x40, op.loop, 0x40],
    ...blocks.flatMap(() => [op.block, 0x40]),
    ...[op.localGet, 0, op.brTable, ...vector(blocks.map((_, at) => leb(at))), 0],
    ...blocks.flatMap((code, at) => [op.end, ...code(count - at, count - 1 - at)]),
    ...[op.end, op.unreachable, op.end, op.i32Const, 1, op.end],
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector([[0x60, 1, i32, 0], goType])),
    ...section(
      2,
      vector([
        [...text('m'), ...text('log'), 0, 0],
        [...text('m'), ...text('call'), 0, 1],
      ]),
    ),
    ...section(3, vector([[1]])),
    ...section(
      6,
      vector([
        [i32, 1, ...constant(1_000), op.end],
        [i64, 1, op.i64Const, 7, op.end],
      ]),
    ),
    ...section(
      7,
      vector([
        [...text('f'), 0, tested],
        [...text('sp'), 3, 0],
      ]),
    ),
    ...section(10, vector([[...leb(body.length), ...body]])),
  ]);
}

const nop = 0x01;
const padding = new Array<number>(1_500).fill(nop);
const jump = (entry: number, loopDepth: number): number[] => [
  ...[op.i32Const, entry, op.localSet, 0],
  ...[op.br, ...leb(loopDepth)],
];
const [counter, sum] = [2, 3];

/** Adds 10, 9 … 1 in one local, calls a function, and logs the sum. */
const adding: readonly Code[] = [
  () => [op.i64Const, 10, op.localSet, counter, op.i64Const, 0, op.localSet, sum, ...padding],
  (_suspend, loop) => [
    ...[op.localGet, counter, 0xa7, op.call, log, ...padding],
    // sum += counter; counter -= 1
    ...[op.localGet, sum, op.localGet, counter, 0x7c, op.localSet, sum],
    ...[op.localGet, counter, op.i64Const, 1, 0x7d, op.localTee, counter],
    ...[0x50, op.if, 0x40, ...jump(3, loop + 1), op.end],
  ],
  (_suspend, loop) => [...padding, ...jump(1, loop)],
  (depth) => [
    ...[op.localGet, 1, ...constant(16), op.i32Sub, op.localTee, 1, op.globalSet, 0],
    ...[op.i32Const, 5, op.call, callee, op.globalGet, 0, op.localSet, 1, op.brIf, ...leb(depth)],
    ...padding,
  ],
  () => [op.localGet, sum, 0xa7, op.call, log, ...padding, op.i32Const, 0, op.return],
];

/** What the function logs and returns where the one that it calls returns `called`, and where it leaves the stack pointer. */
async function run(bytes: Uint8Array, { entry = 0, called = 0 } = {}) {
  const logged: number[] = [];
  const call = (value: number) => {
    logged.push(value * 1_000);
    return called;
  };
  const imports = { m: { log: (value: number) => void logged.push(value), call } };
  const { instance } = await WebAssembly.instantiate(bytes as Uint8Array<ArrayBuffer>, imports);
  const { f, sp } = instance.exports as { f: (entry: number) => number; sp: WebAssembly.Global };
  return { logged, result: f(entry), stackPointer: sp.value as number };
}

describe('a large function of Go', () => {
  it('does the same in parts, with what it keeps in locals', async () => {
    const whole = goModule(adding);
    const parts = splitFunctions(whole);
    expect(parts.length).toBeGreaterThan(whole.length);
    const logged = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 5_000, 55];
    expect(await run(whole)).toEqual({ logged, result: 0, stackPointer: 984 });
    expect(await run(parts)).toEqual(await run(whole));
  });

  it('is suspended, and goes on where it is told to', async () => {
    const whole = goModule(adding);
    const parts = splitFunctions(whole);
    expect((await run(whole, { called: 1 })).result).toBe(suspend);
    expect(await run(parts, { called: 1 })).toEqual(await run(whole, { called: 1 }));
    for (const entry of [3, 4]) expect(await run(parts, { entry })).toEqual(await run(whole, { entry }));
  });

  it('carries everything where it cannot be told where a jump goes', async () => {
    const computed: Code[] = adding.with(2, (_suspend, loop) => [
      ...[...padding, op.i32Const, 0, op.i32Const, 1, 0x6a, op.localSet, 0],
      ...[op.br, ...leb(loop)],
    ]);
    const whole = goModule(computed);
    const parts = splitFunctions(whole);
    expect(parts).not.toBe(whole);
    expect(await run(parts)).toEqual(await run(whole));
  });
});

describe('stays whole', () => {
  it.each([
    ['a small function', adding.slice(4)],
    ['a branch to another block', adding.with(2, () => [...padding, op.br, 0])],
    [
      'a table of its own',
      adding.with(2, (_suspend, loop) => [...padding, op.i32Const, 0, op.brTable, 0, ...leb(loop)]),
    ],
    ['a stack pointer from elsewhere', adding.with(0, () => [op.i32Const, 8, op.localSet, 1, ...padding])],
    [
      'a stack pointer that only the global has',
      adding.with(0, () => [op.i32Const, 8, op.globalSet, 0, ...padding]),
    ],
    [
      'a call after which the stack pointer is not read',
      adding.with(2, () => [op.i32Const, 0, op.call, callee, 0x1a, ...padding]),
    ],
    ['an instruction that is not known', adding.with(0, () => [0xfd, 0x0c, ...padding])],
  ])('%s', (_, blocks) => {
    const whole = goModule(blocks);
    expect(splitFunctions(whole)).toBe(whole);
  });

  it('another beginning, bytes that break off, and what is no WebAssembly', () => {
    const other = goModule(adding, { prologue: [op.i32Const, 1, op.localSet, 1] });
    expect(splitFunctions(other)).toBe(other);
    const broken = goModule(adding).slice(0, -600);
    expect(splitFunctions(broken)).toBe(broken);
    const page = new TextEncoder().encode('<!doctype html><title>Not found</title>');
    expect(splitFunctions(page)).toBe(page);
  });
});

it('integers of all sizes are written as the format has them', () => {
  expect([0, 63, 64, 127, 128, 8_191, 8_192, -1, -64, -65].map((value) => constant(value).slice(1))).toEqual([
    [0],
    [63],
    [0xc0, 0],
    [0xff, 0],
    [0x80, 1],
    [0xff, 0x3f],
    [0x80, 0xc0, 0],
    [0x7f],
    [0x40],
    [0xbf, 0x7f],
  ]);
  expect([127, 128, 2 ** 31].map(leb)).toEqual([[0x7f], [0x80, 1], [0x80, 0x80, 0x80, 0x80, 8]]);
});

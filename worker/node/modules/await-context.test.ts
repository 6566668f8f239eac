// ADR 7: what rewritten code keeps (values, order, text) and what it adds (the frame), by running it.
import { describe, expect, test } from 'vitest';
import { awaitName, withoutSuspensions } from './await-context.ts';
import { createAwaitRuntime } from './await-runtime.ts';
import { programEdits } from './program-edits.ts';

const hooks = { contextFrame: undefined as unknown, contextUsed: true };
const runtime = createAwaitRuntime(globalThis, hooks);
const rewrite = (source: string): string => programEdits(source)?.apply('', '').code ?? source;
/** Evaluates an expression with `store()` for the frame and `set(frame)`. */
const run = (source: string): unknown =>
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what is rewritten has to run
  (Function(awaitName, 'store', 'set', rewrite(`return (${source})`)) as (...args: unknown[]) => unknown)(
    runtime,
    () => hooks.contextFrame,
    (frame: unknown) => void (hooks.contextFrame = frame),
  );

/** Calls the async function in `frame`; another frame is current whenever it is suspended. */
async function inFrame(frame: string, source: string): Promise<unknown> {
  const call = run(source) as () => Promise<unknown>;
  hooks.contextFrame = frame;
  const result = call();
  hooks.contextFrame = 'foreign';
  return result;
}

describe('an await restores the frame', () => {
  test.each([
    ['async () => { await 1; return store(); }', 'a'],
    ['async () => (await null, store())', 'a'],
    ['async () => /* => */ [await null, store()].join()', ',a'],
    ['async function () { "use strict"; await 1; return store() + this; }', 'aundefined'],
    ['async () => { try { await Promise.reject(1) } catch { return store() } }', 'a'],
    [
      'async () => { let s; try { try { await Promise.reject(1) } finally { s = store() } } catch { return s } }',
      'a',
    ],
    ['async () => { await (set("b"), 1); return store(); }', 'b'],
    ['async () => { try { await 1; set("c"); throw 0 } catch { return store() } }', 'c'],
    ['async () => { let s = ""; for await (const x of [1, 2]) s += x; await 1; return s + store(); }', '12a'],
    ['async () => { for await (const x of (async function* () { yield 1 })()) return store(); }', 'a'],
    ['async () => { let s; await { then(done) { s = store(); done() } }; return s; }', 'a'],
    ['async () => (await (await (async () => await { f: async () => store() })()).f())', 'a'],
  ])('%s', async (source, expected) => {
    expect(await inFrame('a', source)).toBe(expected);
  });
});

test.each([
  'async () => await x',
  'async (a = 1) => ({ b: await a })',
  'async function f() { "use strict"; try { await (a) } catch { await b } finally { for await (const c of await d); } }',
  'class A { static async *[x]() { await import("y") } }',
])('the way back of %s', (source) => {
  const rewritten = rewrite(`(${source})`);
  expect(rewritten).not.toBe(`(${source})`);
  expect(withoutSuspensions(rewritten).replaceAll('__holdfast_import', 'import')).toBe(`(${source})`);
});

test('what has no await is left alone, unparsed', () => {
  expect(programEdits('// await\nfunction asyncLike() {}')).toBeUndefined();
  expect(programEdits('async () => 1')).toBeUndefined();
});

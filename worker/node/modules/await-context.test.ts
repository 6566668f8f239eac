// ADR 7: what rewritten code keeps (values, order, text) and what it adds (the frame), by running it.
import { describe, expect, test } from 'vitest';
import { awaitName, withoutSuspensions } from './await-context.ts';
import { createAwaitRuntime } from './await-runtime.ts';
import { rewriteEvaluated } from './direct-eval.ts';
import { programEdits } from './program-edits.ts';
import { SourceRegistry } from './source-registry.ts';

const hooks = { contextFrame: undefined as unknown, contextUsed: true };
const sources = new SourceRegistry();
const runtime = createAwaitRuntime(globalThis, hooks, (code, importer) =>
  rewriteEvaluated(sources, code, importer),
);
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
    ['async () => eval("(async () => { await 1; return store() })()")', 'a'],
    [
      'async () => eval((1, "(async () => { await 1; return eval(`(async () => (await 1, store()))()`) })()"))',
      'a',
    ],
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
  'async () => eval(await eval("x", (1)), 2)',
])('the way back of %s', (source) => {
  const rewritten = rewrite(`(${source})`);
  expect(rewritten).not.toBe(`(${source})`);
  expect(withoutSuspensions(rewritten).replaceAll('__holdfast_import', 'import')).toBe(`(${source})`);
});

test('what has no await is left alone, unparsed', () => {
  expect(programEdits('// await\nfunction asyncLike() {}')).toBeUndefined();
  expect(programEdits('async () => 1')).toBeUndefined();
});

describe('a direct eval', () => {
  test.each([
    ['sees what is around it', 'eval("typeof arguments + typeof runtime")', 'objectundefined'],
    ['of no text', 'eval(1)', 1],
    ['of nothing', 'eval()', undefined],
    ['of a spread', 'eval(...["2"])', 2],
    ['of another name', '((eval) => eval("async () => await 1"))(String)', 'async () => await 1'],
    ['that is none', 'eval?.("typeof store")', 'undefined'],
  ])('%s', (_, source, expected) => {
    expect((run(`function () { return ${source} }`) as () => unknown)()).toBe(expected);
  });

  test('throws the engine’s SyntaxError', () => {
    expect(run('() => eval("async () => { await }")')).toThrow(SyntaxError);
  });

  test('is known by the name that it gives itself, with its columns', () => {
    const code = 'async () => { await 1; return 2 }\n//# sourceURL=webpack-internal:///a.js';
    const rewritten = rewriteEvaluated(sources, code, '__holdfast_import');
    const source = sources.find('webpack-internal:///a.js');
    expect(source?.text).toBe(code);
    expect(source?.originalColumn(1, rewritten.indexOf('return') + 1)).toBe(code.indexOf('return') + 1);
  });
});

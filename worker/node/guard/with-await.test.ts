// Both rewritings of one program, `await` and loops, must not get in each other's way.
import { expect, test } from 'vitest';
import { createAwaitRuntime } from '../modules/await-runtime.ts';
import { awaitName, withoutSuspensions } from '../modules/await-context.ts';
import { parseScript } from '../modules/parse.ts';
import { programEdits } from '../modules/program-edits.ts';
import { withoutGuards } from './guard-text.ts';
import { guardName } from './names.ts';

test.each([
  'async (f) => {await f(1); let n = 0; while(await f(n)) n++; return n; }',
  'async (f) => { let n = 0; while(await f(n)) n++; return n; }',
  'async (f) => { let n = 0; while(await f(n))await f(n++); return n; }',
  'async (f) => { let n = 0; for(;await f(n);await f(n))n++\nreturn n; }',
  'async (f) => { let n = 0; do await f(n++); while(await f(n)); return n; }',
  'async (f) => { let n = 0; for(const x of [1, 2, 3, 4])await f(n += x); return n; }',
  'async (f) => { let n = 0; for(const x of [1, 2])await f(n += x);await f(n++);while(n < 9)n++;await f(n);return n; }',
  'async (f) => { let n = 0; for await(const x of [1, f(2), 3])n++; while(await f(n)) { try { await f(n) } catch {} finally { n++ } } return n; }',
  'async (f) => { let n = 0; a: while(await f(n)) { n++; for (;;) { if (await f(n)) continue a; break } } return n; }',
])('%s', async (source) => {
  const { code } = programEdits(`(${source})`, parseScript, 'script')?.apply('', '') ?? { code: '' };
  expect(code).toContain(guardName);
  expect(code).toContain(awaitName);
  expect(withoutSuspensions(withoutGuards(code))).toBe(`(${source})`);
  const runtime = createAwaitRuntime(
    globalThis,
    { contextFrame: undefined, contextUsed: false },
    (code) => code,
  );
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the transform's output is what is tested
  const make = new Function(awaitName, guardName, `return ${code}`) as (...given: unknown[]) => Case;
  type Case = (test: (n: number) => Promise<boolean>) => Promise<number>;
  const plain = (0, eval)(`(${source})`) as Case;
  const below = (n: number) => Promise.resolve(n < 100);
  expect(await make(runtime, () => true)(below)).toBe(await plain(below));
});

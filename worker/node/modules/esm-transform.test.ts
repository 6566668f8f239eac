// What the transform of an ES module makes of it, by running the result.
import { describe, expect, test } from 'vitest';
import { moduleEdits, transformedModule, type TransformedModule } from './esm-transform.ts';
import { createAwaitRuntime } from './await-runtime.ts';
import { parseModule } from './parse.ts';
import type { ModuleObject } from './source-text-module.ts';

function transform(source: string): TransformedModule {
  const { shape, edits } = moduleEdits(source, parseModule(source), true);
  return transformedModule(shape, edits);
}

type Getters = Record<string, () => unknown>;
const hooks = { contextFrame: undefined, contextUsed: false };

/** Runs a module without top-level await; `imports` are the values of its imported names. */
function run(source: string, imports: object = {}): { exports: Getters; code: string } {
  const { code } = transform(source);
  let exports: Getters = {};
  const module: ModuleObject = {
    imports,
    meta: { url: 'file:///m.mjs' },
    await: createAwaitRuntime(globalThis, hooks, (code) => code),
    guard: () => true,
    import: async (specifier) => `imported ${String(specifier)}`,
    define: (getters) => void (exports = getters),
  };
  const factory = (0, eval)(code) as (object: ModuleObject) => () => Generator;
  const body = factory(module)();
  body.next();
  body.next();
  return { exports, code };
}

const values = (exports: Getters): object =>
  Object.fromEntries(Object.entries(exports).map(([name, get]) => [name, get()]));

describe('exports', () => {
  test.each([
    ['export const a = 1, { b, ...c } = { b: 2, d: 3 };', { a: 1, b: 2, c: { d: 3 } }],
    ['const x = 1; export { x as y, x as default };', { y: 1, default: 1 }],
    ['export default 1 + 1', { default: 2 }],
    ['export default (1, 2) // comment', { default: 2 }],
    ['export default /* why */ [3];', { default: [3] }],
    ['let n = 1; export { n }; n = 2;', { n: 2 }],
    ['export { "x" as "a-b" }; const x = 1;'.replace('"x"', 'x'), { 'a-b': 1 }],
  ])('%s', (source, expected) => {
    expect(values(run(source).exports)).toEqual(expected);
  });

  test.each([
    ['export default function () {}', 'default'],
    ['export default class {}', 'default'],
    ['export default (class {})', 'default'],
    ['export default () => {}', 'default'],
    ['export default async function* () {}', 'default'],
    ['export default function named() {}', 'named'],
  ])('the name of %s', (source, name) => {
    expect((run(source).exports['default']?.() as { name: string }).name).toBe(name);
  });

  test('functions are hoisted before the module runs', () => {
    const source = 'throw f; export function f() {} export default function () { return 1 }';
    let exports: Getters = {};
    const { code } = transform(source);
    const factory = (0, eval)(code) as (object: object) => () => Generator;
    factory({ imports: {}, define: (getters: Getters) => void (exports = getters) })().next();
    expect((exports['default']?.() as () => number)()).toBe(1);
    expect(typeof exports['f']?.()).toBe('function');
  });
});

describe('references to imports', () => {
  const imports = {
    a: 1,
    f: function (this: unknown) {
      return this;
    },
    ns: { k: 2 },
  };
  test.each([
    ['import { a } from "x"; export const r = a + [a][0] + { a }.a + `${a}`.length;', 4],
    ['import { f } from "x"; export const r = f();', undefined],
    ['import { a } from "x"; export const r = ((a) => a)(5);', 5],
    ['import { a } from "x"; export let r; { const a = 3; r = a; }', 3],
    ['import { a } from "x"; export const r = (function () { var a = 4; return a; })();', 4],
    ['import { a } from "x"; export const { r = a } = {};', 1],
    ['import { a } from "x"; export const r = { a: 6 }.a;', 6],
    ['import { a } from "x"; class A { a = a; static [a] = 7 } export const r = new A().a + A[1];', 8],
    ['import { a } from "x"; export let r; try { throw 9 } catch (a) { r = a }', 9],
    ['import { a } from "x"; export let r; a: for (const a of [2]) { r = a; continue a; }', 2],
    ['import * as ns from "x"; export const r = ns.k;', 2],
    ['export const r = import.meta.url.length;', 13],
  ])('%s', (source, expected) => {
    expect(run(source, imports).exports['r']?.()).toEqual(expected);
  });
});

describe('what the loader is told', () => {
  test('requests once a specifier and attributes, in order; indirect and star exports', () => {
    const source =
      'import d, { x as y } from "a"; import * as n from "b"; export * from "c"; export * as s from "a";\n' +
      'export { q as r } from "c"; export { y }; import j from "d" with { type: "json" }; void [d, n, j];';
    const { requests, imports, indirectExports, starExports } = transform(source);
    expect(requests.map(({ specifier, attributes }) => [specifier, { ...attributes }])).toEqual([
      ['a', {}],
      ['b', {}],
      ['d', { type: 'json' }],
      ['c', {}],
    ]);
    expect(imports.map(({ local, request, imported }) => [local, request, imported])).toEqual([
      ['d', 0, 'default'],
      ['y', 0, 'x'],
      ['n', 1, '*'],
      ['j', 2, 'default'],
    ]);
    expect(indirectExports.map(({ exported, request, imported }) => [exported, request, imported])).toEqual([
      ['s', 0, '*'],
      ['r', 3, 'q'],
      ['y', 0, 'x'],
    ]);
    expect(starExports).toEqual([3]);
  });

  test.each([
    ['await 1;', true],
    ['for await (const x of []) ;', true],
    ['async () => { await 1 };', false],
    ['async function f() { for await (const x of []) ; }', false],
    ['class A { static async m() { await 1 } }', false],
  ])('top-level await in %s', (source, expected) => {
    expect(transform(source).hasTopLevelAwait).toBe(expected);
  });
});

describe('places', () => {
  test('lines stay, and columns lead back to the author’s', () => {
    const source = 'import { a } from "x";\nimport {\n  b,\n} from "y";\nvoid [a, b]; throw c;';
    const { code, originalColumn } = transform(source);
    const line = code.split('\n')[4] ?? '';
    expect(originalColumn(5, line.indexOf('throw') + 1)).toBe(14);
    expect(originalColumn(5, line.indexOf('.b') + 1)).toBe(10);
  });

  test('the call of an imported name is placed at the name', () => {
    const source = 'import { a } from "x";\nvoid 0; a(1); a .b();';
    const { code, originalColumn } = transform(source);
    const line = code.split('\n')[1] ?? '';
    expect(originalColumn(2, line.indexOf('(1') + 1)).toBe(9);
    expect(originalColumn(2, line.indexOf('1)') + 1)).toBe(11);
    expect(originalColumn(2, line.indexOf('.b') + 1)).toBe(17);
  });
});

import { describe, expect, test } from 'vitest';
import { Edits } from '../modules/edits.ts';
import { parseFunctionBody, parseScript, type AnyNode } from '../modules/parse.ts';
import { guardLoops, type ProgramKind } from './guard-loops.ts';
import { withoutGuards } from './guard-text.ts';
import { guardName } from './names.ts';

function guarded(source: string, kind: ProgramKind = 'body') {
  const program = (kind !== 'body' ? parseScript(source) : parseFunctionBody(source)) as unknown as AnyNode;
  const edits = new Edits(source);
  const { guarded: any, declarations } = guardLoops(source, program, edits, kind);
  return { any, declarations, ...edits.apply('', '') };
}

/** Runs a function body that returns or pushes to `out`; the guard counts its calls. */
function run(source: string, rewrite: boolean) {
  let calls = 0;
  const out: unknown[] = [];
  const { code, declarations } = rewrite ? guarded(source) : { code: source, declarations: '' };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the transform's output is what is tested
  const body = new Function('out', guardName, `${declarations}${code}`) as (...args: unknown[]) => unknown;
  const result = body(out, () => {
    calls++;
    return true;
  });
  return {
    result,
    out,
    get calls() {
      return calls;
    },
  };
}

/** Each must guard at least one loop and behave as without. */
const corpus: Record<string, string> = {
  'while with break': 'let i = 0; while (true) { if (i++ > 5000) break; out.push(i % 7); } return i;',
  'while without a block': 'let i = 0; while (next()) i++; return i; function next() { return i < 3000 }',
  'empty body': 'let i = 0; while (i++ !== 5000); return i;',
  'do/while with continue':
    'let i = 0, n = 0; do { i++; if (i % 3) continue; n += f(i); } while (i !== 4000); return [i, n]; function f(x) { return x }',
  'do/while without a block, no semicolon':
    'let i = 0\ndo i++\nwhile (i !== 2500)\nout.push(i); if (i) do i--; while (i !== 0); else out.push("else"); return i',
  'for with everything':
    'let n = 0; for (let i = 0, j = 9; n !== 5000; i += j, n++) { if (i % 2) continue; out.push(i); } return n;',
  'for with nothing': 'let i = 0; for (;;) { if (++i > 3333) break; } return i;',
  'for with comments everywhere':
    'let i = 0; for /* ; */ ( /* ( */ ; /* ) */ (i !== (2000)) /* ; */ ; (i++) // )\n ) /* { */ out.push(i); return i;',
  'for with an initializer of its own in parentheses':
    'let i; for ((i = 0); i !== 2000; (i)++ ) { out.push(i) } return i;',
  'while with comments': 'let i = 0; while /* ( */ ( // (\n ((i) !== 2000) /* ) */ ) // {\n i++; return i;',
  'closures of the head are one an iteration':
    'const fs = []; for (let i = 0; i !== 3000; i++) fs.push(() => i); return fs.map((f) => f());',
  'labels, continue and break of an outer loop':
    'let n = 0; outer: while (true) { for (let i = 0; ; i++) { n++; if (n > 5000) break outer; if (i === 7) continue outer; } } return n;',
  'continue of its own label':
    'let n = 0, i = 0; a: b: while (i !== 3000) { i++; if (i % 2) continue a; if (i % 3) continue b; n++; } return n;',
  'continue of its own label in a for':
    'let n = 0; a: for (let i = 0; n !== 3000; i++) { n++; if (i % 2) continue a; out.push(i); } return n;',
  'a labelled do/while':
    'let n = 0; a: do { n++; for (;;) { if (n % 2) continue a; break; } out.push(n); } while (n !== 3000); return n;',
  'nested, ending together':
    'let i = 0, n = 0; while (i++ !== 60) while (n++ % 60 !== 59) out.push(n); return [i, n];',
  'deeply nested with calls':
    'let n = 0; for (let i = 0; i < 20; i++) for (let j = 0; j < 20; j++) { let k = 0; while (k !== 20) { k++; n += f(k); } } return n; function f(x) { return x }',
  'switch inside':
    'let i = 0; while (true) { switch (i++ % 4) { case 0: continue; case 1: break; case 2: out.push(i); } if (i === 3000) break; } return i;',
  'try, finally and return':
    'let i = 0; while (true) { try { if (i++ === 2000) return i; } finally { out.push(i); } }',
  generator:
    'function* g() { let i = 0; while (true) yield i++; } for (const x of g()) { out.push(x); if (x === 2000) break; } return g.name + g.length;',
  'a list that grows':
    'const list = [1]; for (const x of list) { if (x < 2000) list.push(x + 1); } return list.length;',
  'for/of that calls':
    'let n = 0; for (const x of Array(500).keys()) n += f(x); return n; function f(x) { return x }',
  'for/of without a block':
    'for (const x of Array(100).keys()) out.push(String(f(x))); function f(x) { return x }',
  'for/in that calls':
    'for (const k in Object.fromEntries(Array.from({ length: 99 }, (_, i) => ["k" + i, i]))) if (f(k)) out.push(k); function f(x) { return x > "k5" }',
  'strict functions stay strict':
    'function f() { "use strict"; let i = 0; while (i !== 2000) i++; return this; } return f.call(1);',
  'arrow, method, getter, static block':
    'const a = () => { let i = 0; while (i !== 2000) i++; return i; }; class C { m() { let i = 0; do i++; while (i !== 2000); return i } get g() { for (let i = 0; ; i++) if (i === 2000) return i } static s = 0; static { while (C.s !== 2000) C.s++; } } return [a(), new C().m(), new C().g, C.s];',
  'in and comma in the head':
    'const o = { a: 1 }; let n = 0; while (n++, "a" in o) { if (n === 2000) delete o.a; } return n;',
  'var of the head outlives it': 'for (var i = 0; i !== 2000; i++) f(); return i; function f() {}',
  'arguments and this':
    'function f() { let i = 0; while (i !== arguments.length) i++; return [i, this.x]; } return f.apply({ x: 1 }, Array(2000));',
  'a directive-like string later': 'let i = 0; "x"; while (i !== 2000) i++; "y"; return i;',
  'loops that touch':
    'let i = 0;while(i !== 2000){i++}do{i--}while(i !== 0);for(;i !== 2000;i++){}do i--\nwhile(i !== 0)return i;',
  'a counter of its own, left where a chunk ends':
    'const ends = []; for (const end of [0, 1, 1023, 1024, 1025, 5000]) { let i = 0; while (true) { if (i === end) break; if (++i === 2048) break; } ends.push(i); } return ends;',
  'a counter of its own in the head':
    'const ends = []; for (const end of [0, 1023, 1024, 1025, 3000]) for (let i = 0; ; i++) if (i === end) { ends.push(i); break; } return ends;',
  'a counter of its own, and a condition that fails where a chunk ends':
    'const ends = []; for (const end of [0, 1023, 1024, 1025, 3000]) { let i = 0; while (i !== end) { i++; if (i % 2) continue; out.push(i); } ends.push(i); } return ends;',
  'a counter of its own and other breaks':
    'let i = 0, n = 0; a: while (true) { i += 1; switch (i % 3) { case 0: break; default: n++; } for (const x of [1, 2]) { if (x === 2) break; n += x; } if (i === 1500) break a; if (n === 99999) break; } return [i, n];',
  'counters within each other':
    'let n = 0; let i = 0; while (true) { let j = 0; while (true) { j++; if (j === i) break; if (j === 40) break; n++; } i++; if (i === 1300) break; } return [i, n];',
  'a counter that is no number any more':
    'let i = 0n; while (true) { i++; if (i === 2000n) break; } return i;',
  'a counter that others move':
    'let i = 0; const back = () => (i = "5"); while (true) { i++; if (i === 2000) break; out.push(i); } return back();',
  'a counter that another hides':
    'let n = 0; { let i = 0; { let i = NaN; while (true) { i++; if (++n === 2000) break; } } } return n;',
  'dangling else':
    'let i = 0, r = []; for (const x of [0, 1]) if (x) while (i !== 2000) i++; else r.push("e"); return [i, r];',
};

describe('a guarded program does what it did', () => {
  test.each(Object.entries(corpus))('%s', (_name, source) => {
    const before = run(source, false);
    const after = run(source, true);
    expect({ result: after.result, out: after.out }).toEqual({ result: before.result, out: before.out });
    expect(after.calls).toBeGreaterThan(0);
    const { code, declarations } = guarded(source);
    expect(code.split('\n').length).toBe(source.split('\n').length);
    expect(withoutGuards(declarations + code)).toBe(source);
  });

  test('async functions and for await', async () => {
    const source =
      'async function* g() { let i = 0; while (true) { await null; yield i++; } } return (async () => { let n = 0; for await (const x of g()) { n += x; if (x === 200) return n; } })();';
    const after = run(source, true);
    expect(await after.result).toBe(20100);
    expect(after.calls).toBeGreaterThan(5);
  });
});

describe('loops that provably end stay as they are', () => {
  test.each([
    'for (let i = 0; i < a.length; i++) s += a[i];',
    'for (let i = a.length - 1; i >= 0; i--) s += a[i];',
    'for (let i = 0; i < n; i += 2) s += i;',
    'for (let i = 0; n > i && a[i] !== x; ++i);',
    'for (let i = 2; i * i <= n; i++) if (n % i === 0) break;',
    'while (i < a.length) s += a[i++];',
    'while (i < a.length && a[i] !== x) i++;',
    'while (i < a.length) { const c = a.charCodeAt(i); i += 1; if (c === 32) continue; s += c; }',
    'do { i++; } while (i < 10);',
    'for (let i = 0; i < 10; i++) for (let j = 0; j < 10; j++);',
    'for (const x of a) s += x;',
    'for (const k in a) s += a[k];',
    'for (let i = 0; i < n; i++) h = Math.imul(h, 31) + s.charCodeAt(i);',
    'function* g() { yield 1; yield 2; } for (const x of g()) s += x;',
    'const isDigit = (c) => c >= 48 && c <= 57; for (let i = 0; i < s.length; i++) n += isDigit(s.charCodeAt(i));',
  ])('%s', (source) => {
    expect(guarded(source).any).toBe(false);
  });

  test('a sieve: the step is a variable that counts up from 2', () => {
    const { code } = guarded(
      'for (let i = 2; i <= n; i++) { for (let j = i * i; j <= n; j += i) p[j] = 1; }',
    );
    expect(code).toContain('{ for (let j = i * i; j <= n; j += i) p[j] = 1; }');
  });
});

describe('loops that may not end are guarded', () => {
  test.each([
    'for (let i = 0; i < n; i++) { n++; }',
    'for (let i = 0; i < n; i++) { i = 0; }',
    'for (let i = 0; i < n; i--) s++;',
    'for (let i = 0; i < n;) if (a) i++;',
    'for (let i = 0; i < n; i += k) s++;',
    'for (let i = 0; i !== n; i++) s++;',
    'while (i < n) { if (a[i]) continue; i++; }',
    'while (i < n) { a && i++; }',
    'while (i < n) { a?.[i++]; }',
    'while (i < n) { [i] = a; i++; }',
    'while (i < n) { (() => i++); }',
    'while (i < o.n) { i++; o.n++; }',
    'while (n--);',
    'while (node) node = node.next;',
    'for (let i = 0; i < n; i++) { let i = f(); }',
    'for (let i = 0; i < 10; i++) slow(i);',
    'for (let i = 0; i < 10; i++) { let j = i; while (j !== 1) j = next[j]; }',
    'let i = 0; const back = () => i--; while (i < n) { i++; back(); }',
    'function f(x) { return f(x - 1); } for (let i = 0; i < n; i++) f(i);',
    'let f = (x) => x; f = g; for (let i = 0; i < n; i++) f(i);',
    'for (const x of a) a.push(x);',
    'for (const x of g()) s += x;',
    'function* g() { yield 1; } for (const x of g()) slow(x);',
    'function* g() { yield* naturals(); } for (const x of g()) s += x;',
    'function* g() { yield slow(); } for (let i = 0; i < n; i++) for (const x of g()) s += x;',
    'async function* g() { yield 1; } (async () => { for await (const x of g()) s += x; })();',
    'for (let i = 1; i < n; i++) { i -= 1; for (let j = 0; j < n; j += i); }',
  ])('%s', (source) => {
    expect(guarded(source).any).toBe(true);
  });
});

test('a generator’s own loop is guarded, not also the one that walks through it', () => {
  const { code } = guarded('function* g() { while (true) yield f(); } for (const x of g()) s += x;');
  expect(code.split(guardName)).toHaveLength(2);
  expect(code).toContain('for (const x of g()) s += x;');
});

describe('who counts the iterations of a chunk', () => {
  const counted = (name: string) => `let __holdfast_count=${name}+1024;`;
  test.each([
    ['let i = 0; while (true) { if (a[i] === x) break; i++; }', counted('i')],
    ['for (let i = 0; a[i] !== x; i++);', counted('i')],
    ['for (let $i = 0, j = 3; ; j--, $i += 2) if (a[$i] === x) break;', counted('$i')],
    ['let i = 0; while (true) { if (++i === n) break; }', counted('i')],
    // Not by what may be no number, stay where it is, or move elsewhere.
    ['var i = 0; while (true) { if (a[i] === x) break; i++; }', '=0;'],
    ['let i = n; while (true) { if (a[i] === x) break; i++; }', '=0;'],
    ['let i = 0; while (true) { if (a[i] === x) break; if (b) i++; }', '=0;'],
    ['let i = 0; while (true) { let i = 0; i++; if (a[i] === x) break; }', '=0;'],
    ['let i = 0; while (true) { i++; if (a[i] === x) break; function i() {} }', '=0;'],
    [
      'let i = 0; const f = () => { let i = 0; return i; }; while (true) { i++; if (i === x) break; }',
      counted('i'),
    ],
    ['let i = 0; while (true) { if (a[i] === x) break; i++; i = y; }', '=0;'],
    ['let i = 0; while (a[i++] !== x);', '=0;'],
    ['let i = 0; const f = () => { i = y; }; while (true) { if (a[i] === x) break; i++; }', '=0;'],
    ['let i = 0; { while (true) { if (a[i] === x) break; i++; } }', '=0;'],
    ['while (true) { if (a[i] === x) break; i++; } let i = 0;', '=0;'],
  ])('%s', (source, expected) => {
    expect(guarded(source).code).toContain(expected);
  });
});

describe('scripts', () => {
  test('declare nothing globally and keep the value of their last statement', () => {
    const source = 'var i = 0; a: while (true) { if (i++ > 3000) break a; i; }';
    const { code } = guarded(source, 'script');
    const evaluate = globalThis.eval;
    const scope = globalThis as Record<string, unknown>;
    const value: unknown = evaluate(source);
    let calls = 0;
    scope[guardName] = () => ++calls;
    expect(evaluate(code)).toBe(value);
    expect(calls).toBeGreaterThan(1);
    expect(Object.keys(scope).filter((name) => name.startsWith('__holdfast_count'))).toEqual([]);
    delete scope[guardName];
    delete scope['i'];
  });
});

test('columns lead back to the author', () => {
  const source = 'x; while (a(b)) { c(); }\nd();';
  const { code, originalColumn } = guarded(source);
  const [first = ''] = code.split('\n');
  for (const name of ['a(b)', 'c()']) {
    expect(originalColumn(1, first.indexOf(name) + 1)).toBe(source.indexOf(name) + 1);
  }
  expect(originalColumn(2, 1)).toBe(1);
});

test('of a timed script every loop is guarded', () => {
  const source = 'let n = 0;\nfor (let i = 0; i < 1e9; i++) n += i;';
  expect(guarded(source, 'script').any).toBe(false);
  expect(guarded(source, 'timed-script').any).toBe(true);
});

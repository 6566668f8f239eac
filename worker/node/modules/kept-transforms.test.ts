// What is kept of parsing leads to the same code as parsing does, and is not used for anything else.
import { createHash } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { Edits } from './edits.ts';
import { moduleEdits, transformedModule } from './esm-transform.ts';
import { KeptTransforms, transformsOf, transformVersion } from './kept-transforms.ts';
import { parseModule } from './parse.ts';
import { programEdits } from './program-edits.ts';

const module = `#!/usr/bin/env node
import a, { b as c } from './b.js';
export * from './c.js';
export { c, a as default };
export const d = await import.meta.resolve(c(a)), { e = a } = {};
export async function f() { try { await g(); } finally { c\`x\`; } }
for await (const x of d) import(x)
c({ a })
`;
const body =
  "#!/bin/node\nexports.a = async () => { try { await b() } catch {} };\nimport('./c.mjs')\neval(exports)\n";

/** A pack of `files`, mounted at /p, and what is kept beside it. */
function pack(files: Record<string, string>, kept?: Uint8Array) {
  const paths = Object.keys(files);
  let derived = kept;
  const timers: (() => void)[] = [];
  const transforms = new KeptTransforms({
    fs: () => ({
      packedFile: (path) => {
        const index = paths.indexOf(path.replace('/p/', ''));
        return index === -1 ? undefined : { packId: 'p', index };
      },
      readDerived: () => derived,
      writeDerived: (_id, bytes) => void (derived = bytes),
    }),
    setTimeout: (callback) => timers.push(callback),
  });
  return { transforms, derived: () => derived, tick: () => timers.splice(0).forEach((run) => run()) };
}

const built = (files: Record<string, string>): Uint8Array | undefined =>
  transformsOf(Object.entries(files).map(([path, text]) => ({ path, text: () => text })));
const parseIt = () => moduleEdits(module, parseModule(module), false);
const unwanted = () => {
  throw new Error('parsed');
};

describe('what is kept of parsing', () => {
  test('gives the same code as parsing: what the build made', () => {
    const files = { 'm.mjs': module, 'package.json': '{}', 'b.cjs': body };
    const { transforms } = pack(files, built(files));
    const parsed = parseIt();
    const found = transforms.module('/p/m.mjs', module, unwanted);
    const expected = transformedModule(parsed.shape, parsed.edits);
    const actual = transformedModule(found.shape, found.edits);
    expect({ ...actual, originalColumn: 0 }).toEqual({ ...expected, originalColumn: 0 });
    for (let line = 1; line < 9; line++)
      for (let column = 1; column < 900; column += 7)
        expect(actual.originalColumn(line, column)).toBe(expected.originalColumn(line, column));
    const edits = transforms.body('/p/b.cjs', body, unwanted);
    expect(edits.apply('(', ')').code).toBe(programEdits(body)?.apply('(', ')').code);
  });

  test('gives the same code as parsing: what an earlier process kept', () => {
    const files = { 'm.js': module, 'b.js': body };
    const first = pack(files);
    const parsed = first.transforms.module('/p/m.js', module, parseIt);
    first.transforms.body('/p/b.js', body, () => programEdits(body) ?? new Edits(body));
    expect(first.transforms.hasModuleSyntax('/p/m.js', module)).toBe(true);
    expect(first.derived()).toBeUndefined();
    first.tick();
    first.tick();
    const second = pack(files, first.derived());
    const found = second.transforms.module('/p/m.js', module, unwanted);
    expect(transformedModule(found.shape, found.edits).code).toBe(
      transformedModule(parsed.shape, parsed.edits).code,
    );
    expect(second.transforms.body('/p/b.js', body, unwanted).isEmpty).toBe(false);
    expect(second.transforms.hasModuleSyntax('/p/m.js', module)).toBe(true);
  });

  test('adds to what others have kept', () => {
    const files = { 'a.js': module, 'b.js': body };
    const one = pack(files);
    one.transforms.module('/p/a.js', module, parseIt);
    one.transforms.flush();
    const two = pack(files, one.derived());
    two.transforms.body('/p/b.js', body, () => new Edits(body));
    two.transforms.flush();
    const { transforms } = pack(files, two.derived());
    transforms.module('/p/a.js', module, unwanted);
    transforms.body('/p/b.js', body, unwanted);
  });

  test('is not used for another text, for a file of the project, or where it is damaged', () => {
    const files = { 'm.mjs': module };
    const make = vi.fn(parseIt);
    pack(files, built(files)).transforms.module('/p/m.mjs', `${module} `, make);
    pack(files, built(files)).transforms.module('/mine/m.mjs', module, make);
    pack(files, new TextEncoder().encode('{"version":')).transforms.module('/p/m.mjs', module, make);
    pack(files, new TextEncoder().encode('{"version":0}')).transforms.module('/p/m.mjs', module, make);
    expect(make).toHaveBeenCalledTimes(4);
  });

  test('of a package that says nothing of its type, files with the syntax of modules are modules', () => {
    const files = { 'package.json': '{}', 'a.js': 'export {}', 'b.js': "const s = 'import x'", 'c.js': '1' };
    const { transforms } = pack(files, built(files));
    transforms.module('/p/a.js', 'export {}', unwanted);
    expect(transforms.hasModuleSyntax('/p/b.js', files['b.js'])).toBe(false);
    expect(built({ 'package.json': '{"type":"commonjs"}', 'b.js': files['b.js'] })).toBeUndefined();
  });
});

test('another transform is another version: raise transformVersion, then change the hash', () => {
  const { shape, edits } = parseIt();
  const text = JSON.stringify([transformedModule(shape, edits).code, programEdits(body)?.apply('', '').code]);
  expect([transformVersion, createHash('sha256').update(text).digest('hex').slice(0, 16)]).toEqual([
    3,
    'f6d3180cbade526e',
  ]);
});

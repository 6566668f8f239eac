// The tools of a TypeScript library, as a ratio to native Node on the same project in the same run: the compiler on 200 files,
// and Vitest with 100 tests.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nativeNode, timed } from './native.mjs';
import { installedProject, inTurns, nativeProject, succeed } from './template-project.mjs';

const template = 'library';

/** Types, generics and classes that build on those of files before. */
function typedFile(n) {
  const before =
    n === 0
      ? 'interface Base { id: number }'
      : `import type { Shape${n - 1} as Base } from './m${n - 1}.js';`;
  const other = Math.floor(n / 2);
  const use =
    n < 2
      ? ''
      : `import { Store${other} } from './m${other}.js';\nexport const store${n} = new Store${other}();\n`;
  return `${before}
${use}export interface Shape${n} extends Partial<Base> { kind${n}: 'a' | 'b'; items: readonly string[] }
export class Store${n}<T extends Shape${n} = Shape${n}> {
  readonly #all = new Map<string, T>();
  add(key: string, value: T): this { this.#all.set(key, value); return this; }
  pick<K extends keyof T>(key: string, field: K): T[K] | undefined { return this.#all.get(key)?.[field]; }
  group(): Record<T['kind${n}'], T[]> {
    const groups = { a: [] as T[], b: [] as T[] };
    for (const each of this.#all.values()) groups[each.kind${n}].push(each);
    return groups;
  }
}
export const names${n} = new Store${n}().add('x', { kind${n}: 'a', items: ['${n}'] }).pick('x', 'items')?.map((item) => item.length);
`;
}

const typedFiles = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`src/m${n}.ts`, typedFile(n)]));

const testFile = (n) => `import { describe, expect, it } from 'vitest';
import { groupBy } from './index.js';
describe('group ${n}', () => {
${Array.from({ length: 10 }, (_, k) => `  it('test ${k}', () => { expect([...groupBy([1, 2, ${k}], (x) => x % ${k + 1}).values()].flat()).toHaveLength(3); });`).join('\n')}
});
`;

const testFiles = Object.fromEntries(
  Array.from({ length: 10 }, (_, n) => [`src/t${n}.test.ts`, testFile(n)]),
);

async function compared({ open, runs }, files, name, args, script) {
  const machine = await installedProject(open, template);
  const native = nativeProject(template);
  await succeed(machine, 'rm', ['src/index.test.ts']);
  rmSync(join(native.folder, 'src/index.test.ts'));
  await machine.writeFiles(files);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(native.folder, path)), { recursive: true });
    writeFileSync(join(native.folder, path), text);
  }
  const { samples, baseline } = await inTurns(
    { machine, native, runs },
    (ours) => succeed(ours, 'npx', [name, ...args]),
    async ({ folder }) => timed(nativeNode, [script, ...args], { cwd: folder }),
  );
  return { samples: samples.map((ms, run) => ms / baseline[run]), baseline };
}

export function tsc200(options) {
  return compared(options, typedFiles, 'tsc', ['--noEmit'], 'node_modules/typescript/bin/tsc');
}

export function vitest100(options) {
  return compared(options, testFiles, 'vitest', ['run'], 'node_modules/vitest/vitest.mjs');
}

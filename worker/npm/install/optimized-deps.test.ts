import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { json, setUp } from '../testing/project.ts';
import { optimizedDepsId, rootMark } from './optimized-deps.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);
const bytes = new TextEncoder().encode('{}export {}');
const metadata = { browserHash: 'b', optimized: { b: { file: 'b.js' } }, chunks: {} };

/** A project that has Vite installed, and a pack for what `npm install` makes of it. */
async function optimized(
  manifest: object = {},
  kept: object = { config: `{"root":"${rootMark}"}`, metadata },
) {
  const { machine } = setUp(
    { 'vite@7.0.0': { dependencies: { b: '1.0.0' } } },
    {},
    { dependencies: { vite: '7.0.0' }, ...manifest },
  );
  await machine.npm(['i', '--package-lock-only']);
  const { packages } = json(machine, 'package-lock.json') as unknown as {
    packages: Record<string, { integrity?: string }>;
  };
  const installed = Object.entries(packages).filter(([location]) => location !== '');
  const id = await optimizedDepsId(
    installed.map(([location, { integrity }]) => ({ location, locked: integrity })),
    crypto.subtle,
  );
  const entries = [
    { path: '_plugin.json', mode: 0o644, offset: 0, size: 2 },
    { path: 'deps/b.js', mode: 0o644, offset: 2, size: 9 },
  ];
  const stored = {
    pack: { id, entries, blob: new Blob([bytes]) },
    manifest: { name: 'vite', optimizedDeps: kept },
    bundled: {},
  };
  await machine.packs.put([stored]);
  return machine;
}

const text = ({ fs }: Awaited<ReturnType<typeof optimized>>, path: string) =>
  new TextDecoder().decode(fs.readFile(`/home/project/${path}`));

describe('what Vite would make of the packages', () => {
  it('is there after the install, with the hashes that Vite looks at', async () => {
    const machine = await optimized();
    expect((await machine.npm(['i'])).code).toBe(0);
    expect(text(machine, 'node_modules/.vite/deps/b.js')).toBe('export {}');
    expect(text(machine, 'node_modules/.vite/_plugin.json')).toBe('{}');
    const configHash = hash('{"root":"/home/project"}');
    const lockfileHash = hash(text(machine, 'node_modules/.package-lock.json'));
    expect(json(machine, 'node_modules/.vite/deps/_metadata.json')).toEqual({
      hash: hash(lockfileHash + configHash),
      configHash,
      lockfileHash,
      ...metadata,
    });
  });

  it('does not take the place of what Vite made', async () => {
    const machine = await optimized();
    machine.fs.makeDirectories('/home/project/node_modules/.vite/deps', 0o755);
    await machine.npm(['i']);
    expect(machine.fs.readdir('/home/project/node_modules/.vite/deps')).toEqual([]);
  });

  it('leaves the install as it is for other packages, without Vite, or where the pack says nothing', async () => {
    const vite = '/home/project/node_modules/.vite';
    const other = await optimized();
    await other.npm(['i', 'd']);
    expect(other.fs.tryStat(vite)).toBeUndefined();
    const without = await optimized({ dependencies: { b: '1.0.0' } });
    await without.npm(['i']);
    expect(without.fs.tryStat(vite)).toBeUndefined();
    const damaged = await optimized({}, { config: 1 });
    expect((await damaged.npm(['i'])).code).toBe(0);
    expect(damaged.fs.tryStat(vite)).toBeUndefined();
  });

  it('does not make npm read all of node_modules the next time', async () => {
    const machine = await optimized();
    await machine.npm(['i']);
    const { mtimeMs } = machine.fs.stat('/home/project/node_modules/.package-lock.json');
    expect(machine.fs.stat('/home/project/node_modules').mtimeMs).toBeLessThanOrEqual(mtimeMs);
  });
});

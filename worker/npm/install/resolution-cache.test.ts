import { describe, expect, it } from 'vitest';
import { memoryPackStore } from '../store/pack-store.ts';
import { memoryPackumentStore, type PackumentStore } from '../store/packument-store.ts';
import { json, setUp, writeManifest } from '../testing/project.ts';

/** What was looked up, `resolution:…` without its digest. */
function watched(): { packuments: PackumentStore; asked: string[] } {
  const store = memoryPackumentStore();
  const asked: string[] = [];
  const get: PackumentStore['get'] = (keys) => {
    asked.push(...keys.map((key) => key.replace(/^resolution:.*/, 'resolution')));
    return store.get(keys);
  };
  return { packuments: { ...store, get }, asked };
}

describe('resolving a tree that was resolved before', () => {
  it('takes it as it was, whatever the project, while the registry counts as known', async () => {
    const { packuments, asked } = watched();
    const packs = memoryPackStore();
    const wishes = { dependencies: { a: '^1.0.0' }, overrides: { d: '1.0.0' } };
    const first = setUp({}, { packuments, packs }, wishes);
    expect((await first.machine.npm(['i'])).stdout).toBe('\nadded 4 packages in 0ms\n');
    asked.length = 0;
    const second = setUp({}, { packuments, packs }, { ...wishes, version: '2.0.0' });
    expect((await second.machine.npm(['i'])).stdout).toBe('\nadded 4 packages in 0ms\n');
    expect(asked).toEqual(['resolution']);
    expect(second.registry.requests).toEqual([]);
    const packagesOf = ({ machine }: ReturnType<typeof setUp>) => {
      const { packages } = json(machine, 'package-lock.json') as unknown as {
        packages: Record<string, object>;
      };
      return { ...packages, '': {} };
    };
    expect(packagesOf(second)).toEqual(packagesOf(first));
  });

  it('resolves anew when the answers it rests on are old, or the wishes or settings differ', async () => {
    const { packuments, asked } = watched();
    const old = setUp({}, { packuments }, { dependencies: { b: '^1.0.0' } });
    await old.machine.npm(['i']);
    for (const [wish, args, minutes] of [
      ['^1.0.0', ['i'], 6],
      ['^1.1.0', ['i'], 0],
      ['^1.0.0', ['i', '--legacy-peer-deps'], 0],
    ] as const) {
      asked.length = 0;
      const { machine, registry } = setUp({}, { packuments });
      writeManifest(machine, { name: 'x', dependencies: { b: wish } });
      machine.now += minutes * 60_000;
      expect((await machine.npm(args)).code).toBe(0);
      expect(asked).toEqual(['resolution', `${registry.url}b`]);
    }
  });

  it('resolves anew what was warned of, or could not be had', async () => {
    const packages = {
      'plugin@1.0.0': { peerDependencies: { b: '1.2.0' } },
      'other@1.0.0': { peerDependencies: { b: '2.0.0' } },
      'mid@1.0.0': { dependencies: { plugin: '1.0.0', other: '1.0.0' } },
      'opt@1.0.0': { optionalDependencies: { nowhere: '1.0.0' } },
    };
    const { packuments } = watched();
    for (const [name, sign] of [
      ['mid', /overriding peer dependency/],
      ['opt', /^nowhere$/m],
    ] as const) {
      for (let time = 0; time < 2; time++) {
        const { machine, registry } = setUp(
          packages,
          { packuments },
          { dependencies: { [name]: '1.0.0', b: '1.0.0' } },
        );
        const { code, stderr } = await machine.npm(['i']);
        expect([code, `${stderr}${registry.requests.join('\n')}`]).toEqual([0, expect.stringMatching(sign)]);
      }
    }
  });

  it('never for folders, tarballs and workspaces, which change without the registry', async () => {
    const { packuments, asked } = watched();
    const { machine } = setUp({}, { packuments }, { dependencies: { x: 'file:x' } });
    machine.fs.mkdir('/home/project/x', 0o755);
    machine.fs.writeFile('/home/project/x/package.json', '{"name":"x","version":"1.0.0"}');
    expect((await machine.npm(['i'])).code).toBe(0);
    expect(asked).toEqual([]);
  });
});

// Where packages end up, one rule a case. Whole projects are held against the real npm by tools/registry/compare-with-npm.mjs.
import { describe, expect, it } from 'vitest';
import { createFixtureRegistry, type FixturePackages } from '../testing/fixture-registry.ts';
import { createMachine } from '../testing/machine.ts';

async function place(packages: FixturePackages, manifest: object, args: readonly string[] = []) {
  const registry = createFixtureRegistry(packages);
  const machine = createMachine({ fetch: registry.fetch, registry: registry.url });
  machine.fs.writeFile(
    '/home/project/package.json',
    JSON.stringify({ name: 'app', version: '1.0.0', ...manifest }),
  );
  const { code, stderr } = await machine.npm(['install', '--package-lock-only', ...args]);
  if (code !== 0) return stderr;
  const text = new TextDecoder().decode(machine.fs.readFile('/home/project/package-lock.json'));
  const { packages: locked } = JSON.parse(text) as { packages: Record<string, { version: string }> };
  return Object.entries(locked)
    .filter(([location]) => location !== '')
    .map(([location, { version }]) => `${location.replaceAll('node_modules/', '')}@${version}`);
}

const versions = (name: string, ...all: string[]): FixturePackages =>
  Object.fromEntries(all.map((version) => [`${name}@${version}`, {}]));

describe('placement', () => {
  it('hoists the first version met, and nests others', async () => {
    const packages = {
      ...versions('x', '1.0.0', '2.0.0'),
      'a@1.0.0': { dependencies: { x: '1' } },
      'b@1.0.0': { dependencies: { x: '2' } },
      'c@1.0.0': { dependencies: { x: '2' } },
    };
    expect(await place(packages, { dependencies: { c: '1', b: '1', a: '1' } })).toEqual([
      'a@1.0.0',
      'b@1.0.0',
      'b/x@2.0.0',
      'c@1.0.0',
      'c/x@2.0.0',
      'x@1.0.0',
    ]);
  });

  it('replaces a hoisted version by a newer one that pleases all', async () => {
    const packages = {
      ...versions('x', '1.0.0', '1.5.0'),
      'a@1.0.0': { dependencies: { x: '1.0.0 || ^1.5.0' } },
      'b@1.0.0': { dependencies: { x: '^1.5.0' } },
    };
    expect(await place(packages, { dependencies: { a: '1', b: '1' } })).toEqual([
      'a@1.0.0',
      'b@1.0.0',
      'x@1.5.0',
    ]);
  });

  it('puts a peer beside its dependent, at the version that both accept', async () => {
    const packages = {
      ...versions('host', '1.0.0', '2.0.0'),
      'plugin@1.0.0': { peerDependencies: { host: '^1.0.0' } },
      'kit@1.0.0': { dependencies: { plugin: '1', host: '>=1' } },
    };
    expect(await place(packages, { dependencies: { kit: '1' } })).toEqual([
      'host@1.0.0',
      'kit@1.0.0',
      'plugin@1.0.0',
    ]);
  });

  it('nests a dependent with its peer where the project has another version', async () => {
    const packages = {
      ...versions('host', '1.0.0', '2.0.0'),
      'plugin@1.0.0': { peerDependencies: { host: '^1.0.0' } },
      'kit@1.0.0': { dependencies: { plugin: '1', host: '1' } },
    };
    expect(await place(packages, { dependencies: { kit: '1', host: '2' } })).toEqual([
      'host@2.0.0',
      'kit@1.0.0',
      'kit/host@1.0.0',
      'kit/plugin@1.0.0',
    ]);
  });

  it('does not install an optional peer, but heeds it', async () => {
    const packages = {
      ...versions('host', '1.0.0', '2.0.0'),
      'plugin@1.0.0': {
        peerDependencies: { host: '^1.0.0' },
        peerDependenciesMeta: { host: { optional: true } },
      },
    };
    expect(await place(packages, { dependencies: { plugin: '1' } })).toEqual(['plugin@1.0.0']);
    expect(await place(packages, { dependencies: { plugin: '1', host: '2' } })).toContain(
      'npm error code ERESOLVE',
    );
    expect(await place(packages, { dependencies: { plugin: '1', host: '2' } }, ['--force'])).toEqual([
      'host@2.0.0',
      'plugin@1.0.0',
    ]);
  });

  it('ends cycles', async () => {
    const packages = {
      'a@1.0.0': { dependencies: { b: '1' } },
      'b@1.0.0': { dependencies: { a: '1' } },
    };
    expect(await place(packages, { dependencies: { a: '1' } })).toEqual(['a@1.0.0', 'b@1.0.0']);
  });

  it('takes the version that `latest` names, else the newest that runs here and is not deprecated', async () => {
    const packages: FixturePackages = {
      'x@1.0.0': {},
      'x@1.1.0': { deprecated: 'broken' },
      'x@1.2.0': { engines: { node: '>=99' } },
      'x@2.0.0': {},
    };
    expect(await place(packages, { dependencies: { x: '*' } })).toEqual(['x@2.0.0']);
    expect(await place(packages, { dependencies: { x: '^1.0.0' } })).toEqual(['x@1.0.0']);
    expect(await place(packages, { dependencies: { x: '~1.1.0' } })).toEqual(['x@1.1.0']);
  });
});

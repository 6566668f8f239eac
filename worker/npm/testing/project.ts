// For tests: a project on a machine, with a registry of a few packages.
import { createFixtureRegistry, type FixturePackages } from './fixture-registry.ts';
import { createMachine, type MachineOptions, type TestMachine } from './machine.ts';

const packages: FixturePackages = {
  'a@1.0.0': { dependencies: { b: '^1.0.0' }, bin: 'cli.js', files: { 'cli.js': '#!/usr/bin/env node\n' } },
  'a@1.1.0': {
    dependencies: { b: '^1.0.0', '@s/c': '1' },
    bin: 'cli.js',
    files: { 'cli.js': '#!/usr/bin/env node\n' },
  },
  'b@1.0.0': {},
  'b@1.2.0': {},
  'b@2.0.0': {},
  'd@1.0.0': {},
  '@s/c@1.0.0': { dependencies: { b: '^2.0.0' } },
};

export function setUp(
  more: FixturePackages = {},
  options: Partial<MachineOptions> = {},
  manifest: object = {},
) {
  const registry = createFixtureRegistry({ ...packages, ...more });
  const machine = createMachine({ fetch: registry.fetch, registry: registry.url, ...options });
  writeManifest(machine, { name: 'app', version: '1.0.0', ...manifest });
  return { registry, machine };
}

export function writeManifest({ fs }: TestMachine, manifest: object): void {
  fs.writeFile('/home/project/package.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

export const json = ({ fs }: TestMachine, path: string) =>
  JSON.parse(new TextDecoder().decode(fs.readFile(`/home/project/${path}`))) as Record<string, never>;

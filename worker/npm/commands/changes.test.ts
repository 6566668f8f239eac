import { describe, expect, it } from 'vitest';
import { createFixtureRegistry } from '../testing/fixture-registry.ts';
import { createMachine, type MachineOptions } from '../testing/machine.ts';
import { json, setUp as setUpProject, writeManifest } from '../testing/project.ts';
import { npmVersion } from '../versions.ts';

const text = new TextDecoder();

function setUp(manifest: object = {}, options: Partial<MachineOptions> = {}) {
  return setUpProject(
    {
      's@1.0.0': { scripts: { postinstall: 'make' } },
      [`npm@${npmVersion}`]: { bin: 'bin/npm-cli.js', files: { 'bin/npm-cli.js': '' } },
    },
    options,
    manifest,
  );
}

type Machine = ReturnType<typeof setUp>['machine'];
const versionOf = (machine: Machine, name: string) =>
  json(machine, `node_modules/${name}/package.json`)['version'];

/** A lockfile that was right before newer versions came. */
async function withOld(): Promise<ReturnType<typeof setUp>> {
  const world = setUp();
  await world.machine.npm(['i', 'a@1.0.0', 'b@1.0.0']);
  writeManifest(world.machine, { name: 'app', dependencies: { a: '^1.0.0', b: '^1.0.0' } });
  return world;
}

describe('npm update', () => {
  it('everything within its range, package.json as it was', async () => {
    const { machine } = await withOld();
    const { code, stderr } = await machine.npm(['update']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect([versionOf(machine, 'a'), versionOf(machine, 'b')]).toEqual(['1.1.0', '1.2.0']);
    expect(json(machine, 'package.json')['dependencies']).toEqual({ a: '^1.0.0', b: '^1.0.0' });
    expect(json(machine, 'package-lock.json')).toMatchObject({
      packages: { 'node_modules/a': { version: '1.1.0' }, 'node_modules/b': { version: '1.2.0' } },
    });
  });

  it('only what is named, though others depend on it', async () => {
    const { machine } = await withOld();
    expect((await machine.npm(['up', 'b'])).stdout).toBe('\nchanged 1 package in 0ms\n');
    expect([versionOf(machine, 'a'), versionOf(machine, 'b')]).toEqual(['1.0.0', '1.2.0']);
  });
});

describe('npm dedupe and prune', () => {
  it('one version for all where one will do', async () => {
    const { machine } = setUp();
    await machine.npm(['i', 'a@1.0.0']);
    // As an older install could have left it.
    const lock = json(machine, 'package-lock.json') as unknown as { packages: Record<string, object> };
    lock.packages['node_modules/a/node_modules/b'] = { version: '1.0.0' };
    machine.fs.writeFile('/home/project/package-lock.json', JSON.stringify(lock, null, 2));
    expect((await machine.npm(['dedupe'])).code).toBe(0);
    const { packages } = json(machine, 'package-lock.json') as unknown as { packages: object };
    expect(Object.keys(packages)).toEqual(['', 'node_modules/a', 'node_modules/b']);
  });

  it('prune takes away what package.json does not lead to, and adds nothing', async () => {
    const { machine } = setUp();
    await machine.npm(['i', 'd', 'b@1']);
    machine.fs.remove('/home/project/node_modules/b');
    writeManifest(machine, { name: 'app', dependencies: { b: '1' } });
    expect((await machine.npm(['prune'])).stdout).toBe('\nremoved 1 package in 0ms\n');
    expect(Object.keys(machine.tree('/home/project/node_modules'))).toEqual(['.package-lock.json']);
  });
});

describe('npm link', () => {
  it('a folder, or what was registered, without a trace in package.json', async () => {
    const { machine } = setUp();
    machine.fs.makeDirectories('/home/lib', 0o755);
    machine.fs.writeFile('/home/lib/package.json', '{"name":"lib","version":"1.0.0","bin":"cli.js"}');
    machine.fs.writeFile('/home/lib/cli.js', '');
    expect((await machine.npm(['link', '../lib'])).code).toBe(0);
    const link = '/home/project/node_modules/lib';
    expect(machine.fs.readlink(link)).toBe('../../lib');
    expect(machine.fs.readlink('/home/project/node_modules/.bin/lib')).toBe('../lib/cli.js');
    expect(json(machine, 'package.json')['dependencies']).toBeUndefined();
    machine.fs.remove('/home/project/node_modules');
    expect((await machine.npm(['link'], { cwd: '/home/lib' })).stdout).toBe('\nlinked lib -> /home/lib\n');
    expect((await machine.npm(['link', 'lib'])).code).toBe(0);
    expect(machine.fs.readlink(link)).toBe('../../lib');
  });
});

it('npm rebuild runs the install scripts again', async () => {
  const { machine } = setUp();
  await machine.npm(['i', 's', 'd']);
  const line = ['sh', '-c', 'make'];
  expect(machine.spawned.map(({ argv }) => argv)).toEqual([line]);
  expect((await machine.npm(['rebuild'])).stdout).toBe('rebuilt dependencies successfully\n');
  expect(machine.spawned.map(({ argv }) => argv)).toEqual([line, line]);
});

describe('npm audit', () => {
  it('says so where the registry gives no advisories', async () => {
    const { machine } = setUp();
    await machine.npm(['i', 'b@1']);
    const { code, stderr } = await machine.npm(['audit']);
    expect(code).toBe(1);
    expect(stderr).toBe(`npm error code ENOAUDIT
npm error audit npm audit is not available: the registry gives no advisories (it answered 404).
npm error audit POST http://registry.test/registry/-/npm/v1/security/advisories/bulk
`);
  });

  it('reports what concerns an installed version', async () => {
    const { machine, registry } = setUp();
    await machine.npm(['i', 'b@1', 'd']);
    const advisory = (range: string) => ({
      title: 'Bad',
      url: 'u',
      severity: 'high',
      vulnerable_versions: range,
    });
    registry.intercept = () => Response.json({ b: [advisory('<1.2.1')], d: [advisory('<1.0.0')] });
    expect(await machine.npm(['audit'])).toEqual({
      code: 1,
      stdout: '# npm audit report\n\nb  <1.2.1\nSeverity: high\nBad - u\n\n1 vulnerability (1 high)\n',
      stderr: '',
    });
    registry.intercept = () => Response.json({});
    expect(await machine.npm(['audit'])).toEqual({
      code: 0,
      stdout: 'found 0 vulnerabilities\n',
      stderr: '',
    });
  });
});

describe('npm pkg', () => {
  it('gets, sets and deletes by path', async () => {
    const { machine } = setUp({ scripts: { test: 't' }, keywords: ['a'] });
    await machine.npm(['pkg', 'set', 'scripts.dev=vite --port 3000', 'keywords[]=b', 'author.name=Jo']);
    await machine.npm(['pkg', 'set', 'private=true', '--json']);
    await machine.npm(['pkg', 'delete', 'scripts.test', 'keywords[0]']);
    expect(json(machine, 'package.json')).toEqual({
      name: 'app',
      version: '1.0.0',
      scripts: { dev: 'vite --port 3000' },
      keywords: ['b'],
      author: { name: 'Jo' },
      private: true,
    });
    const get = async (...paths: string[]) => (await machine.npm(['pkg', 'get', ...paths])).stdout;
    expect(await get('name')).toBe('"app"\n');
    expect(await get('name', 'private')).toBe('{\n  "name": "app",\n  "private": true\n}\n');
    expect(await get('nothing')).toBe('{}\n');
  });
});

describe('npm version', () => {
  it('raises it in package.json and the lockfile, with the scripts around', async () => {
    const { machine } = setUp({ scripts: { preversion: 'pre', version: 'now', postversion: 'post' } });
    await machine.npm(['i', 'd']);
    const { code, stdout } = await machine.npm(['version', 'minor']);
    expect(code).toBe(0);
    expect(stdout).toContain('\nv1.1.0\n');
    expect(machine.spawned.map(({ argv }) => argv[2])).toEqual(['pre', 'now', 'post']);
    expect(json(machine, 'package.json')['version']).toBe('1.1.0');
    const lock = text.decode(machine.fs.readFile('/home/project/package-lock.json'));
    expect(lock.match(/"version": "1\.1\.0"/g)?.length).toBe(2);
    expect((await machine.npm(['version', 'prerelease', '--preid', 'rc', '--ignore-scripts'])).stdout).toBe(
      'v1.1.1-rc.0\n',
    );
    expect((await machine.npm(['version', 'nonsense'])).code).toBe(1);
  });
});

describe('what npm itself is fetched for', () => {
  it('its command line runs in a node process with the words as they were given', async () => {
    const { machine, registry } = setUp();
    const before = machine.tree('/home/project');
    const { code, stderr } = await machine.npm(['help-search', 'peer', '--long']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(machine.spawned).toHaveLength(1);
    expect(machine.spawned[0]?.argv[2]).toMatch(
      /^node \/home\/\.npm\/_npx\/\w+\/node_modules\/npm\/bin\/npm-cli\.js help-search peer --long$/,
    );
    expect(machine.tree('/home/project')).toEqual(before);
    const asked = registry.requests.length;
    await machine.npm(['fund']);
    expect(registry.requests.length).toBe(asked);
    expect(machine.spawned[1]?.argv[2]).toMatch(/npm-cli\.js fund$/);
  });

  it.each([
    ['ls', '--json'],
    ['outdated', '--long'],
    ['view', 'b'],
    ['view', 'b', 'versions'],
    ['view', 'b@^1', 'version'],
    ['install', '--help'],
  ])('npm %s %s is printed by it', async (...words) => {
    const { machine } = setUp();
    expect((await machine.npm(words)).code).toBe(0);
    expect(machine.spawned).toHaveLength(1);
    expect(machine.spawned[0]?.argv[2]).toContain(`npm-cli.js ${words[0]} `);
  });

  it('help without a network is this program’s own', async () => {
    const { machine, registry } = setUp();
    registry.intercept = () => {
      throw new TypeError('Failed to fetch');
    };
    const { code, stdout } = await machine.npm(['install', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('All commands:');
  });
});

describe('pnpm and yarn', () => {
  it('run from their own packages, at the version that the project names', async () => {
    const packages = { 'pnpm@9.1.0': { bin: 'pnpm.cjs' }, 'pnpm@10.2.0': { bin: 'pnpm.cjs' } };
    const { machine } = setUpProject(packages);
    await machine.run(['pnpm', 'install', '--frozen-lockfile', '-w']);
    writeManifest(machine, { name: 'app', packageManager: 'pnpm@9.1.0+sha512.abc' });
    await machine.run(['/usr/local/bin/pnpm', 'dev']);
    expect(machine.spawned.map(({ argv }) => argv[2])).toEqual([
      'pnpm install --frozen-lockfile -w',
      'pnpm dev',
    ]);
    const versions = machine.spawned.map(({ env }) => {
      const bin = env['PATH']?.split(':')[0] ?? '';
      const source = text.decode(machine.fs.readFile(`${bin}/../pnpm/package.json`));
      return (JSON.parse(source) as { version: string }).version;
    });
    expect(versions).toEqual(['10.2.0', '9.1.0']);
    expect(machine.spawned[0]?.env['npm_config_registry']).toBe('http://registry.holdfast.internal/');
  });

  it('yarn from 2 on has another name, and a setting for the registry that the project may make itself', async () => {
    const { machine } = setUpProject({
      'yarn@1.22.0': { bin: { yarn: 'y.js' } },
      '@yarnpkg/cli-dist@4.9.0': { bin: { yarn: 'y.js', yarnpkg: 'y.js' } },
    });
    const run = async () => {
      await machine.run(['yarn', 'install']);
      const env = machine.spawned.at(-1)?.env ?? {};
      const package4 = `${env['PATH']?.split(':')[0]}/../@yarnpkg/cli-dist/package.json`;
      return [machine.fs.tryStat(package4) !== undefined, env['YARN_NPM_REGISTRY_SERVER']];
    };
    const registry = 'http://registry.holdfast.internal/';
    expect(await run()).toEqual([false, registry]);
    writeManifest(machine, { name: 'app', packageManager: 'yarn@4.9.0' });
    expect(await run()).toEqual([true, registry]);
    machine.fs.writeFile('/home/project/.yarnrc.yml', 'npmRegistryServer: "http://own.test"\n');
    expect(await run()).toEqual([true, undefined]);
  });
});

describe('npm cache', () => {
  const pack = {
    id: 'x',
    name: 'b',
    version: '1.0.0',
    files: 3,
    bytes: 1_500_000,
    projects: [],
    used: false,
  };
  it('lists what there is, and removes what no project uses', async () => {
    const removed: string[] = [];
    const packUsage = {
      list: async () => [pack, { ...pack, id: 'y', name: 'c', bytes: 900, used: true }],
      remove: async (ids: readonly string[]) => void removed.push(...ids),
    };
    const { machine } = setUp({}, { packUsage });
    expect((await machine.npm(['cache', 'ls'])).stdout).toBe(
      '   1.5 MB  b@1.0.0  (unused)\n   0.9 kB  c@1.0.0\n   1.5 MB  2 packages\n',
    );
    expect((await machine.npm(['cache', 'clean'])).stdout).toBe(
      'removed 1 package that no project uses, 1.5 MB\n',
    );
    expect(removed).toEqual(['x']);
  });
});

it('npm bin, set and install-test', async () => {
  const registry = createFixtureRegistry({});
  const machine = createMachine({ fetch: registry.fetch, registry: registry.url });
  machine.fs.writeFile('/home/project/package.json', '{"scripts":{"test":"t"}}');
  expect((await machine.npm(['bin'])).stdout).toBe('/home/project/node_modules/.bin\n');
  expect((await machine.npm(['set', 'fund=false'])).code).toBe(0);
  expect((await machine.npm(['it'])).code).toBe(0);
  expect(machine.spawned.map(({ argv }) => argv[2])).toEqual(['t']);
});

import { describe, expect, it } from 'vitest';
import type { FixturePackages } from '../testing/fixture-registry.ts';
import { json, setUp, writeManifest } from '../testing/project.ts';
import { npmVersion } from '../versions.ts';

describe('npm install', () => {
  it('adds a package with its dependencies, hoists and nests, links commands, saves', async () => {
    const { registry, machine } = setUp();
    expect(await machine.npm(['install', 'a'])).toEqual({
      code: 0,
      stdout: '\nadded 4 packages in 0ms\n',
      stderr: '',
    });
    expect(machine.tree('/home/project/node_modules')).toEqual({
      '.bin/a': '-> ../a/cli.js',
      '.package-lock.json': expect.any(String) as string,
      '@s/c/index.js': `module.exports = '@s/c@1.0.0';\n`,
      '@s/c/node_modules/b/index.js': `module.exports = 'b@2.0.0';\n`,
      '@s/c/node_modules/b/package.json': expect.any(String) as string,
      '@s/c/package.json': expect.any(String) as string,
      'a/cli.js': '#!/usr/bin/env node\n',
      'a/index.js': `module.exports = 'a@1.1.0';\n`,
      'a/package.json': expect.any(String) as string,
      'b/index.js': `module.exports = 'b@1.2.0';\n`,
      'b/package.json': expect.any(String) as string,
    });
    expect(machine.fs.stat('/home/project/node_modules/.bin/a').mode & 0o777).toBe(0o755);
    expect(json(machine, 'package.json')).toEqual({
      name: 'app',
      version: '1.0.0',
      dependencies: { a: '^1.1.0' },
    });
    const lockfile = new TextDecoder().decode(machine.fs.readFile('/home/project/package-lock.json'));
    expect(lockfile).toBe(`{
  "name": "app",
  "version": "1.0.0",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {
      "name": "app",
      "version": "1.0.0",
      "dependencies": {
        "a": "^1.1.0"
      }
    },
    "node_modules/@s/c": {
      "version": "1.0.0",
      "resolved": "https://upstream.test/@s/c/-/c-1.0.0.tgz",
      "integrity": "${registry.integrity('@s/c@1.0.0')}",
      "license": "MIT",
      "dependencies": {
        "b": "^2.0.0"
      }
    },
    "node_modules/@s/c/node_modules/b": {
      "version": "2.0.0",
      "resolved": "https://upstream.test/b/-/b-2.0.0.tgz",
      "integrity": "${registry.integrity('b@2.0.0')}",
      "license": "MIT"
    },
    "node_modules/a": {
      "version": "1.1.0",
      "resolved": "https://upstream.test/a/-/a-1.1.0.tgz",
      "integrity": "${registry.integrity('a@1.1.0')}",
      "license": "MIT",
      "dependencies": {
        "@s/c": "1",
        "b": "^1.0.0"
      },
      "bin": {
        "a": "cli.js"
      }
    },
    "node_modules/b": {
      "version": "1.2.0",
      "resolved": "https://upstream.test/b/-/b-1.2.0.tgz",
      "integrity": "${registry.integrity('b@1.2.0')}",
      "license": "MIT"
    }
  }
}
`);
  });

  it('is up to date the second time, and asks nobody', async () => {
    const { registry, machine } = setUp();
    await machine.npm(['install', 'a']);
    registry.requests.length = 0;
    const before = machine.tree('/home/project');
    expect((await machine.npm(['install'])).stdout).toBe('\nup to date in 0ms\n');
    expect(registry.requests).toEqual([]);
    expect(machine.tree('/home/project')).toEqual(before);
  });

  it('installs from a lockfile and the packs of this browser without a network', async () => {
    const first = setUp();
    await first.machine.npm(['install', 'a']);
    const { packs } = first.machine;
    const offline = setUp({}, { packs, fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
    for (const file of ['package.json', 'package-lock.json']) {
      offline.machine.fs.writeFile(
        `/home/project/${file}`,
        first.machine.fs.readFile(`/home/project/${file}`),
      );
    }
    expect(await offline.machine.npm(['install'])).toEqual({
      code: 0,
      stdout: '\nadded 4 packages in 0ms\n',
      stderr: '',
    });
    expect(offline.machine.tree('/home/project')).toEqual(first.machine.tree('/home/project'));
  });

  it('installs without a lockfile from cached packuments when offline', async () => {
    const first = setUp();
    await first.machine.npm(['install', 'a']);
    const { packs, packuments } = first.machine;
    const fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const offline = setUp({}, { packs, packuments, fetch, isOnline: () => false });
    offline.machine.now += 3_600_000;
    expect(await offline.machine.npm(['install', 'a'])).toEqual({
      code: 0,
      stdout: '\nadded 4 packages in 0ms\n',
      stderr: 'npm warn network the registry cannot be reached; using what it said last\n',
    });
  });

  it('keeps what the lockfile says, and resolves only what package.json changed', async () => {
    const { machine } = setUp();
    await machine.npm(['install', 'b@1.0.0']);
    writeManifest(machine, { name: 'app', version: '1.0.0', dependencies: { a: '1.0.0', b: '^1.0.0' } });
    expect((await machine.npm(['install'])).stdout).toBe('\nadded 1 package in 0ms\n');
    expect(json(machine, 'node_modules/b/package.json')['version']).toBe('1.0.0');
  });

  it('replaces a version, and removes what nobody needs any more', async () => {
    const { machine } = setUp();
    await machine.npm(['install', 'a']);
    expect((await machine.npm(['install', 'a@1.0.0', '-E'])).stdout).toBe(
      '\nremoved 2 packages, and changed 1 package in 0ms\n',
    );
    expect(Object.keys(machine.tree('/home/project/node_modules'))).toEqual([
      '.bin/a',
      '.package-lock.json',
      'a/cli.js',
      'a/index.js',
      'a/package.json',
      'b/index.js',
      'b/package.json',
    ]);
    expect(json(machine, 'package.json')['dependencies']).toEqual({ a: '1.0.0' });
    expect((await machine.npm(['uninstall', 'a'])).stdout).toBe('\nremoved 2 packages in 0ms\n');
    expect(json(machine, 'package.json')).toEqual({ name: 'app', version: '1.0.0' });
    expect(Object.keys(machine.tree('/home/project'))).toEqual([
      'node_modules/.package-lock.json',
      'package-lock.json',
      'package.json',
    ]);
  });

  it('saves as the flags say, and keeps the layout of package.json', async () => {
    const { machine } = setUp();
    machine.fs.writeFile('/home/project/package.json', '{\n\t"name": "app",\n\t"version": "1.0.0"\n}\n');
    await machine.npm(['i', '-D', 'b@1']);
    await machine.npm(['i', '-O', '@s/c']);
    expect(new TextDecoder().decode(machine.fs.readFile('/home/project/package.json'))).toBe(
      '{\n\t"name": "app",\n\t"version": "1.0.0",\n\t"devDependencies": {\n\t\t"b": "^1.2.0"\n\t},\n\t"optionalDependencies": {\n\t\t"@s/c": "^1.0.0"\n\t}\n}\n',
    );
    expect(json(machine, 'package-lock.json')).toMatchObject({
      packages: { 'node_modules/b': { dev: true }, 'node_modules/@s/c': { optional: true } },
    });
  });

  it('--no-save and --package-lock-only change only what they should', async () => {
    const { machine } = setUp();
    await machine.npm(['i', 'b', '--no-save']);
    expect(
      Object.keys(machine.tree('/home/project')).filter((path) => !path.startsWith('node_modules')),
    ).toEqual(['package.json']);
    const other = setUp();
    await other.machine.npm(['i', 'b', '--package-lock-only']);
    expect(Object.keys(other.machine.tree('/home/project'))).toEqual(['package-lock.json', 'package.json']);
    expect(other.registry.requests).toEqual(['b', 'b/2.0.0']);
  });

  it('--omit=dev leaves development packages out of node_modules, not of the lockfile', async () => {
    const { machine } = setUp({}, {}, { dependencies: { b: '1' }, devDependencies: { '@s/c': '1' } });
    expect((await machine.npm(['i', '--omit=dev'])).stdout).toBe('\nadded 1 package in 0ms\n');
    expect(Object.keys(json(machine, 'package-lock.json')['packages'] ?? {})).toEqual([
      '',
      'node_modules/@s/c',
      'node_modules/@s/c/node_modules/b',
      'node_modules/b',
    ]);
  });

  it('installs aliases, folders as links, tarballs by URL and by file', async () => {
    const { registry, machine } = setUp();
    machine.fs.makeDirectories('/home/project/lib', 0o755);
    machine.fs.writeFile(
      '/home/project/lib/package.json',
      '{"name":"lib","version":"0.1.0","dependencies":{"b":"1"}}',
    );
    const tarball = await (await registry.fetch(`${registry.url}b/-/b-2.0.0.tgz`, {})).arrayBuffer();
    machine.fs.writeFile('/home/project/b.tgz', new Uint8Array(tarball));
    const url = `${registry.url}b/-/b-1.0.0.tgz`;
    const args = ['i', 'old@npm:b@1.0.0', './lib', `remote@${url}`, 'local@file:b.tgz'];
    expect((await machine.npm(args)).stdout).toBe('\nadded 5 packages in 0ms\n');
    expect(json(machine, 'package.json')['dependencies']).toEqual({
      lib: 'file:lib',
      local: 'file:b.tgz',
      old: 'npm:b@^1.0.0',
      remote: url,
    });
    expect(json(machine, 'package-lock.json')).toMatchObject({
      packages: {
        lib: { version: '0.1.0', dependencies: { b: '1' } },
        'node_modules/b': { version: '1.2.0' },
        'node_modules/lib': { resolved: 'lib', link: true },
        'node_modules/local': { name: 'b', version: '2.0.0', resolved: 'file:b.tgz' },
        'node_modules/old': {
          name: 'b',
          version: '1.0.0',
          resolved: 'https://upstream.test/b/-/b-1.0.0.tgz',
        },
        'node_modules/remote': { name: 'b', version: '1.0.0', resolved: url },
      },
    });
    expect(machine.fs.readlink('/home/project/node_modules/lib')).toBe('../lib');
    expect((await machine.npm(['i'])).stdout).toBe('\nup to date in 0ms\n');
  });

  it('records an optional package of another platform and does not unpack it', async () => {
    const more = {
      'mac@1.0.0': { os: ['darwin'] },
      'tool@1.0.0': { optionalDependencies: { mac: '1', gone: '1' } },
    };
    const { machine } = setUp(more);
    expect(await machine.npm(['i', 'tool'])).toEqual({
      code: 0,
      stdout: '\nadded 1 package in 0ms\n',
      stderr: '',
    });
    expect(json(machine, 'package-lock.json')).toMatchObject({
      packages: { 'node_modules/mac': { version: '1.0.0', optional: true, os: ['darwin'] } },
    });
    expect(machine.fs.tryStat('/home/project/node_modules/mac')).toBeUndefined();
  });

  it('installs peers, and explains why it cannot', async () => {
    const more: FixturePackages = { 'plugin@1.0.0': { peerDependencies: { b: '^1.0.0' } } };
    const { machine } = setUp(more);
    expect((await machine.npm(['i', 'plugin'])).stdout).toBe('\nadded 2 packages in 0ms\n');
    const other = setUp(more, {}, { dependencies: { b: '2.0.0' } });
    await other.machine.npm(['i']);
    const before = other.machine.tree('/home/project');
    expect(await other.machine.npm(['i', 'plugin'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `npm error code ERESOLVE
npm error ERESOLVE unable to resolve dependency tree
npm error
npm error While resolving: app@1.0.0
npm error Found: b@2.0.0
npm error node_modules/b
npm error   b@"2.0.0" from the root project
npm error
npm error Could not resolve dependency:
npm error peer b@"^1.0.0" from plugin@1.0.0
npm error node_modules/plugin
npm error   plugin@"*" from the root project
npm error
npm error Fix the upstream dependency conflict, or retry this command with --force or --legacy-peer-deps to accept an incorrect (and potentially broken) dependency resolution.
`,
    });
    expect(other.machine.tree('/home/project')).toEqual(before);
    expect((await other.machine.npm(['i', 'plugin', '--legacy-peer-deps'])).code).toBe(0);
  });

  it('unpacks bundled dependencies with their package', async () => {
    const inner = { name: 'b', version: '1.0.5', bin: 'b.js' };
    const { machine } = setUp({
      'fat@1.0.0': {
        dependencies: { b: '^1.0.0', '@s/c': '1' },
        bundleDependencies: ['b'],
        files: { 'node_modules/b/package.json': JSON.stringify(inner), 'node_modules/b/b.js': '' },
      },
    });
    expect((await machine.npm(['i', 'fat'])).stdout).toBe('\nadded 3 packages in 0ms\n');
    expect(json(machine, 'package-lock.json')).toMatchObject({
      packages: { 'node_modules/fat/node_modules/b': { version: '1.0.5', inBundle: true } },
    });
    expect(machine.fs.readlink('/home/project/node_modules/fat/node_modules/.bin/b')).toBe('../b/b.js');
    expect((await machine.npm(['i'])).stdout).toBe('\nup to date in 0ms\n');
    expect((await machine.npm(['ci'])).code).toBe(0);
  });

  it('the version that was asked for stays, whatever the saved range allows, beside bundled dependencies', async () => {
    const fat = {
      dependencies: { b: '^1.0.0' },
      bundleDependencies: ['b'],
      files: { 'node_modules/b/package.json': '{"name":"b","version":"1.0.5"}' },
    };
    const { machine } = setUp({ 'fat@1.0.0': fat, 'fat@1.1.0': fat });
    await machine.npm(['i', 'fat@1.0.0']);
    expect(json(machine, 'node_modules/fat/package.json')['version']).toBe('1.0.0');
  });

  it('obeys overrides', async () => {
    const { machine } = setUp({}, {}, { dependencies: { '@s/c': '1' }, overrides: { b: '1.0.0' } });
    await machine.npm(['i']);
    expect(json(machine, 'node_modules/b/package.json')['version']).toBe('1.0.0');
  });

  it('warns of engines and deprecated packages', async () => {
    const { machine } = setUp({
      'old@1.0.0': { deprecated: 'use new', engines: { node: '>=99' } },
    });
    expect((await machine.npm(['i', 'old'])).stderr).toBe(`npm warn EBADENGINE Unsupported engine {
npm warn EBADENGINE   package: 'old@1.0.0',
npm warn EBADENGINE   required: { node: '>=99' },
npm warn EBADENGINE   current: { node: 'v24.21.0', npm: '${npmVersion}' }
npm warn EBADENGINE }
npm warn deprecated old@1.0.0: use new
`);
  });
});

describe('npm ci', () => {
  it('installs the lockfile into an empty node_modules', async () => {
    const { machine } = setUp();
    await machine.npm(['i', 'a']);
    machine.fs.writeFile('/home/project/node_modules/b/index.js', 'edited');
    const { stdout, code } = await machine.npm(['ci']);
    expect({ stdout, code }).toEqual({ stdout: '\nadded 4 packages in 0ms\n', code: 0 });
    expect(machine.tree('/home/project/node_modules')['b/index.js']).toBe(`module.exports = 'b@1.2.0';\n`);
  });

  it('EUSAGE: no lockfile, or one out of sync', async () => {
    const { machine } = setUp();
    expect((await machine.npm(['ci'])).stderr).toMatch(
      /^npm error code EUSAGE\nnpm error\nnpm error The `npm ci` command can only install with an existing package-lock\.json or\n/,
    );
    await machine.npm(['i', 'b@2']);
    writeManifest(machine, { name: 'app', version: '1.0.0', dependencies: { b: '^1.0.0', '@s/c': '1' } });
    const before = machine.tree('/home/project');
    expect((await machine.npm(['ci'])).stderr)
      .toContain(`npm error Invalid: lock file's b@2.0.0 does not satisfy b@1.2.0
npm error Missing: b@2.0.0 from lock file
npm error Missing: @s/c@1.0.0 from lock file
`);
    expect(machine.tree('/home/project')).toEqual(before);
  });

  it('reads lockfiles of version 1', async () => {
    const { registry, machine } = setUp({}, {}, { dependencies: { a: '1.0.0' } });
    const locked = (id: string) => ({ version: id.slice(-5), integrity: registry.integrity(id) });
    machine.fs.writeFile(
      '/home/project/package-lock.json',
      JSON.stringify({ lockfileVersion: 1, dependencies: { a: locked('a@1.0.0'), b: locked('b@1.0.0') } }),
    );
    expect((await machine.npm(['ci'])).stdout).toBe('\nadded 2 packages in 0ms\n');
    expect(json(machine, 'node_modules/b/package.json')['version']).toBe('1.0.0');
  });

  it('npm ci empties node_modules of what is no package, too, and brings it back where a script fails', async () => {
    const scripted = {
      'x@1.0.0': { scripts: { postinstall: 'make it' }, bin: 'x.js', files: { 'x.js': '' } },
    };
    const { machine } = setUp(scripted, {}, { dependencies: { x: '1.0.0', '@s/c': '1' } });
    await machine.npm(['i']);
    const folder = '/home/project/node_modules';
    const strange = ['.cache/one', '.vite/deps/two.js', 'no-package/three'];
    const left = () => strange.filter((path) => machine.fs.tryStat(`${folder}/${path}`) !== undefined);
    for (const path of strange) {
      machine.fs.makeDirectories(`${folder}/${path.replace(/\/[^/]*$/, '')}`, 0o755);
      machine.fs.writeFile(`${folder}/${path}`, '');
    }
    machine.shell = () => ({ kind: 'exited', code: 1 });
    expect((await machine.npm(['ci'])).code).toBe(1);
    expect(left()).toEqual(strange);
    machine.shell = () => ({ kind: 'exited', code: 0 });
    expect((await machine.npm(['ci'])).code).toBe(0);
    expect(left()).toEqual([]);
    const names = machine.fs.readdir(folder).map(({ name }) => name);
    expect(names.sort()).toEqual(['.bin', '.package-lock.json', '@s', 'b', 'x']);
  });
});

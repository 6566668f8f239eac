import { describe, expect, it } from 'vitest';
import type { FixturePackages } from '../testing/fixture-registry.ts';
import { json, setUp } from '../testing/project.ts';

const native = { os: ['linux'], cpu: ['x64'] };
const bundler: FixturePackages = {
  'esbuild@0.25.0': {
    bin: 'bin/esbuild',
    scripts: { postinstall: 'node install.js' },
    optionalDependencies: { '@esbuild/linux-x64': '0.25.0' },
    files: { 'bin/esbuild': 'native' },
  },
  '@esbuild/linux-x64@0.25.0': { ...native, files: { 'bin/esbuild': 'ELF' } },
  'esbuild-wasm@0.25.0': { bin: 'bin/esbuild', files: { 'bin/esbuild': 'wasm' } },
};

describe('native packages', () => {
  it('the WebAssembly build takes the place of the native one, and the lockfile does not know', async () => {
    const { registry, machine } = setUp(bundler);
    expect(await machine.npm(['i', '-D', 'esbuild'])).toEqual({
      code: 0,
      stdout: '\nadded 1 package in 0ms\n',
      stderr: '',
    });
    expect(machine.tree('/home/project/node_modules')).toEqual({
      '.bin/esbuild': '-> ../esbuild/bin/esbuild',
      '.package-lock.json': expect.any(String) as string,
      'esbuild/bin/esbuild': 'wasm',
      'esbuild/index.js': `module.exports = 'esbuild-wasm@0.25.0';\n`,
      'esbuild/package.json': expect.any(String) as string,
    });
    expect(machine.fs.stat('/home/project/node_modules/esbuild/bin/esbuild').mode & 0o111).toBe(0o111);
    expect(json(machine, 'package-lock.json')).toMatchObject({
      packages: {
        'node_modules/@esbuild/linux-x64': {
          version: '0.25.0',
          resolved: 'https://upstream.test/@esbuild/linux-x64/-/linux-x64-0.25.0.tgz',
          integrity: registry.integrity('@esbuild/linux-x64@0.25.0'),
          cpu: ['x64'],
          dev: true,
          optional: true,
          os: ['linux'],
        },
        'node_modules/esbuild': {
          version: '0.25.0',
          resolved: 'https://upstream.test/esbuild/-/esbuild-0.25.0.tgz',
          integrity: registry.integrity('esbuild@0.25.0'),
          dev: true,
          hasInstallScript: true,
          license: 'MIT',
          bin: { esbuild: 'bin/esbuild' },
          optionalDependencies: { '@esbuild/linux-x64': '0.25.0' },
        },
      },
    });
    expect(registry.requests.filter((path) => path.endsWith('.tgz'))).toEqual([
      'esbuild-wasm/-/esbuild-wasm-0.25.0.tgz',
    ]);
    expect(machine.spawned).toEqual([]);
  });

  it('a lockfile without hosts installs from the registry, native packages and others', async () => {
    const packages = { ...bundler, 'plain@1.0.0': {} };
    const { machine: before } = setUp(packages);
    await before.npm(['i', 'esbuild', 'plain']);
    const { machine } = setUp(packages);
    for (const file of ['package.json', 'package-lock.json']) {
      const text = new TextDecoder().decode(before.fs.readFile(`/home/project/${file}`));
      machine.fs.writeFile(`/home/project/${file}`, text.replace(/ *"resolved": .*\n/g, ''));
    }
    expect(await machine.npm(['i'])).toMatchObject({ code: 0, stderr: '' });
    expect(machine.tree('/home/project/node_modules')).toMatchObject({
      'plain/index.js': `module.exports = 'plain@1.0.0';\n`,
      'esbuild/bin/esbuild': 'wasm',
    });
  });

  it('installs again from the lockfile without a network, and finds nothing to do where it is there', async () => {
    const { registry, machine } = setUp(bundler);
    await machine.npm(['i', 'esbuild']);
    const lockfile = json(machine, 'package-lock.json');
    const tree = machine.tree('/home/project/node_modules');
    expect((await machine.npm(['i'])).stdout).toBe('\nup to date in 0ms\n');
    registry.intercept = () => {
      throw new TypeError('Failed to fetch');
    };
    expect((await machine.npm(['ci'])).code).toBe(0);
    expect(machine.tree('/home/project/node_modules')).toEqual(tree);
    expect(json(machine, 'package-lock.json')).toEqual(lockfile);
  });

  it('only the versions that have native code are replaced', async () => {
    const { machine } = setUp({ 'rollup@3.29.5': {}, 'rollup@4.1.0': {}, '@rollup/wasm-node@4.1.0': {} });
    const main = () => machine.tree('/home/project/node_modules')['rollup/index.js'];
    await machine.npm(['i', 'rollup@3']);
    expect(main()).toBe(`module.exports = 'rollup@3.29.5';\n`);
    await machine.npm(['i', 'rollup@4']);
    expect(main()).toBe(`module.exports = '@rollup/wasm-node@4.1.0';\n`);
  });

  it('packages that a WebAssembly build brings along stay with it', async () => {
    const { machine } = setUp({
      'lightningcss@1.0.0': {},
      'lightningcss-wasm@1.0.0': {
        dependencies: { 'napi-wasm': '1' },
        bundleDependencies: ['napi-wasm'],
        files: { 'node_modules/napi-wasm/package.json': '{"name":"napi-wasm","version":"1.0.0"}' },
      },
    });
    await machine.npm(['i', 'lightningcss']);
    const tree = machine.tree('/home/project/node_modules');
    expect(Object.keys(tree)).toContain('lightningcss/node_modules/napi-wasm/package.json');
    expect((await machine.npm(['i'])).stdout).toBe('\nup to date in 0ms\n');
    expect(machine.tree('/home/project/node_modules')).toEqual(tree);
  });

  it('ENATIVE: a version that has no WebAssembly build', async () => {
    const { machine } = setUp({ 'esbuild@0.1.0': {} });
    expect(await machine.npm(['i', 'esbuild@0.1.0'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `npm error code ENATIVE
npm error native esbuild@0.1.0 is native code, which cannot run in a browser, and its WebAssembly build esbuild-wasm@0.1.0 does not exist.
npm error native Choose a version that has one: npm view esbuild-wasm versions
`,
    });
    expect(Object.keys(machine.tree('/home/project'))).toEqual(['package.json']);
  });
});

describe('napi-rs and others that look for WebAssembly beside them', () => {
  const core: FixturePackages = {
    'oxide@4.1.0': {
      scripts: { postinstall: 'node fetch-binary.js' },
      optionalDependencies: { '@t/oxide-linux-x64-gnu': '4.1.0' },
    },
    '@t/oxide-linux-x64-gnu@4.1.0': native,
    '@t/oxide-wasm32-wasi@4.1.0': { cpu: ['wasm32'], dependencies: { runtime: '^1.0.0', b: '^1.0.0' } },
    'runtime@1.5.0': { dependencies: { b: '^2.0.0' } },
  };

  it('where a loader asks for no name it lies in the folder that it looks into, also beside one of the project’s own', async () => {
    const { machine } = setUp({
      'next@15.5.0': { optionalDependencies: { '@next/swc-linux-x64-gnu': '15.5.0' } },
      '@next/swc-linux-x64-gnu@15.5.0': native,
      '@next/swc-wasm-nodejs@15.5.0': { files: { 'wasm.js': '' } },
    });
    const added = await machine.npm(['i', 'next@15.5.0', '@next/swc-wasm-nodejs@15.5.0']);
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const tree = machine.tree('/home/project/node_modules');
    expect(Object.keys(tree).filter((path) => path.endsWith('wasm.js'))).toEqual([
      '@next/swc-wasm-nodejs/wasm.js',
      'next/wasm/@next/swc-wasm-nodejs/wasm.js',
    ]);
    await machine.npm(['rm', 'next']);
    const left = Object.keys(machine.tree('/home/project/node_modules'));
    expect(left.filter((path) => path.startsWith('next/'))).toEqual([]);
  });

  it('its wasm32-wasi package comes with it, with what that one needs, and no lockfile tells', async () => {
    const { machine } = setUp(core);
    expect((await machine.npm(['i', 'oxide', 'd'])).stdout).toBe('\nadded 2 packages in 0ms\n');
    const tree = machine.tree('/home/project/node_modules');
    expect(Object.keys(tree).filter((path) => path.endsWith('index.js'))).toEqual([
      'd/index.js',
      'oxide/index.js',
      'oxide/node_modules/@t/oxide-wasm32-wasi/index.js',
      'oxide/node_modules/@t/oxide-wasm32-wasi/node_modules/b/index.js',
      'oxide/node_modules/@t/oxide-wasm32-wasi/node_modules/runtime/index.js',
      'oxide/node_modules/@t/oxide-wasm32-wasi/node_modules/runtime/node_modules/b/index.js',
    ]);
    expect(Object.keys(json(machine, 'package-lock.json')['packages'] ?? {})).toEqual([
      '',
      'node_modules/@t/oxide-linux-x64-gnu',
      'node_modules/d',
      'node_modules/oxide',
    ]);
    expect(machine.spawned).toEqual([]);
    expect((await machine.npm(['i'])).stdout).toBe('\nup to date in 0ms\n');
    expect(machine.tree('/home/project/node_modules')).toEqual(tree);
  });

  it('where the package itself depends on it, it is installed as the tree has it', async () => {
    const { machine } = setUp({
      ...core,
      'oxide@4.1.0': {
        optionalDependencies: { '@t/oxide-linux-x64-gnu': '4.1.0', '@t/oxide-wasm32-wasi': '4.1.0' },
      },
    });
    await machine.npm(['i', 'oxide']);
    const paths = Object.keys(machine.tree('/home/project/node_modules'));
    expect(paths).toContain('@t/oxide-wasm32-wasi/index.js');
    expect(paths).toContain('runtime/index.js');
    expect(paths.some((path) => path.startsWith('oxide/node_modules'))).toBe(false);
    expect(paths.some((path) => path.startsWith('@t/oxide-linux'))).toBe(false);
  });

  it('nothing is wrong with one in the tree that does not say what it runs on', async () => {
    const { machine } = setUp({
      'app@1.0.0': { dependencies: { oxide: '4.1.0' } },
      'oxide@4.1.0': {
        optionalDependencies: { '@t/oxide-linux-x64-gnu': '4.1.0', '@t/oxide-wasm32-wasi': '4.1.0' },
      },
      '@t/oxide-linux-x64-gnu@4.1.0': native,
      '@t/oxide-wasm32-wasi@4.1.0': {},
    });
    expect(await machine.npm(['i', 'app'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('a version that has none gives way to the nearest that has, and says so', async () => {
    const { machine } = setUp({
      ...core,
      'rollup@4.2.0': {},
      '@rollup/wasm-node@4.1.0': {},
      '@rollup/wasm-node@4.3.0': {},
      'oxide@4.2.0': { optionalDependencies: { '@t/oxide-linux-x64-gnu': '4.2.0' } },
      '@t/oxide-linux-x64-gnu@4.2.0': native,
    });
    expect(await machine.npm(['i', 'rollup', 'oxide'])).toEqual({
      code: 0,
      stdout: '\nadded 2 packages in 0ms\n',
      stderr: `npm warn native oxide@4.2.0 has no WebAssembly build: that of 4.1.0 runs in its place
npm warn native rollup@4.2.0 has no WebAssembly build: that of 4.1.0 runs in its place
`,
    });
    const tree = machine.tree('/home/project/node_modules');
    expect(tree['oxide/index.js']).toBe(`module.exports = 'oxide@4.1.0';\n`);
    expect(tree['rollup/index.js']).toBe(`module.exports = '@rollup/wasm-node@4.1.0';\n`);
    expect(json(machine, 'package-lock.json')).toMatchObject({
      packages: { 'node_modules/oxide': { version: '4.2.0' }, 'node_modules/rollup': { version: '4.2.0' } },
    });
  });
});

describe('native code without a WebAssembly build', () => {
  const binaries: FixturePackages = {
    'turbo@2.0.0': { optionalDependencies: { 'turbo-linux-64': '2.0.0' } },
    'turbo-linux-64@2.0.0': native,
    'bcrypt@5.0.0': { scripts: { install: 'node-pre-gyp install --fallback-to-build' } },
    'sqlite3@6.0.0': { files: { 'prebuilds/linux-x64/node.napi.node': 'ELF' } },
    'uses-turbo@1.0.0': { dependencies: { turbo: '2' } },
    'tries-bcrypt@1.0.0': { optionalDependencies: { bcrypt: '5' } },
  };

  it('ENATIVE: asked for by name, or built by its install script', async () => {
    const { machine } = setUp(binaries);
    for (const [name, id, instead] of [
      ['turbo', 'turbo@2.0.0', 'npm run --workspaces'],
      ['bcrypt', 'bcrypt@5.0.0', 'bcryptjs'],
      ['sqlite3', 'sqlite3@6.0.0', 'sql.js (SQLite as WebAssembly)'],
    ] as const) {
      expect(await machine.npm(['i', name])).toEqual({
        code: 1,
        stdout: '',
        stderr: `npm error code ENATIVE
npm error native ${id} is native code without a WebAssembly build: it cannot run in a browser.
npm error native Use ${instead} in its place, or run this project on a real machine.
npm error native To install it all the same, without its native part: --force
`,
      });
      expect(Object.keys(machine.tree('/home/project'))).toEqual(['package.json']);
    }
    expect(machine.spawned).toEqual([]);
  });

  it('a warning where another package brings its binaries; nothing where it is optional', async () => {
    const { machine } = setUp(binaries);
    expect(await machine.npm(['i', 'uses-turbo', 'tries-bcrypt'])).toEqual({
      code: 0,
      stdout: '\nadded 3 packages in 0ms\n',
      stderr: `npm warn native turbo@2.0.0 is native code without a WebAssembly build: it cannot run in a browser.
npm warn native Use npm run --workspaces in its place, or run this project on a real machine.
`,
    });
    const paths = Object.keys(machine.tree('/home/project/node_modules'));
    expect(paths.filter((path) => path.endsWith('index.js'))).toEqual([
      'tries-bcrypt/index.js',
      'turbo/index.js',
      'uses-turbo/index.js',
    ]);
  });

  it('--force installs it without its native part', async () => {
    const { machine } = setUp(binaries);
    const { code } = await machine.npm(['i', 'bcrypt', '--force']);
    expect(code).toBe(0);
    expect(machine.spawned).toEqual([]);
    expect(Object.keys(machine.tree('/home/project/node_modules'))).toContain('bcrypt/index.js');
  });
});

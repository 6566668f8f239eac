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

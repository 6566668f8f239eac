import { expect, test } from 'vitest';
import { containerVersion, packageOf } from './program-package.ts';

/** The links lead to the file itself. */
function files(file: string, links: readonly string[] = [], packed = true) {
  return {
    tryStat: (path: string) =>
      path === file || links.includes(path)
        ? ({ type: 'file' } as ReturnType<Parameters<typeof packageOf>[0]['tryStat']>)
        : undefined,
    realpath: () => file,
    packedFile: () => (packed ? { packId: 'sha512-x', index: 0 } : undefined),
  };
}

test.each([
  ['/p/node_modules/esbuild/bin/esbuild', 'esbuild', '/p/node_modules/esbuild'],
  ['/p/node_modules/@scope/tool/cli.js', '@scope/tool', '/p/node_modules/@scope/tool'],
  ['/p/node_modules/a/node_modules/b/cli.js', 'b', '/p/node_modules/a/node_modules/b'],
  // Next.js's own copy of jest-worker, which has a package.json.
  ['/p/node_modules/next/dist/compiled/jest-worker/child.js', 'next', '/p/node_modules/next'],
])('%s belongs to %s', (file, name, folder) => {
  expect(packageOf(files(file), file)).toEqual({ name, folder });
});

test('a link in .bin leads to its package', () => {
  const link = '/p/node_modules/.bin/esbuild';
  expect(packageOf(files('/p/node_modules/esbuild/bin/esbuild', [link]), link)?.name).toBe('esbuild');
});

test('a file of the project, one that was changed and one that is not there belong to none', () => {
  expect(packageOf(files('/p/server.js'), '/p/server.js')).toBeNull();
  expect(packageOf(files('/p/node_modules/a/cli.js', [], false), '/p/node_modules/a/cli.js')).toBeNull();
  expect(packageOf(files('/p/node_modules/a/cli.js'), '/p/node_modules/b/cli.js')).toBeNull();
});

test('only Next.js is told of the container', () => {
  expect(containerVersion({ name: 'next', folder: '/p/node_modules/next' })).toBe('1.0.0');
  expect(containerVersion({ name: 'nuxt', folder: '/p/node_modules/nuxt' })).toBeUndefined();
});

// Projects with workspaces: links to their folders, and what each needs for itself in its own node_modules.
import { describe, expect, it } from 'vitest';
import type { TestMachine } from '../testing/machine.ts';
import { json, setUp, writeManifest } from '../testing/project.ts';
import { findWorkspaces } from '../workspaces.ts';

function monorepo(workspaces: unknown, folders: Readonly<Record<string, object>>) {
  const { machine, registry } = setUp({}, {}, { workspaces });
  for (const [folder, manifest] of Object.entries(folders)) {
    machine.fs.makeDirectories(`/home/project/${folder}`, 0o755);
    machine.fs.writeFile(`/home/project/${folder}/package.json`, JSON.stringify(manifest));
  }
  return { machine, registry };
}

const locked = (machine: TestMachine): Record<string, object> =>
  json(machine, 'package-lock.json')['packages'] ?? {};

const folders = {
  'packages/one': { name: 'one', version: '1.0.0', dependencies: { b: '^1.0.0', two: '*' }, bin: 'one.js' },
  'packages/two': { name: '@s/two', version: '2.0.0', dependencies: { b: '^2.0.0' } },
  'apps/web': { private: true, dependencies: { one: '1.0.0', d: '1' }, devDependencies: { a: '1.0.0' } },
};

describe('workspaces', () => {
  it('are found by patterns, braces, negations and `**`, in no node_modules, named by their folder if by nothing else', () => {
    const { machine } = monorepo([], {
      ...folders,
      'packages/node_modules/x': { name: 'x' },
      'packages/deep/er': { name: 'er' },
      'packages/.hidden': { name: 'hidden' },
      'packages/empty/sub': {},
    });
    const find = (...workspaces: string[]) => [
      ...findWorkspaces(machine.fs, '/home/project', { workspaces }).keys(),
    ];
    expect(find('packages/*')).toEqual(['one', '@s/two']);
    expect(find('./packages/*/', '!packages/two')).toEqual(['one']);
    expect(find('packages/**')).toEqual(['er', 'sub', 'one', '@s/two']);
    expect(find('{apps,packages}/[ow]*')).toEqual(['web', 'one']);
    expect(find('packages/@(one|two)')).toEqual(['one', '@s/two']);
    expect(find('!packages/one', 'packages/one')).toEqual(['one']);
    expect(find('nowhere/*', 'package.json')).toEqual([]);
  });

  it('are linked, share what they can, and have their own beside them where they cannot', async () => {
    const { machine } = monorepo(['packages/*', 'apps/*'], {
      ...folders,
      'packages/one': { ...folders['packages/one'], dependencies: { b: '^1.0.0', '@s/two': '^2.0.0' } },
    });
    const run = await machine.npm(['install']);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    const lockfile = locked(machine);
    expect(Object.keys(lockfile)).toEqual([
      '',
      'apps/web',
      'node_modules/@s/two',
      'node_modules/a',
      'node_modules/b',
      'node_modules/d',
      'node_modules/one',
      'node_modules/web',
      'packages/one',
      'packages/two',
      'packages/two/node_modules/b',
    ]);
    expect(lockfile['node_modules/@s/two']).toEqual({ resolved: 'packages/two', link: true });
    expect(lockfile['packages/two']).toEqual({
      name: '@s/two',
      version: '2.0.0',
      dependencies: { b: '^2.0.0' },
    });
    const { fs } = machine;
    expect(fs.readlink('/home/project/node_modules/one')).toBe('../packages/one');
    expect(fs.readlink('/home/project/node_modules/.bin/one')).toBe('../one/one.js');
    expect(json(machine, 'packages/two/node_modules/b/package.json')['version']).toBe('2.0.0');

    // A second install changes nothing; without the workspace its own node_modules empties.
    expect((await machine.npm(['install'])).stdout).toContain('up to date');
    writeManifest(machine, { name: 'app', version: '1.0.0', workspaces: ['packages/one', 'apps/*'] });
    machine.fs.writeFile(
      '/home/project/packages/one/package.json',
      JSON.stringify({ ...folders['packages/one'], dependencies: { b: '^1.0.0' } }),
    );
    expect((await machine.npm(['install'])).stderr).toBe('');
    expect(Object.keys(locked(machine))).toEqual([
      '',
      'apps/web',
      'node_modules/a',
      'node_modules/b',
      'node_modules/d',
      'node_modules/one',
      'node_modules/web',
      'packages/one',
    ]);
  });

  it('fail with a reason: two of one name, no list, a dependency that is nowhere', async () => {
    const twice = monorepo(['packages/*'], { 'packages/x': { name: 'x' }, 'packages/y': { name: 'x' } });
    expect((await twice.machine.npm(['install'])).stderr).toBe(
      [
        'npm error code EDUPLICATEWORKSPACE',
        'npm error must not have multiple workspaces with the same name',
        "npm error package 'x' has conflicts in the following paths:",
        'npm error     /home/project/packages/x',
        'npm error     /home/project/packages/y',
        '',
      ].join('\n'),
    );
    const noList = monorepo('packages/*', {});
    expect((await noList.machine.npm(['install'])).stderr).toContain('npm error code EWORKSPACESCONFIG');
    const missing = monorepo(['packages/*'], folders);
    const run = await missing.machine.npm(['install']);
    expect(run.stderr).toContain('npm error code E404');
    expect(missing.machine.fs.tryStat('/home/project/node_modules')).toBeUndefined();
  });
});

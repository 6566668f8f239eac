import { describe, expect, it } from 'vitest';
import type { FixturePackages } from '../testing/fixture-registry.ts';
import { setUp } from '../testing/project.ts';

describe('install scripts', () => {
  const scripted: FixturePackages = {
    'native@1.0.0': { scripts: { postinstall: 'make it' }, dependencies: { b: '1' } },
  };

  it('run in the package, with its environment', async () => {
    const { machine } = setUp(scripted);
    await machine.npm(['i', 'native']);
    const [request] = machine.spawned;
    expect(request).toMatchObject({
      program: 'jsh',
      argv: ['sh', '-c', 'make it'],
      cwd: '/home/project/node_modules/native',
      env: { npm_lifecycle_event: 'postinstall', npm_package_name: 'native', npm_package_version: '1.0.0' },
    });
    expect(request?.env['PATH']).toMatch(
      /^\/home\/project\/node_modules\/native\/node_modules\/\.bin:.*:\/home\/project\/node_modules\/\.bin:.*\/bin$/,
    );
  });

  it('that fail leave everything as it was', async () => {
    const { machine } = setUp(scripted);
    await machine.npm(['i', 'b@2']);
    const before = machine.tree('/home/project');
    machine.shell = (_line, _request, print) => {
      print('no compiler\n');
      return { kind: 'exited', code: 3 };
    };
    expect(await machine.npm(['i', 'native', 'b@1'])).toEqual({
      code: 3,
      stdout: '',
      stderr: `npm error code 3
npm error path /home/project/node_modules/native
npm error command failed
npm error command sh -c make it
npm error no compiler
`,
    });
    expect(machine.tree('/home/project')).toEqual(before);
  });

  it('are not run with --ignore-scripts', async () => {
    const { machine } = setUp(scripted, {}, { scripts: { postinstall: 'x' } });
    await machine.npm(['i', 'native', '--ignore-scripts']);
    await machine.npm(['i', '--ignore-scripts']);
    expect(machine.spawned).toEqual([]);
  });

  it('of the project run after an install without arguments, in order', async () => {
    const { machine } = setUp({}, {}, { scripts: { prepare: 'p', postinstall: 'q', preinstall: 'r' } });
    const { stdout } = await machine.npm(['i']);
    expect(stdout).toBe(`
> app@1.0.0 preinstall
> r


> app@1.0.0 postinstall
> q


> app@1.0.0 prepare
> p


up to date in 0ms
`);
  });
});

// Lockfiles that are not what they should be: a reason, and nothing is written over.
import { describe, expect, it } from 'vitest';
import { setUp } from './testing/project.ts';

describe('a malformed lockfile stops npm before it changes anything', () => {
  const cases: readonly [string, string, string][] = [
    ['is no JSON', '{"packages": ', 'Unexpected end of JSON input'],
    ['is a list', '[]', 'Invalid package-lock.json'],
    ['has a list of packages', '{"packages":[]}', 'Invalid package-lock.json: packages is []'],
    [
      'has a package that is null',
      '{"packages":{"":{},"node_modules/a":null}}',
      'Invalid package-lock.json: packages["node_modules/a"] is null',
    ],
    [
      'has a version that is a number',
      '{"packages":{"node_modules/a":{"version":1}}}',
      'packages["node_modules/a"].version is 1',
    ],
    [
      'is of version 1 and nests a text',
      '{"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":"2"}}}}',
      'dependencies["a"].dependencies["b"] is "2"',
    ],
    [
      'links to a folder that it does not have',
      '{"lockfileVersion":3,"packages":{"node_modules/a":{"resolved":"lib","link":true}}}',
      'Missing target in lock file',
    ],
  ];
  it.each(cases)('%s', async (_title, text, reason) => {
    const { machine } = setUp({}, {}, { dependencies: { a: '^1.0.0' } });
    machine.fs.writeFile('/home/project/package-lock.json', text);
    for (const command of ['install', 'ci']) {
      const run = await machine.npm([command]);
      expect(run.code).toBe(1);
      expect(run.stderr).toContain(reason);
      expect(run.stderr).toMatch(/^npm error code E/m);
    }
    expect(machine.tree('/home/project')).toMatchObject({ 'package-lock.json': text });
    expect(machine.fs.tryStat('/home/project/node_modules')).toBeUndefined();
  });
});

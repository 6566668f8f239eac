import { expect, it } from 'vitest';
import { SystemError } from '../protocol/errno.ts';
import { planStart, type PlanFiles } from './start-plan.ts';

const files = (tree: Record<string, string>): PlanFiles => ({
  exists: (path) => path in tree,
  readText: (path) => {
    const text = tree[path];
    if (text === undefined) throw new SystemError('ENOENT', 'open', path);
    return text;
  },
});

it.each([
  [
    'prefers dev to start',
    { '/p/package.json': '{"scripts":{"start":"a","dev":"b"}}' },
    { install: false, command: 'npm', args: ['run', 'dev'] },
  ],
  [
    'uses npm start',
    { '/p/package.json': '{"scripts":{"start":"a"}}' },
    { install: false, command: 'npm', args: ['start'] },
  ],
  [
    'installs what is declared and missing',
    { '/p/package.json': '{"scripts":{"start":"a"},"dependencies":{"express":"5"}}' },
    { install: true, command: 'npm', args: ['start'] },
  ],
  [
    'does not install what is there',
    {
      '/p/package.json': '{"scripts":{"start":"a"},"dependencies":{"express":"5"}}',
      '/p/node_modules/express': '',
    },
    { install: false, command: 'npm', args: ['start'] },
  ],
  [
    'runs main where there is no script',
    { '/p/package.json': '{"main":"lib.js"}', '/p/lib.js': '' },
    { install: false, command: 'node', args: ['lib.js'] },
  ],
  [
    'runs index.js without a package.json',
    { '/p/index.js': '' },
    { install: false, command: 'node', args: ['index.js'] },
  ],
] as const)('K12: %s', (_title, tree, plan) => {
  expect(planStart(files(tree), '/p')).toEqual(plan);
});

it('K12: says what to do about a package.json that is not JSON', () => {
  expect(() => planStart(files({ '/p/package.json': '{,' }), '/p')).toThrow(
    /^package\.json is not valid JSON: .* Correct it, then press Run again\.$/,
  );
});

it('K12: says what to do about a missing start script', () => {
  expect(() => planStart(files({ '/p/package.json': '{}' }), '/p')).toThrow(
    'package.json has no "start" or "dev" script. Add one under "scripts", then press Run again.',
  );
});

it('K12: says what to do about an empty folder', () => {
  expect(() => planStart(files({}), '/p')).toThrow(
    'Nothing to run: add a package.json with a "start" script, or an index.js.',
  );
});

import { expect, it } from 'vitest';
import { nearestVersion } from './nearest-version.ts';

it.each([
  ['the same', ['1.0.0', '1.1.0', '1.2.0'], '1.1.0', ['1.1.0'], '1.1.0'],
  ['the newest before it that all accept', ['1.0.0', '1.1.0', '1.3.0'], '1.2.0', ['^1.0.0', '1'], '1.1.0'],
  ['the same line where none accepts', ['1.0.0', '1.1.0', '2.0.0'], '1.2.0', ['1.2.0'], '1.1.0'],
  ['the same minor line before 1.0', ['0.24.1', '0.25.1'], '0.25.9', ['0.25.9'], '0.25.1'],
  ['none of another line', ['0.24.1', '0.26.0'], '0.25.9', ['0.25.9'], undefined],
  ['no prerelease for a release', ['1.0.0-beta.1'], '1.0.0', ['^1.0.0-beta.0'], undefined],
  ['none', [], '1.0.0', [], undefined],
])('%s', (_title, versions, version, ranges, expected) => {
  expect(nearestVersion(versions, version, ranges)).toBe(expected);
});

import { expect, it } from 'vitest';
import {
  extensionOf,
  isWithin,
  joinPath,
  kernelPath,
  movedPath,
  nameOf,
  nameProblem,
  parentOf,
} from './paths.ts';

it('takes paths apart and puts them together', () => {
  expect([parentOf('a/b/c.js'), nameOf('a/b/c.js'), parentOf('c.js'), nameOf('c.js')]).toEqual([
    'a/b',
    'c.js',
    '',
    'c.js',
  ]);
  expect([joinPath('', 'a'), joinPath('a', 'b'), kernelPath(''), kernelPath('a')]).toEqual([
    'a',
    'a/b',
    '.',
    'a',
  ]);
  expect([extensionOf('a/b.TS'), extensionOf('.env'), extensionOf('a.b/c'), extensionOf('x.')]).toEqual([
    'ts',
    '',
    '',
    '',
  ]);
});

it('knows what lies in a folder, and where it goes when that moves', () => {
  expect([isWithin('a/b', 'a'), isWithin('ab', 'a'), isWithin('a', 'a'), isWithin('a', '')]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect([movedPath('a/b', 'a', 'x/y'), movedPath('ab', 'a', 'x'), movedPath('a', 'a', 'b')]).toEqual([
    'x/y/b',
    'ab',
    'b',
  ]);
});

it('K12: refuses a name with a slash clearly, and takes emoji', () => {
  expect(nameProblem('a/b', [])).toBe('A name cannot contain “/”. Make a folder first, then the file in it.');
  expect(nameProblem('..', [])).toBe('“..” is a name that the system keeps for itself.');
  expect(nameProblem('  ', [])).toBe('Type a name.');
  expect(nameProblem('a\0', [])).toBe('A name cannot contain a NUL character.');
  expect(nameProblem('é'.repeat(128), [])).toBe('This name is too long: 255 bytes at most.');
  expect(nameProblem('a.js', ['a.js'])).toBe('“a.js” is there already.');
  expect(nameProblem('🦑 notes.md', ['a.js'])).toBeNull();
});

import { expect, test } from 'vitest';
import { Pathspec } from './pathspec.ts';

const matched = (given: string) =>
  ['[id].js', 'i.js', 'pages/[id].js', 'pages/i.js'].filter((path) =>
    new Pathspec('/r', '/r/pages', [given]).matches(path),
  );

test('a pattern matches itself and what it describes; a literal one itself alone', () => {
  expect(matched('[id].js')).toEqual(['pages/[id].js', 'pages/i.js']);
  expect(matched(':(literal)[id].js')).toEqual(['pages/[id].js']);
  expect(matched(':(top,literal)[id].js')).toEqual(['[id].js']);
});

test('an unknown magic word is refused in git’s words', () => {
  expect(() => matched(':(icase)a')).toThrow("Invalid pathspec magic 'icase' in ':(icase)a'");
});

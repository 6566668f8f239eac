import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { nameOfZip, treeOf, treeOfZip } from './incoming-tree.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const entries = (...paths: string[]) => paths.map((path) => ({ path, bytes: bytes(path) }));

it('makes a tree, drops the one common folder, and leaves out what is made again', () => {
  expect(treeOf(entries('app/a.js', 'app/lib/b.js', 'app/node_modules/x/i.js', 'app/.git/HEAD'))).toEqual({
    'a.js': bytes('app/a.js'),
    lib: { 'b.js': bytes('app/lib/b.js') },
  });
  expect(treeOf(entries('a.js', 'lib/b.js'))).toEqual({
    'a.js': bytes('a.js'),
    lib: { 'b.js': bytes('lib/b.js') },
  });
});

it('refuses what cannot be a project', () => {
  expect(() => treeOf(entries('a.js', '../b.js'))).toThrow('“../b.js” leads out of the project.');
  expect(() => treeOf(entries('a', 'a/b', 'c'))).toThrow('“a” is a file and a folder at once.');
  expect(() => treeOf([])).toThrow('There are no files in it.');
  expect(() => treeOfZip(bytes('not a zip'), 'x.zip')).toThrow(
    'x.zip cannot be read as a zip: invalid zip data',
  );
});

it('reads a zip', () => {
  expect(nameOfZip('demos/My shop.ZIP')).toBe('My shop');
  expect(treeOfZip(zipSync({ 'p/a.txt': bytes('hi') }), 'p.zip')).toEqual({ 'a.txt': bytes('hi') });
});

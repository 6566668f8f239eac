import { expect, it } from 'vitest';
import { fileMentions } from './file-links.ts';

const found = (text: string) =>
  fileMentions(text).map(({ index, length, path, line, column }) => [
    text.slice(index, index + length),
    path,
    line,
    column,
  ]);

it('finds files as tools write them', () => {
  expect(found('src/App.jsx:12:3')).toEqual([['src/App.jsx:12:3', 'src/App.jsx', 12, 3]]);
  expect(found('src/a.ts(4,9): error TS2322: Type')).toEqual([['src/a.ts(4,9)', 'src/a.ts', 4, 9]]);
  expect(found('    at Object.<anonymous> (/home/web/app/server.js:7:1)')).toContainEqual([
    '/home/web/app/server.js:7:1',
    '/home/web/app/server.js',
    7,
    1,
  ]);
  expect(found('at file:///home/web/app/b%20c.mjs:2:11')).toContainEqual([
    'file:///home/web/app/b%20c.mjs:2:11',
    '/home/web/app/b c.mjs',
    2,
    11,
  ]);
  expect(found('updated package.json, "./lib/x.test.ts" and ünï/ß.css.')).toEqual([
    ['package.json', 'package.json', null, null],
    ['./lib/x.test.ts', './lib/x.test.ts', null, null],
    ['ünï/ß.css', 'ünï/ß.css', null, null],
  ]);
});

it('leaves words and addresses alone', () => {
  expect(found('added 12 packages in 3s, listening: http://localhost:5173/')).toEqual([]);
  expect(found('v24.1.0 done. 10:32:11')).toEqual([]);
});

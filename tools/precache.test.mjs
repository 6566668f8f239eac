import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { precacheList } from './precache.mjs';

const editor = ['typescript.worker', 'css.worker', 'html.worker', 'json.worker', 'node-types'].map(
  (name) => `${name}-0aB_-9zZ.js`,
);

function built(files) {
  const dist = mkdtempSync(join(tmpdir(), 'precache-'));
  onTestFinished(() => rmSync(dist, { recursive: true }));
  mkdirSync(join(dist, 'packs'));
  for (const file of files) writeFileSync(join(dist, file), file);
  return dist;
}

it('keeps what an offline visit needs, whether or not the texts for reading are there yet', () => {
  const dist = built([
    ...['index.html', 'a.js', 'a.js.br', 'packs/index.json', 'packs/0123456789abcdef.pack'],
    ...editor,
  ]);
  const before = precacheList(dist);
  expect(before.files).toEqual(['/a.js', '/', '/packs/index.json']);
  writeFileSync(join(dist, 'LICENSE.txt'), '');
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), '');
  expect(precacheList(dist)).toEqual(before);
});

it('lets what only the editor needs wait, and says where that has another name', () => {
  expect(precacheList(built(['index.html', ...editor])).later).toEqual(
    editor.map((file) => `/${file}`).sort(),
  );
  expect(() => precacheList(built(['index.html', ...editor.slice(1)]))).toThrow(/typescript\.worker/);
});

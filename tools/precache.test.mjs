import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { precacheList } from './precache.mjs';

it('keeps what an offline visit needs, whether or not the texts for reading are there yet', () => {
  const dist = mkdtempSync(join(tmpdir(), 'precache-'));
  onTestFinished(() => rmSync(dist, { recursive: true }));
  mkdirSync(join(dist, 'packs'));
  for (const file of ['index.html', 'a.js', 'a.js.br', 'packs/index.json', 'packs/0123456789abcdef.pack'])
    writeFileSync(join(dist, file), file);
  const before = precacheList(dist);
  expect(before.files).toEqual(['/a.js', '/', '/packs/index.json']);
  writeFileSync(join(dist, 'LICENSE.txt'), '');
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), '');
  expect(precacheList(dist)).toEqual(before);
});

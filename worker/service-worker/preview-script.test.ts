import { expect, test } from 'vitest';
import type { ProjectId } from '../protocol/ids.ts';
import { previewScriptElement } from './preview-script.ts';

const project = 'p-1' as ProjectId;

test('setPreviewScript: a classic script, a module, and a policy with a nonce', () => {
  expect(previewScriptElement({ source: 'x()', options: {} }, project, undefined)).toBe(
    '<script src="/__holdfast/preview-script.js?project=p-1"></script>',
  );
  expect(
    previewScriptElement({ source: 'x()', options: { type: 'module', async: true } }, project, 'abc'),
  ).toBe('<script src="/__holdfast/preview-script.js?project=p-1" type="module" async nonce="abc"></script>');
});

test('setPreviewScript: an import map stays in the page, and cannot end its element', () => {
  const source = '{"imports":{"ü":"/</script>"}}';
  const element = previewScriptElement({ source, options: { type: 'importmap' } }, project, undefined);
  const json = /^<script type="importmap">(.*)<\/script>$/.exec(element)?.[1] ?? '';
  expect(json).toMatch(/^[\x20-\x7e]+$/);
  expect(json).not.toContain('<');
  expect(JSON.parse(json)).toEqual(JSON.parse(source));
});

import { expect, test } from 'vitest';
import { readCompilerOptions, withoutComments } from './compiler-options.ts';

const optionsOf = (files: Readonly<Record<string, string>>) =>
  readCompilerOptions(async (path) => files[path] ?? null);

test('comments and trailing commas go, strings stay', () => {
  const text = '{ // one\n "a": "http://x/*y*/", /* two */ "b": [1, 2,], }';
  expect(JSON.parse(withoutComments(text))).toEqual({ a: 'http://x/*y*/', b: [1, 2] });
});

test('no config is null, and one that is being edited says nothing', async () => {
  expect(await optionsOf({})).toBeNull();
  expect(await optionsOf({ 'tsconfig.json': '{ "compilerOptions": {' })).toEqual({});
});

test('a config extends others, by path and from a package, and its own options win', async () => {
  expect(
    await optionsOf({
      'tsconfig.json':
        '{"extends":["@tsconfig/strictest","./config/base"],"compilerOptions":{"jsx":"preserve"}}',
      'node_modules/@tsconfig/strictest/tsconfig.json': '{"compilerOptions":{"strict":true,"jsx":"react"}}',
      'config/base.json': '{"compilerOptions":{"strict":false,"paths":{"@/*":["../src/*"]}}}',
    }),
  ).toEqual({ strict: false, jsx: 'preserve', baseUrl: 'file:///config', paths: { '@/*': ['../src/*'] } });
});

test('a config of references alone takes the first one’s options', async () => {
  expect(
    await optionsOf({
      'tsconfig.json':
        '{"files":[],"references":[{"path":"./tsconfig.app.json"},{"path":"./tsconfig.node.json"}]}',
      'tsconfig.app.json': '{"compilerOptions":{"jsx":"react-jsx"}}',
      'tsconfig.node.json': '{"compilerOptions":{"jsx":"preserve"}}',
    }),
  ).toEqual({ jsx: 'react-jsx' });
});

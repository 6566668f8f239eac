import { expect, test } from 'vitest';
import { namedModules, splitSpecifier } from './module-specifiers.ts';
import { typeEntries } from './package-types.ts';
import { createTypeClosure } from './type-closure.ts';

function closureOver(files: Readonly<Record<string, string>>) {
  const read: string[] = [];
  const closure = createTypeClosure(async (path) => {
    read.push(path);
    return files[path] ?? null;
  });
  const follow = async (from: string, ...names: string[]) =>
    [...(await closure.follow(from, names)).keys()].sort();
  return { follow, read };
}

test('names of modules in imports, exports, requires, import types and references', () => {
  const named = namedModules(`/// <reference types="vite/client" />
/// <reference path="other.d.ts" />
import React, { useState } from 'react';
import 'side-effect'
export * from "./local";
const fs = require('node:fs'); type T = import('deep/type').T; await import("lazy");
declare module 'ambient' {}`);
  expect(named.modules).toEqual([
    ...['react', 'side-effect', './local', 'node:fs', 'deep/type', 'lazy', 'ambient', 'vite/client'],
  ]);
  expect(named.files).toEqual(['./other.d.ts']);
});

test('a specifier’s package and the entry in it', () => {
  expect(splitSpecifier('@scope/name/sub/path')).toEqual({ name: '@scope/name', subpath: './sub/path' });
  expect(splitSpecifier('express')).toEqual({ name: 'express', subpath: '.' });
  expect(['node:fs', './x', '#internal', '*.svg', '@scope'].map(splitSpecifier)).toEqual(Array(5).fill(null));
});

test('types come from `exports` by condition and pattern, else from `types`, else from beside the code', () => {
  const exports = {
    '.': { require: './a.cjs', import: { types: './a.d.mts', default: './a.mjs' } },
    './features/*': { types: './types/*.d.ts', default: './dist/*.js' },
  };
  expect(typeEntries({ exports }, '.')[0]).toBe('a.d.cts');
  expect(typeEntries({ exports }, '.')).toContain('a.d.mts');
  expect(typeEntries({ exports }, './features/x')[0]).toBe('types/x.d.ts');
  expect(typeEntries({ types: './lib/index.d.ts', main: 'lib/index.js' }, '.')[0]).toBe('lib/index.d.ts');
  expect(typeEntries({ main: './lib/main.js' }, '.')).toEqual([
    ...['lib/main.d.ts', 'lib/main.ts', 'lib/main.tsx', 'index.d.ts'],
  ]);
  expect(typeEntries({}, './client')).toContain('client.d.ts');
});

test('only what is imported is read, transitively, with @types for what has none', async () => {
  const { follow, read } = closureOver({
    'node_modules/express/package.json': '{"main":"index.js"}',
    'node_modules/@types/express/package.json': '{"types":"index.d.ts"}',
    'node_modules/@types/express/index.d.ts': `import * as core from 'express-serve-static-core'; import './inner';`,
    'node_modules/@types/express/inner.d.ts': 'export {};',
    'node_modules/@types/express-serve-static-core/package.json': '{"types":"index.d.ts"}',
    'node_modules/@types/express-serve-static-core/index.d.ts': `import { EventEmitter } from 'events';`,
    'node_modules/unused/package.json': '{"types":"index.d.ts"}',
    'node_modules/unused/index.d.ts': 'export {};',
  });
  expect(await follow('src/server.ts', 'express', './own.ts')).toEqual([
    'node_modules/@types/express-serve-static-core/index.d.ts',
    'node_modules/@types/express-serve-static-core/package.json',
    'node_modules/@types/express/index.d.ts',
    'node_modules/@types/express/inner.d.ts',
    'node_modules/@types/express/package.json',
  ]);
  expect(read.some((path) => path.includes('unused'))).toBe(false);
  // Known by now: nothing is new, and nothing is read again.
  const before = read.length;
  expect(await follow('src/other.ts', 'express')).toEqual([]);
  expect(read.slice(before).filter((path) => !path.startsWith('src/'))).toEqual([]);
});

test('a nested version wins for its own dependent, and cycles end', async () => {
  const { follow } = closureOver({
    'node_modules/a/package.json': '{"types":"a.d.ts"}',
    'node_modules/a/a.d.ts': `export * from 'b'; export * from './a.js';`,
    'node_modules/a/node_modules/b/package.json': '{"types":"b.d.ts"}',
    'node_modules/a/node_modules/b/b.d.ts': `export * from 'a';`,
    'node_modules/b/package.json': '{"types":"b.d.ts"}',
    'node_modules/b/b.d.ts': '',
  });
  expect(await follow('index.ts', 'a')).toEqual([
    'node_modules/a/a.d.ts',
    'node_modules/a/node_modules/b/b.d.ts',
    'node_modules/a/node_modules/b/package.json',
    'node_modules/a/package.json',
  ]);
});

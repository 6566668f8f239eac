// The conformance cases: every script of scripts/ on its own in an empty folder, and command lines of `node`. The expected
// output is what the pinned real Node prints at test time (real-node.mjs).
import { readFileSync, readdirSync } from 'node:fs';

/** @typedef {{name: string, command: string[], files: Record<string, string>, stdin?: string}} Case */

const scripts = new URL('scripts/', import.meta.url);

const scriptCases = readdirSync(scripts)
  .sort()
  .map((file) => ({
    name: file,
    command: ['node', file],
    files: { [file]: readFileSync(new URL(file, scripts), 'utf8') },
    ...(file.startsWith('stdin-') && { stdin: 'first\nsecond line\n\nlast' }),
  }));

const hello = { 'hello.js': 'console.log("hello", process.argv.slice(2), process.execArgv);' };

/** @type {Case[]} */
const commandCases = [
  { name: 'node -e', command: ['node', '-e', 'console.log(1 + 1, __filename, process.argv)'], files: {} },
  { name: 'node -p', command: ['node', '-p', '({ a: [1, 2] })'], files: {} },
  { name: 'node -p with an error', command: ['node', '-p', 'x.y'], files: {} },
  { name: 'node -e with a syntax error', command: ['node', '-e', 'let a = ;'], files: {} },
  { name: 'node -e throws', command: ['node', '-e', 'throw new Error("from -e")'], files: {} },
  {
    name: 'node -e with module syntax',
    command: ['node', '-e', 'import fs from "fs"; console.log(typeof fs.readFile)'],
    files: {},
  },
  {
    name: 'node --input-type=module -e',
    command: ['node', '--input-type=module', '-e', 'console.log(await 5, import.meta.url.slice(0, 8))'],
    files: {},
  },
  { name: 'node --version', command: ['node', '--version'], files: {} },
  { name: 'node -v', command: ['node', '-v', 'ignored'], files: {} },
  { name: 'bad option', command: ['node', '--not-an-option', 'x.js'], files: {} },
  { name: 'option without its argument', command: ['node', '--require'], files: {} },
  { name: 'arguments', command: ['node', '--no-warnings', 'hello.js', '-a', '--b=c', 'd e'], files: hello },
  { name: 'double dash', command: ['node', '--', 'hello.js', '--x'], files: hello },
  { name: 'missing script', command: ['node', 'nope.js'], files: {} },
  { name: 'script without its extension', command: ['node', 'hello'], files: hello },
  { name: 'directory', command: ['node', '.'], files: { 'index.js': 'console.log("index")' } },
  {
    name: 'require preload',
    command: ['node', '-r', './pre.js', 'hello.js'],
    files: { ...hello, 'pre.js': 'console.log("pre")' },
  },
  {
    name: 'import preload',
    command: ['node', '--import', './pre.mjs', 'hello.js'],
    files: { ...hello, 'pre.mjs': 'console.log("pre", typeof require)' },
  },
  { name: 'check ok', command: ['node', '--check', 'hello.js'], files: hello },
  { name: 'check fails', command: ['node', '-c', 'bad.js'], files: { 'bad.js': 'if (' } },
  {
    name: 'script on stdin',
    command: ['node'],
    files: {},
    stdin: 'console.log("stdin", __filename, process.argv.length)',
  },
  {
    name: 'script on stdin with a dash',
    command: ['node', '-', 'arg'],
    files: {},
    stdin: 'console.log(process.argv.slice(1))',
  },
  {
    name: 'module on stdin',
    command: ['node', '--input-type=module'],
    files: {},
    stdin: 'console.log(await Promise.resolve("m"))',
  },
  {
    name: 'type module',
    command: ['node', 'main.js'],
    files: {
      'package.json': '{"type":"module"}',
      'main.js': 'import { sep } from "path"; console.log(sep, typeof module)',
    },
  },
  {
    name: 'typeless module',
    command: ['node', 'main.js'],
    files: { 'main.js': 'export const x = 1; console.log(typeof require, import.meta.main)' },
  },
  { name: 'import in cjs', command: ['node', 'main.cjs'], files: { 'main.cjs': 'import fs from "fs";' } },
  { name: 'require in esm', command: ['node', 'main.mjs'], files: { 'main.mjs': 'require("fs")' } },
  { name: 'bad package.json', command: ['node', 'main.js'], files: { 'package.json': '{', 'main.js': '1' } },
  {
    name: 'unhandled rejections warn',
    command: [
      'node',
      '--unhandled-rejections=warn',
      '-e',
      'Promise.reject(new Error("w")); setTimeout(() => console.log("on"), 5)',
    ],
    files: {},
  },
  {
    name: 'throw deprecation',
    command: ['node', '--throw-deprecation', '-e', 'process.emitWarning("d", "DeprecationWarning")'],
    files: {},
  },
  {
    name: 'env file',
    command: ['node', '--env-file=.env', '-p', 'process.env.FROM_FILE'],
    files: { '.env': 'FROM_FILE="a b" # c\n' },
  },
  { name: 'env file missing', command: ['node', '--env-file=nope', '-p', '1'], files: {} },
  {
    name: 'conditions',
    command: ['node', '-C', 'custom', 'main.js'],
    files: {
      'main.js': 'console.log(require("c"))',
      'node_modules/c/package.json': '{"exports":{"custom":"./a.js","default":"./b.js"}}',
      'node_modules/c/a.js': 'module.exports="custom"',
      'node_modules/c/b.js': 'module.exports="default"',
    },
  },
  {
    name: 'unknown extension',
    command: ['node', 'x.unknown'],
    files: { 'x.unknown': 'console.log("ran as cjs")' },
  },
  { name: 'json main', command: ['node', 'x.json'], files: { 'x.json': '{"a":1}' } },
];

export const cases = [...scriptCases, ...commandCases];

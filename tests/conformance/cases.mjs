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
  {
    name: 'NODE_OPTIONS require',
    command: [
      'node',
      '-e',
      'const { execFileSync, spawn } = require("child_process"); spawn(process.execPath, ["main.js"], { stdio: "inherit", env: { ...process.env, NODE_OPTIONS: "--require ./pre.js --no-warnings" } })',
    ],
    files: { 'main.js': 'console.log("main", process.execArgv)', 'pre.js': 'console.log("pre")' },
  },
  {
    name: 'module.register hooks',
    command: ['node', '--import', './register.mjs', 'main.mjs'],
    files: {
      'register.mjs': 'import { register } from "node:module"; register("./hooks.mjs", import.meta.url);',
      'hooks.mjs':
        'export async function resolve(s, c, next) { return s === "virtual:x" ? { url: "virtual:x", shortCircuit: true } : next(s, c) }\nexport async function load(u, c, next) { return u === "virtual:x" ? { format: "module", source: "export default 42", shortCircuit: true } : next(u, c) }',
      'main.mjs': 'import x from "virtual:x"; console.log(x)',
    },
  },
  {
    name: 'node --run',
    command: ['node', '--run', 'words', '--', 'a b', "c'd", '', 'x=y', '*', '-z'],
    files: {
      'node_modules/.bin/tool': '',
      'package.json': JSON.stringify({
        scripts: {
          words:
            'echo "$NODE_RUN_SCRIPT_NAME|${NODE_RUN_PACKAGE_JSON_PATH##*/}|${PATH##*.bin}"; printf "<%s>"',
          prewords: 'echo never',
        },
      }),
    },
  },
  {
    name: 'node --run of what is missing',
    command: ['node', '--run', 'nope'],
    files: { 'package.json': '{"scripts":{"words":"node words.js","number":1,"other":"exit 3"}}' },
  },
  {
    name: 'node --run of what is no script',
    command: ['node', '--run', 'number'],
    files: { 'package.json': '{"scripts":{"number":1}}' },
  },
  {
    name: 'TZ of a child',
    command: ['node', 'main.js'],
    files: {
      'main.js':
        'const { spawnSync } = require("child_process"); for (const TZ of ["Pacific/Auckland", "UTC+3", "EST5EDT", "nope"]) console.log(TZ, String(spawnSync(process.execPath, ["-p", "[new Date(0).getHours(), new Date(2021, 6).toISOString(), new Date(1e12).getTimezoneOffset()].join()"], { env: { ...process.env, TZ } }).stdout))',
    },
  },
  {
    name: 'hooks of --experimental-loader, whose modules import',
    command: [
      'node',
      '--no-warnings',
      '--experimental-loader',
      './hooks.mjs',
      '--import',
      './more.mjs',
      'main.mjs',
    ],
    files: {
      'hooks.mjs':
        'import os from "node:os"; import { n } from "./n.mjs";\nexport async function load(u, c, next) { return u === "virtual:x" ? { format: "module", source: `export default ${n} + ${typeof os.cpus === "function"}`, shortCircuit: true } : next(u, c) }',
      'n.mjs': 'export const n = 41',
      'more.mjs':
        'import { register } from "node:module"; register("./more-hooks.cjs", import.meta.url); register("data:text/javascript,export async function resolve(s,c,n){return s===\'y\'?{url:\'data:text/javascript,export default 7\',shortCircuit:true}:n(s,c)}");',
      'more-hooks.cjs':
        'require("./n.mjs"); exports.resolve = async (s, c, next) => s === "x" ? { url: "virtual:x", shortCircuit: true } : next(s, c);',
      'main.mjs': 'import x from "x"; import y from "y"; console.log(x, y);',
    },
  },
  {
    name: 'a resolve hook, and a module that is required',
    command: ['node', 'main.cjs'],
    files: {
      'main.cjs':
        'require("node:module").register("data:text/javascript,export async function resolve(s,c,n){return s===\'x\'?n(\'./m.mjs\',c):n(s,c)}");\nimport("x").then((x) => console.log(x.default, require("./n.mjs").default));',
      'm.mjs': 'export default "m";',
      'n.mjs': 'import os from "node:os"; import "./m.mjs"; export default typeof os.cpus;',
    },
  },
  {
    name: 'require of a module in a cycle',
    command: ['node', 'main.cjs'],
    files: {
      'main.cjs':
        'for (const name of ["./a.mjs", "./c.cjs"]) try { require(name) } catch (e) { console.log(e.code, e.message.replaceAll(__dirname, "")) }\nrequire("./throws.mjs")',
      'a.mjs': 'import "./b.cjs"; export default "hello";',
      'b.cjs': 'require("./a.mjs")',
      'c.cjs': 'require("./d.mjs")',
      'd.mjs': 'import "./c.cjs"',
      'throws.mjs': 'const fail = () => {\n  throw new Error("of the module");\n};\nfail();',
    },
  },
  {
    name: 'modules at their borders',
    command: ['node', '--no-warnings', 'main.mjs'],
    files: {
      'main.mjs':
        'Object.defineProperty(Object.prototype, "main", { get: () => "nope.js", configurable: true });\nimport { createRequire } from "node:module"; import fs from "node:fs"; import * as lexed from "./lexed.cjs"; import plain from "./node_modules/plain/index.js";\nfs.writeFileSync("add.wasm", Buffer.from("0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b", "hex"));\nconst { add } = await import("./add.wasm"); console.log(add(2, 3), lexed, plain);\nconst require = createRequire(import.meta.url); require("./typed");\nfor (const bad of ["./array", "./named"]) try { require(bad) } catch (e) { console.log(e.code, e.message.replaceAll(import.meta.dirname, "")) }\nfor (const bad of ["pkg", "lost"]) await import(bad).catch((e) => console.log(e.code, e.message.replaceAll(import.meta.dirname, "")));\nawait using end = { async [Symbol.asyncDispose]() { console.log("disposed") } };',
      'package.json': '{"type":"module"}',
      'node_modules/plain/index.js': 'module.exports = "a package without a package.json";',
      'node_modules/pkg/package.json': '{"name": ',
      'node_modules/lost/package.json': '{"main":"./x"}',
      'lexed.cjs': 'exports.a = 1; const later = () => import("x");',
      'typed/package.json': '{"main":"x.cjs"}',
      'typed/x.cjs': 'console.log("x.cjs")',
      'array/package.json': '[1]',
      'named/package.json': '{"name":1}',
    },
  },
  {
    name: 'module.registerHooks',
    command: ['node', 'main.mjs'],
    files: {
      'main.mjs':
        'import { registerHooks } from "node:module";\nregisterHooks({ resolve(s, c, next) { return s === "virtual:x" ? { url: "virtual:x", shortCircuit: true, format: "module" } : next(s, c) }, load(u, c, next) { return u === "virtual:x" ? { format: "module", source: "export default 43", shortCircuit: true } : next(u, c) } });\nconsole.log((await import("virtual:x")).default);',
    },
  },
  {
    name: 'typescript file',
    command: ['node', 'main.ts'],
    files: {
      'main.ts':
        'import { twice, type T } from "./lib.ts";\ninterface A { x: number }\nconst a: A = { x: 1 } satisfies A;\nconsole.log(twice<T>(a.x as number), new Error("e").stack!.split("\\n")[1]);\nenum_: for (;;) break enum_;',
      'lib.ts':
        'export type T = number;\nexport function twice<X extends number>(x: X): number { return x * 2 }',
    },
  },
  {
    name: 'source maps',
    command: ['node', '--enable-source-maps', 'out.js'],
    files: {
      'out.js':
        '"use strict";\nfunction boom() {\n  throw new Error("mapped");\n}\nboom();\n//# sourceMappingURL=out.js.map\n',
      'out.js.map':
        '{"version":3,"file":"out.js","sourceRoot":"","sources":["in.ts"],"names":[],"mappings":";AAAA,SAAS,IAAI;IACX,MAAM,IAAI,KAAK,CAAC,QAAQ,CAAC,CAAC;AAC5B,CAAC;AACD,IAAI,EAAE,CAAC","sourcesContent":["function boom(): never {\\n  throw new Error(\'mapped\');\\n}\\nboom();\\n"]}',
    },
  },
  {
    name: 'test runner',
    command: ['node', '--test-reporter=./reporter.mjs', '--test-reporter-destination=stdout', 'a.test.mjs'],
    files: {
      'reporter.mjs':
        'export default async function* (events) { for await (const { type, data } of events) if (!/summary|diagnostic|coverage/.test(type)) yield `${type} ${data.nesting} ${data.name ?? data.count ?? ""} ${data.skip ?? data.todo ?? data.details?.error?.message ?? ""}\\n`; }',
      'a.test.mjs':
        'import { test, describe, it, before, beforeEach, mock } from "node:test"; import assert from "node:assert";\nprocess.removeAllListeners("warning");\nlet n = 0;\ndescribe("suite", () => { before(() => { n = 1 }); it("one", () => assert.equal(n, 1)); it("skipped", { skip: true }, () => {}); it("todo", { todo: "later" }); });\ntest("sub", async (t) => { await t.test("inner", (t) => { t.diagnostic("hello"); }); const f = t.mock.fn((x) => x + 1); assert.equal(f(1), 2); assert.equal(f.mock.callCount(), 1); t.plan?.(0); });',
    },
  },
  {
    name: 'permission flag',
    command: ['node', '-p', 'typeof process.permission'],
    files: {},
  },
  { name: 'json main', command: ['node', 'x.json'], files: { 'x.json': '{"a":1}' } },
];

export const cases = [...scriptCases, ...commandCases];

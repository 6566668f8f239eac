import { expect, it } from 'vitest';
import type { Port } from '../protocol/ids.ts';
import { hotUpdateBuildError, parseBuildErrors } from './build-errors.ts';

it.each([
  [
    'tsc',
    "src/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\r\n",
    [
      {
        message: "TS2322: Type 'string' is not assignable to type 'number'.",
        file: 'src/a.ts',
        line: 3,
        column: 7,
      },
    ],
  ],
  [
    'tsc --pretty',
    '\x1b[96msrc/a.ts\x1b[0m:\x1b[93m3\x1b[0m:\x1b[93m7\x1b[0m - \x1b[91merror\x1b[0m\x1b[90m TS2322: \x1b[0mNo.\n',
    [{ message: 'TS2322: No.', file: 'src/a.ts', line: 3, column: 7 }],
  ],
  [
    'esbuild',
    '✘ [ERROR] Expected ";" but found "x"\n\n    src/b.js:1:4:\n      1 │ let x x\n',
    [{ message: 'Expected ";" but found "x"', file: 'src/b.js', line: 1, column: 4 }],
  ],
  [
    'node, a syntax error',
    "/home/web/app/server.js:2\nconst = 3\n      ^\n\nSyntaxError: Unexpected token '='\n    at wrapSafe (node:internal/modules/cjs/loader:1)\n\nNode.js v24.21.0\n",
    [{ message: "SyntaxError: Unexpected token '='", file: '/home/web/app/server.js', line: 2 }],
  ],
  [
    'the dev server of Vite',
    '10:00:00 AM [vite] (client) Pre-transform error: Failed to resolve import "./x" from "src/App.jsx". Does the file exist?\n  Plugin: vite:import-analysis\n  File: /home/web/app/src/App.jsx:1:20\n  1  |  import x from "./x"\n      at x (y)\n',
    [
      {
        message: 'Failed to resolve import "./x" from "src/App.jsx". Does the file exist?',
        file: '/home/web/app/src/App.jsx',
        line: 1,
        column: 20,
      },
    ],
  ],
  [
    "Vite's dev server, with Babel",
    '11:22:37 AM [vite] Internal server error: /home/web/app/src/App.tsx: Unexpected token (24:6)\n\n  22 | }\n  23 |\n> 24 | const = 1;\n     |       ^\n  25 |\n  Plugin: vite:react-babel\n  File: /home/web/app/src/App.tsx:24:6\n  22 |  }\n      at constructor (/home/web/app/node_modules/x.js:3:1)\n',
    [
      {
        message: '/home/web/app/src/App.tsx: Unexpected token (24:6)',
        file: '/home/web/app/src/App.tsx',
        line: 24,
        column: 6,
      },
    ],
  ],
  [
    'vite build, with esbuild',
    'vite v7.1.0 building for production...\n✗ Build failed in 80ms\nerror during build:\n[vite:esbuild] Transform failed with 1 error:\n/home/web/app/src/main.ts:1:6: ERROR: Expected identifier but found "="\nfile: /home/web/app/src/main.ts:1:6\n\nExpected identifier but found "="\n1  |  const = 3\n',
    [
      {
        message: 'Expected identifier but found "="',
        file: '/home/web/app/src/main.ts',
        line: 1,
        column: 6,
      },
    ],
  ],
  [
    'vite build, with Rollup',
    'error during build:\nsrc/main.js (1:9): "x" is not exported by "src/a.js", imported by "src/main.js".\nfile: /home/web/app/src/main.js:1:9\n\n1: import { x } from "./a.js"\n',
    [
      {
        message: 'src/main.js (1:9): "x" is not exported by "src/a.js", imported by "src/main.js".',
        file: '/home/web/app/src/main.js',
        line: 1,
        column: 9,
      },
    ],
  ],
  [
    'vite build, with Rolldown',
    "error during build:\nBuild failed with 1 error:\n\n[UNRESOLVED_IMPORT] Error: Could not resolve './x' in src/main.js\n   ╭─[ src/main.js:1:8 ]\n   │\n 1 │ import './x'\n",
    [{ message: "Could not resolve './x' in src/main.js", file: 'src/main.js', line: 1, column: 8 }],
  ],
  [
    'rollup',
    '\nsrc/main.js → dist/out.js...\n[!] RollupError: src/main.js (1:9): "x" is not exported by "src/a.js", imported by "src/main.js".\nhttps://rollupjs.org/troubleshooting/\nsrc/main.js (1:9)\n1: import { x }\n',
    [
      {
        message: '"x" is not exported by "src/a.js", imported by "src/main.js".',
        file: 'src/main.js',
        line: 1,
        column: 9,
      },
    ],
  ],
  [
    'webpack',
    "ERROR in ./src/index.js 3:10\nModule parse failed: Unexpected token (3:10)\nYou may need\n\nERROR in ./src/index.js 1:0-25\nModule not found: Error: Can't resolve './x' in '/home/web/app/src'\n\nwebpack 5.90.0 compiled with 2 errors in 300 ms\n",
    [
      {
        message: 'Module parse failed: Unexpected token (3:10)',
        file: './src/index.js',
        line: 3,
        column: 10,
      },
      {
        message: "Module not found: Error: Can't resolve './x' in '/home/web/app/src'",
        file: './src/index.js',
        line: 1,
        column: 0,
      },
    ],
  ],
  [
    'ts-loader',
    "ERROR in /home/web/app/src/index.ts\n./src/index.ts 1:6-7\n[tsl] ERROR in /home/web/app/src/index.ts(1,7)\n      TS2322: Type 'string' is not assignable to type 'number'.\n",
    [
      {
        message: "TS2322: Type 'string' is not assignable to type 'number'.",
        file: '/home/web/app/src/index.ts',
        line: 1,
        column: 7,
      },
    ],
  ],
  [
    'an unknown tool',
    'working\nFatal error: out of cheese\nbye\n',
    [{ message: 'Fatal error: out of cheese' }],
  ],
  ['silence but one line', 'boom\n', [{ message: 'boom' }]],
])('K7: finds the errors of %s', (_tool, output, expected) => {
  expect(parseBuildErrors(output)).toEqual(expected);
});

it.each([
  [
    'Vue',
    {
      message: '[vue/compiler-sfc] Unexpected token (6:6)\n\n/p/src/App.vue\n4  |  const count = ref(0);',
      line: 6,
      column: 6,
    },
    { message: '[vue/compiler-sfc] Unexpected token (6:6)', file: '/p/src/App.vue', line: 6, column: 6 },
  ],
  [
    'Svelte',
    {
      message: '/p/src/App.svelte:4:6 Unexpected token\nhttps://svelte.dev/e/js_parse_error',
      file: '/p/src/App.svelte',
      line: 4,
      column: 6,
    },
    { message: '/p/src/App.svelte:4:6 Unexpected token', file: '/p/src/App.svelte', line: 4, column: 6 },
  ],
  ['a plugin that knows no place', { message: 'No.' }, { message: 'No.' }],
])('K7: what Vite tells its pages of an edit: %s', (_plugin, told, error) => {
  expect(hotUpdateBuildError({ port: 5173 as Port, ...told })).toEqual(error);
});

// What Astro 6 printed, recorded in the real Node.

import { expect, it } from 'vitest';
import { parseBuildErrors } from './build-errors.ts';

const page = '/p/src/pages/index.astro';

it.each([
  [
    'a build: a mistake in a page',
    `16:45:11 [build] Building static entrypoints...
16:45:14 [ERROR] [vite] ✗ Build failed in 2.96s
Expected identifier but found "="
  Location:
    ${page}:6:6
  Stack trace:
    at failureErrorWithLog (/p/node_modules/esbuild/lib/main.js:1752:15)
    at addChunk (node:internal/streams/readable:568:12)
`,
    [{ message: 'Expected identifier but found "="', file: page, line: 6, column: 6 }],
  ],
  [
    'a build: an import of nothing',
    `16:46:39 [ERROR] [vite] ✗ Build failed in 3.48s
Could not resolve "./missing.js" from "src/pages/index.astro"
file: ${page}
  Stack trace:
    at getRollupError (file:///p/node_modules/rollup/dist/es/shared/parseAst.js:337:41)
`,
    [{ message: 'Could not resolve "./missing.js" from "src/pages/index.astro"', file: page }],
  ],
  [
    'a build: a name that is not exported',
    `16:46:45 [ERROR] [vite] ✗ Build failed in 3.03s
src/pages/index.astro (6:8): "zz" is not exported by "src/lib.js", imported by "src/pages/index.astro".
file: ${page}:6:8

6: import {zz} from "../lib.js";
           ^

  Location:
    ${page}:6:8
  Stack trace:
    at Module.error (file:///p/node_modules/rollup/dist/es/shared/node-entry.js:18234:16)
`,
    [
      {
        message:
          'src/pages/index.astro (6:8): "zz" is not exported by "src/lib.js", imported by "src/pages/index.astro".',
        ...{ file: page, line: 6, column: 8 },
      },
    ],
  ],
  [
    'a build: an exception of a page, told twice',
    `16:45:25   ├─ /about/index.html (+15ms) 
16:45:25   ├─ /index.html16:45:25 [ERROR] ReferenceError: nope is not defined
    at file:///p/dist/.prerender/chunks/index_BS3XUjKS.mjs:28:16
    at index (file:///p/dist/.prerender/chunks/Page_DoWvlO-C.mjs:19:12)
16:45:25 [ERROR] [build] Caught error rendering /: ReferenceError: nope is not defined
nope is not defined
  Stack trace:
    at file:///p/dist/.prerender/chunks/index_BS3XUjKS.mjs:28:16
`,
    [{ message: 'Caught error rendering /: ReferenceError: nope is not defined' }],
  ],
  [
    'a build: an error of its own',
    `
 generating static routes 
[GetStaticPathsRequired] \`getStaticPaths()\` function is required for dynamic routes.
  Hint:
    See https://docs.astro.build/en/guides/routing/#dynamic-routes for more information on dynamic routes.
    
    \tIf you meant for this route to be server-rendered, set \`export const prerender = false;\` in the page.
  Error reference:
    https://docs.astro.build/en/reference/errors/get-static-paths-required/
  Location:
    src/pages/[a].astro:0:0
  Stack trace:
    at validateDynamicRouteModule (file:///p/node_modules/astro/dist/core/routing/validation.js:7:11)
`,
    [
      {
        message: '`getStaticPaths()` function is required for dynamic routes.',
        file: 'src/pages/[a].astro',
      },
    ],
  ],
  [
    'its configuration',
    `[astro] Unable to load your Astro config

Parse failure: Unexpected token \`=\`. Expected yield, an identifier, [ or {
At file: /p/astro.config.mjs:4:6
  Location:
    /p/astro.config.mjs:4:6
  Stack trace:
    at getRollupError (file:///p/node_modules/rollup/dist/es/shared/parseAst.js:337:41)
`,
    [
      {
        message: 'Parse failure: Unexpected token `=`. Expected yield, an identifier, [ or {',
        ...{ file: '/p/astro.config.mjs', line: 4, column: 6 },
      },
    ],
  ],
  [
    'the dev server: a mistake, an exception, an import',
    `16:47:25 [200] / 108ms
16:47:29 [ERROR] Expected identifier but found "="
  Stack trace:
    at ${page}:6:6
    [...] See full stack trace in the browser, or rerun with --verbose.
16:47:33 [200] / 87ms
16:47:36 [ERROR] ReferenceError: nope is not defined
    at eval (${page}:6:14)
    at index (/p/node_modules/astro/dist/runtime/server/astro-component.js:16:12)
16:47:36 [ERROR] nope is not defined
  Stack trace:
    at eval (${page}:6:14)
    [...] See full stack trace in the browser, or rerun with --verbose.
16:47:38 [ERROR] Could not import \`./missing.js\`.
  Hint:
    This is often caused by a typo in the import path. Please make sure the file exists.
  Error reference:
    https://docs.astro.build/en/reference/errors/failed-to-load-module-ssr/
  Stack trace:
    at ${page}:6:15
`,
    [
      { message: 'Expected identifier but found "="', file: page, line: 6, column: 6 },
      { message: 'ReferenceError: nope is not defined', file: page, line: 6, column: 14 },
      { message: 'Could not import `./missing.js`.', file: page, line: 6, column: 15 },
    ],
  ],
])('K7: finds what Astro says: %s', (_case, output, expected) => {
  expect(parseBuildErrors(output)).toEqual(expected);
});

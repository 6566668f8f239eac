import { expect, it } from 'vitest';
import { parseBuildErrors } from './build-errors.ts';

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
    'an unknown tool',
    'working\nFatal error: out of cheese\nbye\n',
    [{ message: 'Fatal error: out of cheese' }],
  ],
  ['silence but one line', 'boom\n', [{ message: 'boom' }]],
])('K7: finds the errors of %s', (_tool, output, expected) => {
  expect(parseBuildErrors(output)).toEqual(expected);
});

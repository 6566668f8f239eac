import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

const parse = (line: string, npx = false) => {
  const { options, words, unknown } = parseCommandLine(line.split(' '), npx);
  return { ...Object.fromEntries(options), words, unknown };
};

describe('the command line', () => {
  it.each([
    ['install a -D b', { 'save-dev': true, words: ['install', 'a', 'b'], unknown: [] }],
    ['i -DE a', { 'save-dev': true, 'save-exact': true, words: ['i', 'a'], unknown: [] }],
    [
      'i --no-save --omit=dev --omit optional',
      { save: false, omit: ['dev', 'optional'], words: ['i'], unknown: [] },
    ],
    [
      'i --save=false --registry http://x/ a',
      { save: false, registry: 'http://x/', words: ['i', 'a'], unknown: [] },
    ],
    ['run x -s -- -D --y', { loglevel: 'silent', words: ['run', 'x', '-D', '--y'], unknown: [] }],
    [
      'run x --quiet --port 3',
      { loglevel: 'warn', port: true, words: ['run', 'x', '3'], unknown: ['--port'] },
    ],
    ['-C dir i', { prefix: 'dir', words: ['i'], unknown: [] }],
    ['init -y', { yes: true, words: ['init'], unknown: [] }],
    ['--no-package-lock i', { 'package-lock': false, words: ['i'], unknown: [] }],
  ])('%s', (line, expected) => {
    expect(parse(line)).toEqual(expected);
  });

  it('of npx belongs to the command from its first word on', () => {
    expect(parse('-y --package a b -D --c', true)).toEqual({
      yes: true,
      package: ['a'],
      words: ['b', '-D', '--c'],
      unknown: [],
    });
  });
});

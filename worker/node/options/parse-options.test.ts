// The command line as the real Node takes it. The table is the real binary's, reduced to what the cases need.
import { describe, expect, test } from 'vitest';
import type { NodeMeta } from '../meta.ts';
import { parseOptions } from './parse-options.ts';
import { splitNodeOptions } from './split-node-options.ts';

const option = (type: number, envVarSettings = 0, defaultIsTrue = false) => ({
  type,
  envVarSettings,
  defaultIsTrue,
});
const meta = {
  cliInfo: {
    options: [
      ['--eval', option(5, 1)],
      ['--print', option(2, 1)],
      ['--require', option(7)],
      ['--conditions', option(7)],
      ['--warnings', option(2, 0, true)],
      ['--input-type', option(5)],
      ['--check', option(2, 1)],
      ['--inspect', option(2)],
      ['--cpu-prof', option(2)],
      ['--preserve-symlinks', option(2)],
      ['--trace-require-module', option(5)],
      ['--trace-env', option(2)],
      ['--trace-env-js-stack', option(2)],
      ['--stack-trace-limit', option(1)],
      ['--max-http-header-size', option(4)],
      ['[has_eval_string]', option(0)],
    ],
    aliases: [
      ['-e', ['--eval']],
      ['-p', ['--print']],
      ['-pe', ['--print', '--eval']],
      ['--print <arg>', ['-pe']],
      ['-r', ['--require']],
      ['-C', ['--conditions']],
    ],
  },
  cliOptions: {
    '--eval': '',
    '--print': false,
    '--require': [],
    '--conditions': [],
    '--warnings': true,
    '--no-warnings': false,
    '--input-type': '',
    '--check': false,
    '--inspect': false,
    '--cpu-prof': false,
    '--preserve-symlinks': false,
    '--no-preserve-symlinks': true,
    '--trace-env': false,
    '--max-http-header-size': 16384,
    '[has_eval_string]': false,
  },
} as unknown as NodeMeta;

const parse = (args: string[], nodeOptions?: string) =>
  parseOptions(meta, ['node', ...args], { NODE_OPTIONS: nodeOptions });

describe('arguments', () => {
  test.each([
    [['x.js', '-a', '--eval'], ['node', 'x.js', '-a', '--eval'], []],
    [['--no-warnings', 'x.js', '--b'], ['node', 'x.js', '--b'], ['--no-warnings']],
    [['--', '-x.js', 'y'], ['node', '-x.js', 'y'], []],
    [['-', 'y'], ['node', '-', 'y'], []],
    [
      ['-e', '1', 'y'],
      ['node', 'y'],
      ['-e', '1'],
    ],
    [
      ['-p', '1+1', 'y'],
      ['node', 'y'],
      ['-p', '1+1'],
    ],
    [
      ['-r', './a', '--require=./b', 'x.js'],
      ['node', 'x.js'],
      ['-r', './a', '--require=./b'],
    ],
    [['--max_http_header_size=9', 'x.js'], ['node', 'x.js'], ['--max_http_header_size=9']],
    [['--max-old-space-size=100', 'x.js'], ['node', 'x.js'], ['--max-old-space-size=100']],
  ])('%j', (args, argv, execArgv) => {
    expect(parse(args)).toMatchObject({ argv, execArgv, errors: [] });
  });
});

describe('values', () => {
  test.each([
    [['-e', '1'], { '--eval': '1', '[has_eval_string]': true, '--print': false }],
    [['-p', '1'], { '--eval': '1', '[has_eval_string]': true, '--print': true }],
    [['-pe', '1'], { '--eval': '1', '--print': true }],
    [['-p'], { '--eval': '', '--print': true, '[has_eval_string]': false }],
    [['--no-warnings'], { '--warnings': false, '--no-warnings': true }],
    [['-C', 'a', '-C', 'b'], { '--conditions': ['a', 'b'] }],
    [['--eval', '\\-1'], { '--eval': '-1' }],
    [['--max_http_header_size=9'], { '--max-http-header-size': 9 }],
  ])('%j', (args, values) => {
    expect(parse(args).values).toMatchObject(values);
  });
});

describe('errors', () => {
  test.each([
    [['--nope'], 'bad option: --nope'],
    [['--no-eval'], '--no-eval is an invalid negation because it is not a boolean option'],
    [['--require'], '--require requires an argument'],
    [['-r', '--print'], '-r requires an argument'],
    [
      ['--input-type=json'],
      '--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript"',
    ],
    [['--inspect'], '--inspect is not available in a browser'],
    [['--cpu-prof'], '--cpu-prof is not available in a browser'],
    [['--check', '-e', '1'], 'either --check or --eval can be used, not both'],
    [['--trace-require-module=some'], 'invalid value for --trace-require-module'],
  ])('%j', (args, error) => {
    expect(parse(args).errors).toEqual([error]);
  });
});

test('variables that are options', () => {
  const preserved = (args: string[], NODE_PRESERVE_SYMLINKS: string) =>
    parseOptions(meta, ['node', ...args], { NODE_PRESERVE_SYMLINKS }).values['--preserve-symlinks'];
  expect(preserved([], '1')).toBe(true);
  expect(preserved([], 'true')).toBe(false);
  expect(preserved(['--no-preserve-symlinks'], '1')).toBe(false);
});

test('an option sets what it implies', () => {
  expect(parse(['--trace-env-js-stack']).values).toMatchObject({ '--trace-env': true });
});

describe('NODE_OPTIONS', () => {
  test('come before the command line', () => {
    expect(parse(['-C', 'b', 'x.js'], '--no-warnings -C a')).toMatchObject({
      argv: ['node', 'x.js'],
      execArgv: ['-C', 'b'],
      values: { '--warnings': false, '--conditions': ['a', 'b'] },
    });
  });
  test.each([
    ['--eval 1', '--eval is not allowed in NODE_OPTIONS'],
    ['x.js', 'x.js is not allowed in NODE_OPTIONS'],
    ['--nope', '--nope is not allowed in NODE_OPTIONS'],
    ['"--no', 'invalid value for NODE_OPTIONS (unterminated string)'],
  ])('%s', (text, error) => {
    expect(parse([], text).errors).toEqual([error]);
  });
  test.each([
    ['a "b c"d  e', ['a', 'b cd', 'e']],
    ['"a\\"b"', ['a"b']],
    ['', []],
  ])('%s is split', (text, words) => {
    expect(splitNodeOptions(text)).toEqual(words);
  });
});

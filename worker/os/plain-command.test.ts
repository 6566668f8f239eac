import { expect, test } from 'vitest';
import { plainWords } from './plain-command.ts';

test.each([
  ['vitest run', ['vitest', 'run']],
  ['  tsc\t-p  . ', ['tsc', '-p', '.']],
  [`concurrently "npm run a" 'npm run b $x'`, ['concurrently', 'npm run a', 'npm run b $x']],
  [`node -e "console.log('1')"`, ['node', '-e', "console.log('1')"]],
  [`a "" b''c`, ['a', '', 'bc']],
  ['node --port=3000 a@1', ['node', '--port=3000', 'a@1']],
])('%s is words', (text, words) => {
  expect(plainWords(text)).toEqual(words);
});

test.each([
  'a && b',
  'a | b',
  'a;b',
  'a\nb',
  'NODE_ENV=test a',
  'echo $HOME',
  'echo "$HOME"',
  'ls *.js',
  'ls ~',
  'a > b',
  '(a)',
  'a &',
  '# a',
  "a 'b",
  'a\\ b',
  'a {b,c}',
  '! a',
  '',
])('%j takes a shell', (text) => {
  expect(plainWords(text)).toBeUndefined();
});

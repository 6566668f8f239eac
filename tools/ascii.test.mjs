import { expect, it } from 'vitest';
import { asciiScript } from './ascii.mjs';

const same = (code) => {
  const ascii = asciiScript(code);
  expect(ascii).toMatch(/^[\0-\x7f]*$/);
  expect(new Function(`return ${ascii}`)()).toEqual(new Function(`return ${code}`)());
};

it('keeps the meaning of strings, templates, regular expressions and names', () => {
  same("'│ ┤ – 𝒳 é'");
  same('`a${1}…\n“b”`');
  same('/^[‘-”]é$/.source.length > 0 && "“é".match(/^[‘-”]é$/)[0]');
  same('"🦀x".match(/^.x$/u)[0]');
  same('"🦀".match(/[🦀-🦐]/u)[0]');
  same('{ ƒ: 1, "µ": 2 }.ƒ');
});

it('takes a backslash before such a character away, and keeps one that is escaped itself', () => {
  same("'\\é \\\\é \\\\\\é'");
  same('/\\–/.test("–")');
  same('"\\\\".length + "\\n–".length');
});

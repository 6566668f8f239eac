import { expect, test } from 'vitest';
import { Lexicals, type Declarations } from './vm-lexicals.ts';

const declarations = (names: { [Kind in keyof Declarations]?: readonly string[] }): Declarations => ({
  functions: new Set(names.functions),
  variables: new Set(names.variables),
  lexicals: new Set(names.lexicals),
  constants: new Set(names.constants),
});

test('a name has no value before its declaration has been run', () => {
  const record = new Lexicals();
  record.declare(declarations({ lexicals: ['a'] }));
  expect(record.has('a')).toBe(true);
  expect(() => record.get('a')).toThrow(new ReferenceError("Cannot access 'a' before initialization"));
  record.set('a', undefined);
  expect(record.get('a')).toBe(undefined);
});

test('a constant is set once', () => {
  const record = new Lexicals();
  record.declare(declarations({ lexicals: ['a', 'b'], constants: ['a'] }));
  record.set('a', 1);
  record.set('b', 1);
  record.set('b', 2);
  expect(() => record.set('a', 2)).toThrow(new TypeError('Assignment to constant variable.'));
  expect([record.get('a'), record.get('b')]).toEqual([1, 2]);
});

test.each(['functions', 'variables', 'lexicals'] as const)('%s do not declare a name again', (kind) => {
  const record = new Lexicals();
  record.declare(declarations({ lexicals: ['a'] }));
  const again = declarations({ lexicals: ['fresh'], [kind]: ['a'] });
  expect(() => record.declare(again)).toThrow(new SyntaxError("Identifier 'a' has already been declared"));
  expect(record.has('fresh')).toBe(false);
});

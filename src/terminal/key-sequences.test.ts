import { expect, it } from 'vitest';
import { keySequence, withControl } from './key-sequences.ts';

it('sends what a keyboard with these keys would', () => {
  expect(keySequence('Escape', false)).toBe('\x1b');
  expect(keySequence('Tab', true)).toBe('\t');
  expect(keySequence('ArrowUp', false)).toBe('\x1b[A');
  expect(keySequence('ArrowLeft', true)).toBe('\x1bOD');
});

it('makes control characters of what has one', () => {
  expect(['c', 'C', 'd', '[', '\\', ' ', '@'].map(withControl)).toEqual([
    '\x03',
    '\x03',
    '\x04',
    '\x1b',
    '\x1c',
    '\0',
    '\0',
  ]);
  expect(['1', 'ab', '\r', 'é', ''].map(withControl)).toEqual(['1', 'ab', '\r', 'é', '']);
});

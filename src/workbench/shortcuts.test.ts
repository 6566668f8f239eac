import { expect, it } from 'vitest';
import { matchShortcut } from './shortcuts.ts';

const press = (key: string, modifiers: string = '') => ({
  key,
  ctrlKey: modifiers.includes('c'),
  metaKey: modifiers.includes('m'),
  code: /^[a-z]$/.test(key) ? `Key${key.toUpperCase()}` : key,
  altKey: modifiers.includes('a'),
  shiftKey: modifiers.includes('s'),
});

it('leaves the shell its own keys', () => {
  const inTerminal = { inTerminal: true, mac: false };
  expect(['k', 'p', 'b', 's'].map((key) => matchShortcut(press(key, 'c'), inTerminal))).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(matchShortcut(press('`', 'c'), inTerminal)).toBe('terminal');
  // There it finds in the terminal.
  expect(matchShortcut(press('F', 'cs'), inTerminal)).toBeNull();
  expect(matchShortcut(press('w', 'a'), inTerminal)).toBeNull();
  expect(matchShortcut(press('F1'), inTerminal)).toBe('palette-f1');
  expect(matchShortcut(press('k', 'm'), { inTerminal: true, mac: true })).toBe('palette');
});

it('tells modifiers apart', () => {
  const where = { inTerminal: false, mac: false };
  expect(matchShortcut(press('Enter', 'c'), where)).toBe('run');
  expect(matchShortcut(press('Enter', 'cs'), where)).toBe('stop');
  expect(matchShortcut(press('Enter'), where)).toBeNull();
  expect(matchShortcut(press('k', 'ca'), where)).toBeNull();
  expect(matchShortcut(press('k', 'm'), where)).toBeNull();
  expect(matchShortcut(press('F6', 's'), where)).toBe('next-pane');
  expect(matchShortcut(press('k', 'c'), { inTerminal: false, mac: true })).toBeNull();
  expect(matchShortcut(press('w', 'a'), where)).toBe('close-file');
  expect(matchShortcut(press('w', 'as'), where)).toBe('reopen-file');
  expect(matchShortcut(press('w', 'ac'), where)).toBeNull();
  expect(matchShortcut(press('PageDown', 'a'), where)).toBe('next-file');
  expect(matchShortcut({ ...press('w', 'a'), key: '∑' }, { inTerminal: false, mac: true })).toBe(
    'close-file',
  );
});

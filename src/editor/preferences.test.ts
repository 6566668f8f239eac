import { expect, it } from 'vitest';
import { createEditorPreferences, fontSizes, parseTextPreferences, terminalFontSize } from './preferences.ts';

const defaults = { fontSize: 13, tabSize: 2, wordWrap: 'narrow', formatOnSave: false };

it('remembers what was chosen', () => {
  const saved = new Map<string, string>();
  const storage = {
    getItem: (key: string) => saved.get(key) ?? null,
    setItem: (key: string, value: string) => void saved.set(key, value),
  };
  const first = createEditorPreferences(storage);
  expect([first.autosave.get(), first.text.get()]).toEqual([true, defaults]);
  first.autosave.set(false);
  first.text.set((now) => ({ ...now, fontSize: 15, wordWrap: 'on', formatOnSave: true }));
  const second = createEditorPreferences(storage);
  expect([second.autosave.get(), second.text.get()]).toEqual([
    false,
    { fontSize: 15, tabSize: 2, wordWrap: 'on', formatOnSave: true },
  ]);
});

it('takes nothing from a storage that holds no choice', () => {
  for (const stored of [null, '', '{"fontSize":1e9,"tabSize":"4","wordWrap":1}', '[]', 'null', '{'])
    expect(parseTextPreferences(stored)).toEqual(defaults);
});

it('gives the terminal cells of whole pixels, at each size', () => {
  for (const size of fontSizes) {
    const cell = terminalFontSize(size) * 0.6;
    expect(cell - Math.floor(cell)).toBeLessThan(0.02);
    expect(Math.abs(terminalFontSize(size) - size)).toBeLessThan(0.5);
  }
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROTOCOL_VERSION } from './version.ts';

// What crosses between builds: a change here without a new version would let two builds talk past each other.
const sources = [
  'kernel-api.ts',
  'discovery.ts',
  'wire-error.ts',
  '../kernel/state.ts',
  '../kernel/event.ts',
];

/** The shape recorded for each version. A failing test asks: new PROTOCOL_VERSION, or only words that changed? */
const recorded: Readonly<Record<number, string>> = {
  1: 'c1277bf833aa961d',
};

it('the shape of the messages changes only with PROTOCOL_VERSION', () => {
  const hash = createHash('sha256');
  for (const source of sources) {
    const text = readFileSync(new URL(source, import.meta.url), 'utf8');
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
    hash.update(code.replace(/\s+/g, ''));
  }
  expect(hash.digest('hex').slice(0, 16)).toBe(recorded[PROTOCOL_VERSION]);
});

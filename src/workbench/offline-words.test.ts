import { expect, it } from 'vitest';
import { offlineWords } from './offline-words.ts';

it('nothing is claimed before somebody has looked', () => {
  expect(offlineWords({ kind: 'unknown' }, true)).toBeNull();
  expect(offlineWords({ kind: 'unknown' }, false)).toEqual({
    icon: 'offline',
    label: 'Offline',
    detail: 'This browser has no network. What was installed in this browser installs again.',
  });
});

it('says how far it is, and works offline only when everything is kept', () => {
  expect(offlineWords({ kind: 'keeping', kept: 12, of: 90 }, true)?.label).toBe('Keeping 12/90');
  expect(offlineWords({ kind: 'kept' }, true)?.label).toBe('Works offline');
  expect(offlineWords({ kind: 'kept' }, false)?.label).toBe('Offline');
});

it('an incomplete copy says why', () => {
  const partly = { kind: 'partly', kept: 3, of: 90 } as const;
  expect(offlineWords({ ...partly, reason: 'data-saver' }, true)).toEqual({
    icon: 'partly',
    label: 'Partly offline',
    detail: '3 of 90 files are kept for visits without a network: the browser is set to save data.',
  });
  expect(offlineWords({ ...partly, reason: 'failed' }, true)?.detail).toContain('The next visit goes on.');
});

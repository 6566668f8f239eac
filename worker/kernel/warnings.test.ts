import { expect, it } from 'vitest';
import { Warnings, type Warning } from './warnings.ts';

it('shows the gravest of what holds, and each until its own is over', () => {
  const warnings = new Warnings();
  const shown: (Warning | null)[] = [];
  const screens = { code: 'ERR_CHECKPOINT', message: 'The screens could not be stored.' };
  const files = { code: 'ENOSPC', message: 'The disk is full.' };
  warnings.listen((gravest) => shown.push(gravest));
  warnings.set('screens', screens);
  warnings.set('files', files);
  warnings.set('screens', screens);
  warnings.set('files', null);
  warnings.set('screens', null);
  expect(shown).toEqual([screens, files, files, screens, null]);
});

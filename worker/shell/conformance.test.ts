// The lines of tests/conformance/shell through jsh on a fake machine and through the machine's own sh, side by side.

import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { cases, files } from '../../tests/conformance/shell/cases.mjs';
import {
  caseOf,
  environment,
  normalizeOutcome,
  runRealShell,
} from '../../tests/conformance/shell/real-shell.mjs';
import { FakeMachine } from './testing/fake-machine.ts';
import { runLine } from './testing/run-line.ts';

test.each(cases.map(caseOf))('$line', async ({ line, stdin }) => {
  const machine = new FakeMachine();
  for (const [name, contents] of Object.entries(files)) {
    const path = `/home/${name}`;
    machine.fs.makeDirectories(name.endsWith('/') ? path : dirname(path), 0o755);
    if (!name.endsWith('/')) machine.fs.writeFile(path, contents);
  }
  const ours = await runLine(line, { stdin, env: environment, name: 'sh' }, machine);
  expect(normalizeOutcome(ours)).toEqual(normalizeOutcome(runRealShell(line, stdin)));
});

// The lines of tests/conformance/shell through jsh on a fake machine and through the machine's own sh, side by side.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { cases, files, normalizations } from '../../tests/conformance/shell/cases.mjs';
import { FakeMachine } from './testing/fake-machine.ts';
import { runLine, type Outcome } from './testing/run-line.ts';

const environment = { LC_ALL: 'C.UTF-8', TZ: 'UTC' };

function realShell(line: string, stdin: string): Outcome {
  const directory = mkdtempSync(join(tmpdir(), 'jsh-'));
  try {
    for (const [name, contents] of Object.entries(files)) {
      const path = join(directory, name);
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(path, contents);
    }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
      cwd: directory,
      input: stdin,
      encoding: 'utf8',
      env: { ...environment, PATH: '/usr/local/bin:/usr/bin:/bin', HOME: directory },
    });
    return { code: status ?? -1, stdout, stderr };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function normalize({ code, stdout, stderr }: Outcome): Outcome {
  let text = stderr;
  for (const { pattern, replacement } of normalizations) text = text.replace(pattern, replacement);
  return { code, stdout, stderr: text };
}

test.each(cases.map((entry) => (typeof entry === 'string' ? { line: entry, stdin: '' } : entry)))(
  '$line',
  async ({ line, stdin }) => {
    const machine = new FakeMachine();
    for (const [name, contents] of Object.entries(files)) {
      const path = `/home/${name}`;
      machine.fs.makeDirectories(name.endsWith('/') ? path : dirname(path), 0o755);
      if (!name.endsWith('/')) machine.fs.writeFile(path, contents);
    }
    const ours = await runLine(line, { stdin, env: environment, name: 'sh' }, machine);
    expect(normalize(ours)).toEqual(normalize(realShell(line, stdin)));
  },
);

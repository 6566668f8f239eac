// What the machine's own sh makes of a line, in a fresh directory with the cases' files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { files, normalizations } from './cases.mjs';

export const environment = { LC_ALL: 'C.UTF-8', TZ: 'UTC' };

/** @returns {{ code: number, stdout: string, stderr: string }} */
export function runRealShell(line, stdin = '') {
  const directory = mkdtempSync(join(tmpdir(), 'shell-line-'));
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

/** @param {{ code: number, stdout: string, stderr: string }} outcome */
export function normalizeOutcome({ code, stdout, stderr }) {
  let text = stderr;
  for (const { pattern, replacement } of normalizations) text = text.replace(pattern, replacement);
  return { code, stdout, stderr: text };
}

/** @returns {{ line: string, stdin: string }} */
export function caseOf(entry) {
  return typeof entry === 'string' ? { line: entry, stdin: '' } : entry;
}

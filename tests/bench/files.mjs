// Files: what it costs to write a little of a large one again and again, as databases do, beside native Node.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeNode } from './native.mjs';

/** Prints milliseconds. The file is there before the clock starts. */
const program = `const fs = require('fs');
const block = Buffer.alloc(4096, 1), blocks = 3000;
fs.writeFileSync('large.bin', Buffer.alloc(block.length * blocks));
const fd = fs.openSync('large.bin', 'r+');
const started = performance.now();
for (let i = 0; i < blocks; i++) fs.writeSync(fd, block, 0, block.length, ((i * 7919) % blocks) * block.length);
console.log(performance.now() - started);
`;

export async function smallWrites({ open, runs }) {
  const machine = await open();
  await machine.writeFiles({ 'package.json': '{}', 'write.js': program });
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-files-'));
  writeFileSync(join(folder, 'write.js'), program);
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    const { code, output } = await machine.exec('node', ['write.js']);
    if (code !== 0) throw new Error(`the program failed: ${output}`);
    samples.push(Number(output));
    baseline.push(Number(execFileSync(nativeNode, ['write.js'], { cwd: folder })));
  }
  await machine.close();
  rmSync(folder, { recursive: true, force: true });
  return { samples, baseline };
}

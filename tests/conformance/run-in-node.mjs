// Runs the cases in the realm inside the real Node (worker/node/testing) against the real Node:
// `node tests/conformance/run-in-node.mjs [part of a name…]`. The browser run is tests/e2e's; this one is for development.
import { buildRealm, spawnRealm } from '../../worker/node/testing/run-in-node.mjs';
import { cases } from './cases.mjs';
import { normalize } from './normalize.mjs';
import { collect, environment, inFolder, runReal } from './real-node.mjs';

async function runRealm(testCase) {
  return inFolder(testCase, async (folder) => {
    const [, ...args] = testCase.command;
    const result = await collect(spawnRealm(args, { cwd: folder, env: environment }), testCase.stdin, 10_000);
    return { ...result, stdout: normalize(result.stdout, folder), stderr: normalize(result.stderr, folder) };
  });
}

const wanted = process.argv.slice(2);
const selected = cases.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
await buildRealm();
const failed = [];
const queue = [...selected];
await Promise.all(
  [0, 1].map(async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [expected, actual] = [await runReal(next), await runRealm(next)];
      const differences = ['stdout', 'stderr', 'code'].filter((key) => expected[key] !== actual[key]);
      if (differences.length === 0) continue;
      failed.push(next.name);
      console.log(`\n=== ${next.name}`);
      for (const key of differences) {
        console.log(`--- ${key} expected\n${expected[key]}\n--- ${key} actual\n${actual[key]}`);
      }
    }
  }),
);
console.log(
  `\n${selected.length - failed.length} of ${selected.length} equal${failed.length > 0 ? `; not: ${failed.join(', ')}` : ''}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;

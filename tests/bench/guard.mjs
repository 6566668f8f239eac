// What the guard in loops costs, and how soon ^C ends a loop that it guards.
import { readFileSync } from 'node:fs';
import { afterWriting, atPrompt } from './machine-speed.mjs';

const source = (name) => readFileSync(new URL(`guard/${name}`, import.meta.url), 'utf8');

/** One sample a hot loop: how many percent longer it takes; the run is the geometric mean over all of them. */
export async function guardCost({ open, runs }) {
  const machine = await atPrompt(open);
  await machine.page.evaluate(() =>
    globalThis.holdfast.fs.mkdir('node_modules/hot-loops', { recursive: true }),
  );
  await machine.writeFiles({
    'hot-loops.cjs': source('hot-loops.cjs'),
    'measure.cjs': source('measure.cjs'),
    'node_modules/hot-loops/index.cjs': source('hot-loops.cjs'),
    'node_modules/hot-loops/package.json': '{"main":"index.cjs"}',
  });
  const samples = [];
  for (let run = 0; run < runs; run++) {
    const { output, code } = await machine.exec('node', ['measure.cjs', '12']);
    if (code !== 0) throw new Error(output);
    const ratios = Object.entries(JSON.parse(output)).map(([name, best]) => ({
      name,
      ratio: best.guarded / best.plain,
    }));
    const percent = (ratio) => Number(((ratio - 1) * 100).toFixed(1));
    console.log(ratios.map(({ name, ratio }) => `${name} ${percent(ratio)} %`).join(', '));
    const mean = Math.exp(ratios.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / ratios.length);
    samples.push(percent(mean));
  }
  await machine.close();
  return { samples };
}

/** ^C at the prompt's own terminal, on a loop that has run for a while; beside it ^C on a process that only waits. */
export async function loopKill({ open, runs }) {
  const machine = await atPrompt(open);
  await machine.writeFiles({
    'loop.cjs': 'console.log("go-" + process.argv[2]); while (true) {}',
    'wait.cjs': 'console.log("go-" + process.argv[2]); setInterval(() => {}, 1000)',
  });
  const interrupt = async (file, mark) => {
    await afterWriting(machine.page, `node ${file} ${mark}\r`, `go-${mark}\r`);
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 100));
    const ms = await afterWriting(machine.page, '\x03', '❯');
    await new Promise((resolve) => setTimeout(resolve, 600));
    return ms;
  };
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    samples.push(await interrupt('loop.cjs', `loop${run}`));
    baseline.push(await interrupt('wait.cjs', `wait${run}`));
  }
  await machine.close();
  return { samples, baseline };
}

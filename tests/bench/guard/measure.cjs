// Runs the hot loops in one process, in turns as the project's own code (guarded) and as a package's (not), and prints the
// fastest of each in milliseconds a call: noise only ever adds. A sample is as many calls as fill some time: a worker's clock
// moves in steps of 0.1 ms, and many of the loops take little more.
const guarded = require('./hot-loops.cjs').loops;
const plain = require('hot-loops').loops;

const rounds = Number(process.argv[2]);
/** A hundred and fifty steps of the clock; shorter than a turn in which the guard asks for signals (loop-guard.ts). */
const sampleMs = 15;

function timed(loop, calls) {
  const started = performance.now();
  let result;
  for (let call = 0; call < calls; call++) result = loop();
  return { ms: performance.now() - started, result };
}

/** A turn of its own each, so that compilation in the background of one does not fall into another. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

/** The compiler works beside it: a loop is as fast as it gets only some turns after it was found to be hot. */
const warmUps = 10;

/** How many calls fill a sample, once both are compiled. */
async function callsOf(loops) {
  let calls = 1;
  for (let warm = 0; warm < warmUps; warm++) {
    for (const loop of loops) {
      await turn();
      let { ms } = timed(loop, calls);
      for (; ms < sampleMs / 2; { ms } = timed(loop, calls)) calls *= 2;
      calls = Math.ceil((calls * sampleMs) / ms);
    }
  }
  return calls;
}

async function main() {
  const best = {};
  for (const name of Object.keys(plain)) {
    const calls = await callsOf([guarded[name], plain[name]]);
    best[name] = { guarded: Infinity, plain: Infinity };
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? ['guarded', 'plain'] : ['plain', 'guarded'];
      const results = [];
      for (const kind of order) {
        await turn();
        const { ms, result } = timed((kind === 'guarded' ? guarded : plain)[name], calls);
        best[name][kind] = Math.min(best[name][kind], ms / calls);
        results.push(result);
      }
      if (results[0] !== results[1]) throw new Error(`${name}: ${results[0]} is not ${results[1]}`);
    }
  }
  console.log(JSON.stringify(best));
}
void main();

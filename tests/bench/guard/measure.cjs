// Runs the hot loops in one process, in turns as the project's own code (guarded) and as a package's (not), and prints the
// fastest of each in milliseconds: noise only ever adds.
const guarded = require('./hot-loops.cjs').loops;
const plain = require('hot-loops').loops;

const rounds = Number(process.argv[2]);
const time = (loop) => {
  const started = performance.now();
  const result = loop();
  return { ms: performance.now() - started, result };
};

async function main() {
  const best = {};
  for (const name of Object.keys(plain)) best[name] = { guarded: Infinity, plain: Infinity };
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(plain)) {
      // A turn of its own each, so that compilation in the background of one does not fall into another.
      await new Promise((resolve) => setTimeout(resolve, 1));
      const first = time(round % 2 === 0 ? guarded[name] : plain[name]);
      const second = time(round % 2 === 0 ? plain[name] : guarded[name]);
      if (first.result !== second.result) throw new Error(`${name}: ${first.result} is not ${second.result}`);
      const [own, packaged] = round % 2 === 0 ? [first, second] : [second, first];
      best[name].guarded = Math.min(best[name].guarded, own.ms);
      best[name].plain = Math.min(best[name].plain, packaged.ms);
    }
  }
  console.log(JSON.stringify(best));
}
void main();

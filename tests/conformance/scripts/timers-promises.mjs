import { setTimeout as sleep, setImmediate as immediate, setInterval } from 'node:timers/promises';
console.log(await sleep(2, 'v'), await immediate('i'));
let n = 0;
for await (const x of setInterval(1, 'tick')) { console.log(x); if (++n === 2) break; }
const ac = new AbortController();
sleep(100, null, { signal: ac.signal }).catch((e) => console.log(e.name, e.code, e.message));
ac.abort();

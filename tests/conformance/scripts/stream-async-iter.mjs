import { Readable, compose } from 'stream'; import { pipeline } from 'stream/promises';
for await (const x of Readable.from([1, 2, 3]).map((x) => x * 2).filter((x) => x > 2)) console.log(x);
console.log(await Readable.from([1, 2, 3, 4]).take(2).toArray(), await Readable.from('abc').reduce((a, b) => a + b, ''));
await pipeline(Readable.from(['x', 'y']), async function* (s) { for await (const c of s) yield c + '!'; }, async (s) => { for await (const c of s) console.log(String(c)); });

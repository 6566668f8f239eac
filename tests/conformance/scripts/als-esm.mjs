import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
const als = new AsyncLocalStorage();
als.enterWith('module');
await turn();
console.log(als.getStore());
try {
  await Promise.reject(new Error('no'));
} catch {
  console.log('catch', als.getStore());
} finally {
  console.log('finally', als.getStore());
}
const work = async () => {
  await turn();
  return als.getStore();
};
console.log(await als.run('one', work), await Promise.all(['x', 'y'].map((s) => als.run(s, work))));
console.log(als.getStore());
await als.run('stream', async () => {
  const chunks = [];
  await pipeline(
    Readable.from(['a', 'b']),
    async function* (source) {
      for await (const chunk of source) yield `${chunk}${als.getStore()}`;
    },
    new Writable({
      write(chunk, encoding, done) {
        chunks.push(String(chunk));
        done();
      },
    }),
  );
  console.log(chunks, als.getStore());
});
for await (const x of (async function* () { yield 1; await turn(); yield 2; })()) console.log(x, als.getStore());
export default await als.run('default', work);
const self = await import(import.meta.url);
console.log(self.default, als.getStore());

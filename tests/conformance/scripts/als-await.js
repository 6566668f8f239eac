const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const { setTimeout: sleep, setImmediate: turn } = require('timers/promises');
const als = new AsyncLocalStorage();
const seen = (label) => console.log(label, als.getStore());

async function steps(name) {
  await null;
  seen(`${name} after null`);
  await turn();
  seen(`${name} after sleep`);
  try {
    await Promise.reject(new Error(name));
  } catch (error) {
    seen(`${name} in catch of ${error.message}`);
    await 0;
    seen(`${name} later in catch`);
  } finally {
    seen(`${name} in finally`);
  }
  try {
    try {
      await turn().then(() => Promise.reject(new Error('inner')));
    } finally {
      seen(`${name} in finally alone`);
    }
  } catch {
    seen(`${name} in outer catch`);
  }
  return name;
}

async function* numbers(name) {
  for (let i = 0; i < 2; i++) {
    await sleep(1);
    seen(`${name} generator ${i}`);
    yield i;
  }
}

async function loops(name) {
  for await (const i of numbers(name)) seen(`${name} body ${i}`);
  seen(`${name} after the loop`);
  for await (const x of [Promise.resolve(1), 2]) seen(`${name} sync iterable ${x}`);
  const thenable = { then: (resolve) => (seen(`${name} thenable`), setImmediate(resolve, 't')) };
  console.log(await thenable);
  seen(`${name} after thenable`);
  const results = await Promise.all([1, 2].map(async (n) => (await sleep(n), als.getStore())));
  console.log(results);
  const arrow = async (x) => [await x, als.getStore()];
  console.log(await arrow('arrow'));
  class Service {
    #held = als.getStore();
    async method() {
      await sleep(1);
      return [this.#held, als.getStore()];
    }
    static async *[Symbol.asyncIterator]() {
      yield await als.getStore();
    }
  }
  console.log(await new Service().method());
  for await (const store of Service) console.log(store);
}

(async () => {
  await Promise.all([als.run({ id: 'a' }, steps, 'a'), als.run({ id: 'b' }, steps, 'b')]);
  seen('outside');
  await als.run('L', loops, 'l');
  als.enterWith('entered');
  await 1;
  seen('entered');
  await als.exit(async () => {
    await 1;
    seen('exited');
  });
  seen('entered again');
  await als.run('inner', async () => {
    als.enterWith('changed');
    await 1;
    seen('changed inside');
  });
  seen('not outside');
  const resource = als.run('R', () => new AsyncResource('X'));
  await resource.runInAsyncScope(async () => {
    await sleep(1);
    seen('resource');
  });
  const snapshot = als.run('S', () => AsyncLocalStorage.snapshot());
  console.log(await snapshot(async () => (await 1, als.getStore())));
  const AsyncFunction = (async () => {}).constructor;
  await als.run('made', new AsyncFunction('als', 'await 1; await 2; console.log(als.getStore())'), als);
  await als.run('generator', async () => {
    const make = new (async function* () {}.constructor)('als', 'yield await als.getStore()');
    for await (const store of make(als)) console.log(store);
  });
  const { runInThisContext } = require('vm');
  await als.run('script', runInThisContext('(async (als) => { await 1; console.log(als.getStore()); })'), als);
})();

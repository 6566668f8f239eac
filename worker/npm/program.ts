// npm as a program of the machine: the one file of it that reads the globals of its worker.
import type { Program } from '../os/process-context.ts';
import { openProjectRegistry } from '../projects/registry.ts';
import { openPackUsage } from '../vfs/pack-usage.ts';
import { createNpmProgram } from './npm.ts';
import { openPackStore } from './store/pack-store.ts';
import { openPackumentStore } from './store/packument-store.ts';
import { ShippedPacks, withShippedPacks, withShippedVersions } from './store/shipped-packs.ts';

const defaultRegistry = new URL('/registry/', self.location.origin).href;

/** Connections to the browser's databases: of the worker, which may run one command after another. */
const packStore = once(openPackStore);
const packumentStore = once(openPackumentStore);
const packUsage = once(() =>
  openPackUsage({
    projects: async () => (await openProjectRegistry().list()).map(({ id }) => id),
    now: () => Date.now(),
  }),
);

export const npmProgram: Program = createNpmProgram(() => {
  const shipped = new ShippedPacks({
    fetch: (url, init) => fetch(url, init),
    base: new URL('/packs/', self.location.origin).href,
    inflate: (body) => new Response(body.pipeThrough(new DecompressionStream('gzip'))).blob(),
  });
  return {
    fetch: (url, init) => fetch(url, init),
    subtle: crypto.subtle,
    packs: () => withShippedPacks(packStore(), shipped),
    packuments: () => withShippedVersions(packumentStore(), shipped, defaultRegistry),
    packUsage,
    defaultRegistry,
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    every: (milliseconds, tick) => {
      const timer = setInterval(tick, milliseconds);
      return {
        [Symbol.dispose]: () => {
          clearInterval(timer);
        },
      };
    },
    isOnline: () => navigator.onLine,
  };
});

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

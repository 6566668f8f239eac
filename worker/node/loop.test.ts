// The order of libuv's phases and of Node's callback scopes, with a host whose macrotasks are run by hand.
import { describe, expect, test } from 'vitest';
import { createLoop, type EventLoop } from './loop.ts';
import type { Host } from './realm.ts';

type Phases = Generator<undefined, unknown, undefined>;

class FakeHost {
  time = 0;
  readonly tasks: (() => void)[] = [];
  readonly timers = new Map<number, { at: number; callback: () => void }>();
  #nextTimer = 1;
  now = () => this.time;
  macrotask = (callback: () => void) => void this.tasks.push(callback);
  setTimeout = (callback: () => void, ms: number) => {
    this.timers.set(this.#nextTimer, { at: this.time + ms, callback });
    return this.#nextTimer++;
  };
  clearTimeout = (id: number) => void this.timers.delete(id);
  attempt = <T>(callback: () => T) => {
    try {
      return { threw: false as const, value: callback() };
    } catch (error) {
      return { threw: true as const, error, place: undefined };
    }
  };
  /** Runs tasks, then moves the clock to the next timer, until nothing is left. */
  async run(): Promise<void> {
    for (;;) {
      const task = this.tasks.shift();
      if (task !== undefined) {
        task();
        await Promise.resolve();
        continue;
      }
      const [id, timer] = [...this.timers].sort((a, b) => a[1].at - b[1].at)[0] ?? [];
      if (id === undefined || timer === undefined) return;
      this.timers.delete(id);
      this.time = Math.max(this.time, timer.at);
      timer.callback();
    }
  }
}

function setup(): { host: FakeHost; loop: EventLoop; log: string[] } {
  const host = new FakeHost();
  const log: string[] = [];
  const loop = createLoop({
    host: host as unknown as Host,
    fatal: (error) => void log.push(`fatal ${(error as Error).message}`),
    hasLiveHandles: () => false,
    resetContext() {},
    drained: () => void log.push('beforeExit'),
    finished: () => void log.push('exit'),
    turned() {},
  });
  return { host, loop, log };
}

/** Immediates as Node's lib keeps them, reduced to a list. */
function useImmediates(loop: EventLoop, immediates: (() => void)[]): (task: () => void) => void {
  loop.setTimers(
    function* (): Phases {
      const batch = immediates.splice(0);
      loop.immediateInfo[0] = loop.immediateInfo[1] = 0;
      for (const [index, task] of batch.entries()) {
        if (index > 0) yield undefined;
        task();
      }
      return undefined;
    },
    function* (): Phases {
      yield undefined;
      return 0;
    },
  );
  return (task) => {
    immediates.push(task);
    loop.immediateInfo[0] = loop.immediateInfo[1] = immediates.length;
    loop.toggleImmediateRef(true);
  };
}

describe('phases', () => {
  test('poll, then check, then closing; what a poll callback posts waits for the next round', async () => {
    const { host, loop, log } = setup();
    const setImmediate = useImmediates(loop, []);
    loop.postClose(() => log.push('close'));
    setImmediate(() => log.push('immediate'));
    loop.post(() => {
      log.push('poll 1');
      loop.post(() => log.push('poll 3'));
    });
    loop.post(() => log.push('poll 2'));
    loop.start();
    await host.run();
    expect(log).toEqual(['poll 1', 'poll 2', 'immediate', 'close', 'poll 3', 'beforeExit', 'exit']);
  });

  test('what a poll callback wants next comes before what is ready, and before the check phase', async () => {
    const { host, loop, log } = setup();
    const setImmediate = useImmediates(loop, []);
    setImmediate(() => log.push('immediate'));
    loop.post(() => {
      log.push('poll 1');
      void Promise.resolve().then(() => log.push('microtask'));
      loop.postNext(() => log.push('next'));
    });
    loop.post(() => {
      log.push('poll 2');
      loop.postNext(() => log.push('last'));
    });
    loop.start();
    await host.run();
    expect(log).toEqual(['poll 1', 'microtask', 'next', 'poll 2', 'last', 'immediate', 'beforeExit', 'exit']);
  });

  test('microtasks run between two callbacks of a phase', async () => {
    const { host, loop, log } = setup();
    const setImmediate = useImmediates(loop, []);
    for (const name of ['a', 'b']) {
      setImmediate(() => {
        log.push(name);
        void Promise.resolve().then(() => log.push(`${name} micro`));
      });
    }
    loop.start();
    await host.run();
    expect(log).toEqual(['a', 'a micro', 'b', 'b micro', 'beforeExit', 'exit']);
  });
});

describe('ticks', () => {
  test('are drained when the outermost scope closes', async () => {
    const { host, loop, log } = setup();
    loop.setTickCallback(() => {
      loop.tickInfo[0] = 0;
      log.push('tick');
    });
    loop.post(() => {
      loop.tickInfo[0] = 1;
      loop.onTickScheduled();
      loop.enter(() => log.push('inner'));
      log.push('outer');
    });
    loop.start();
    await host.run();
    expect(log).toEqual(['inner', 'outer', 'tick', 'beforeExit', 'exit']);
  });

  test('wait for the next callback after a scope that failed', async () => {
    const { host, loop, log } = setup();
    loop.setTickCallback(() => {
      loop.tickInfo[0] = 0;
      log.push('tick');
    });
    loop.post(() => {
      loop.tickInfo[0] = 1;
      throw new Error('x');
    });
    loop.post(() => log.push('next'));
    loop.start();
    await host.run();
    expect(log).toEqual(['fatal x', 'next', 'tick', 'beforeExit', 'exit']);
  });
});

describe('life', () => {
  test('a request keeps it alive until it is over', async () => {
    const { host, loop, log } = setup();
    const done = loop.beginRequest();
    loop.start();
    host.setTimeout(() => {
      log.push('done');
      done();
      done();
    }, 50);
    await host.run();
    expect(log).toEqual(['done', 'beforeExit', 'exit']);
  });

  test('beforeExit that makes work comes again after it', async () => {
    const { host, log } = setup();
    let again = true;
    const loop = createLoop({
      host: host as unknown as Host,
      fatal() {},
      hasLiveHandles: () => false,
      resetContext() {},
      drained() {
        log.push('beforeExit');
        if (again) loop.post(() => log.push('work'));
        again = false;
      },
      finished: () => void log.push('exit'),
      turned() {},
    });
    loop.start();
    await host.run();
    expect(log).toEqual(['beforeExit', 'work', 'beforeExit', 'exit']);
  });

  test('a stopped process takes no turns until it goes on', async () => {
    const { host, loop, log } = setup();
    loop.post(() => log.push('task'));
    loop.start();
    loop.suspend(true);
    await host.run();
    expect(log).toEqual([]);
    loop.suspend(false);
    await host.run();
    expect(log).toEqual(['task', 'beforeExit', 'exit']);
  });
});

// internalBinding('performance'): the clock behind perf_hooks (src/node_perf.cc), and the event loop's delay by a timer of the
// browser's (src/histogram.cc). Garbage collection
// cannot be seen from here.

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';
import { createHistogramClass } from './performance/histogram.ts';

const nanosecondsPerMs = 1e6;

export function createPerformanceBinding(realm: CoreRealm): Binding {
  const constants = (realm.meta.bindings['performance'] as { constants: Record<string, number> }).constants;
  const milestones = new Float64Array(8);
  const mark = (name: string, value: number): void => {
    const index = constants[name];
    if (index !== undefined) milestones[index] = value;
  };
  const now = (): number => realm.host.now() - realm.startedAt;
  const markStart = (): void => {
    mark(
      'NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP',
      (realm.host.timeOrigin + realm.startedAt) * 1000,
    );
    mark('NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN', realm.startedAt * nanosecondsPerMs);
    for (const name of ['ENVIRONMENT', 'NODE_START', 'V8_START']) {
      mark(`NODE_PERFORMANCE_MILESTONE_${name}`, realm.startedAt * nanosecondsPerMs);
    }
    mark('NODE_PERFORMANCE_MILESTONE_LOOP_START', -1);
    mark('NODE_PERFORMANCE_MILESTONE_LOOP_EXIT', -1);
  };
  markStart();
  const Histogram = createHistogramClass(realm);

  /** Records, in nanoseconds, how long the loop took from one tick of a timer to the next: `interval` ms at least. */
  class IntervalHistogram extends Histogram {
    readonly #interval: number;
    #timer: number | undefined;
    constructor(interval: number) {
      super(1, 3_600_000_000_000, 3, 0, 0);
      this.#interval = interval;
    }
    start(reset = false): void {
      if (this.#timer !== undefined) return;
      if (reset) this.reset();
      const tick = (): void => {
        this.#timer = realm.host.setTimeout(() => {
          this.recordDelta();
          tick();
        }, this.#interval);
      };
      tick();
    }
    stop(): void {
      if (this.#timer !== undefined) realm.host.clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  }
  function createELDHistogram(resolution: number, samplePerIteration: boolean): IntervalHistogram {
    if (samplePerIteration) realm.unavailable("monitorEventLoopDelay's samplePerIteration");
    return new IntervalHistogram(resolution);
  }
  return {
    now,
    milestones,
    Histogram,
    createELDHistogram,
    observerCounts: new Uint32Array(16),
    setupObservers() {},
    notify() {},
    markBootstrapComplete() {
      markStart();
      mark('NODE_PERFORMANCE_MILESTONE_BOOTSTRAP_COMPLETE', realm.host.now() * nanosecondsPerMs);
    },
    loopIdleTime: () => 0,
    uvMetricsInfo: () => [0, 0, 0],
    /** No browser tells of its collections: who observes them is told of none. */
    installGarbageCollectionTracking() {},
    removeGarbageCollectionTracking() {},
  };
}

// internalBinding('performance'): the clock behind perf_hooks (src/node_perf.cc). Event loop delay and garbage collection
// cannot be seen from here and are refused.

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
  return {
    now,
    milestones,
    Histogram: createHistogramClass(realm),
    observerCounts: new Uint32Array(16),
    setupObservers() {},
    notify() {},
    markBootstrapComplete() {
      markStart();
      mark('NODE_PERFORMANCE_MILESTONE_BOOTSTRAP_COMPLETE', realm.host.now() * nanosecondsPerMs);
    },
    loopIdleTime: () => 0,
    uvMetricsInfo: () => [0, 0, 0],
    removeGarbageCollectionTracking() {},
  };
}

// internalBinding('trace_events'): tracing is off and cannot be turned on (src/node_trace_events.cc).

import type { Binding, Realm } from '../realm.ts';

export function createTraceEventsBinding(_realm: Realm): Binding {
  return {
    getEnabledCategories: () => undefined,
    setTraceCategoryStateUpdateHandler() {},
    getCategoryEnabledBuffer: () => new Uint8Array(1),
    isTraceCategoryEnabled: () => false,
    trace() {},
  };
}

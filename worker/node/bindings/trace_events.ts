// internalBinding('trace_events'): tracing is off and cannot be turned on (src/node_trace_events.cc). `node:trace_events` can be
// loaded and asked nevertheless, as libraries do that trace where they are told to.

import type { Binding, Realm } from '../realm.ts';

export function createTraceEventsBinding(realm: Realm): Binding {
  class CategorySet {
    enable(): never {
      return realm.unavailable('trace events');
    }
    disable(): void {}
  }
  return {
    CategorySet,
    getEnabledCategories: () => undefined,
    setTraceCategoryStateUpdateHandler() {},
    getCategoryEnabledBuffer: () => new Uint8Array(1),
    isTraceCategoryEnabled: () => false,
    trace() {},
  };
}

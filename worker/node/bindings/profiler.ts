// internalBinding('profiler'): coverage of V8's (src/inspector_profiler.cc). It never runs here, for want of an inspector, and what
// asks for its figures meanwhile is ignored, as Node ignores it where NODE_V8_COVERAGE is not set. Where that is set, Node's lib
// says that nothing will be collected.

import type { Binding, Realm } from '../realm.ts';

export function createProfilerBinding(_realm: Realm): Binding {
  return { takeCoverage() {}, stopCoverage() {} };
}

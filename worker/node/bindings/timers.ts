// internalBinding('timers'): one libuv timer for all of Node's, and the immediates' check phase (src/timers.cc).

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

type Phases = Generator<undefined, unknown, undefined>;

export function createTimersBinding(realm: CoreRealm): Binding {
  const loop = realm.eventLoop;
  return {
    // `process` is the receiver, as stack traces show.
    setupTimers: (processImmediate: () => Phases, processTimers: (now: number) => Phases) =>
      loop.setTimers(
        () => processImmediate.call(realm.process),
        (now) => processTimers.call(realm.process, now),
      ),
    getLibuvNow: () => loop.now(),
    scheduleTimer: (duration: number) => loop.scheduleTimer(duration),
    toggleTimerRef: (on: boolean) => loop.toggleTimerRef(on),
    toggleImmediateRef: (on: boolean) => loop.toggleImmediateRef(on),
    immediateInfo: loop.immediateInfo,
    timeoutInfo: loop.timeoutInfo,
  };
}

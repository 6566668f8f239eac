// The function that guarded loops call (guard-loops.ts). Most calls only count; now and then one looks at the clock; and
// after a while of uninterrupted run one asks, at most every so often, whether the machine wants this process to end: a
// synchronous request, since a loop reads no messages. One a realm.

export interface LoopGuardOptions {
  /** Milliseconds; cheap. May jump. */
  readonly now: () => number;
  /** Asks synchronously and sees to what came; the process may have ended by it. */
  readonly poll: () => void;
  readonly ended: () => boolean;
  /** Unwinds the loop of a process that has ended. */
  readonly unwind: () => never;
}

export interface LoopGuard {
  /** Called every chunk of a guarded loop; true, unless it throws. */
  readonly check: () => true;
  /** A turn of the event loop begins: whatever ran before has been interrupted. */
  readonly turn: () => void;
  /** Runs `action`; guarded loops within it end when it has taken `ms`. Throws DeadlineExceeded, also where it ended later by itself. */
  readonly within: <T>(ms: number, action: () => T) => T;
}

/** Unwinds what has taken too long; thrown again by every loop that is met on the way, should a `catch` have stopped it. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

/** A turn that is shorter costs no request. */
const quietMs = 40;
/** A request takes about 2 ms: no more than one in twenty-five of them may be spent on it, and a ^C waits no longer. */
const leastIntervalMs = 40;
const mostIntervalMs = 70;
const intervalPerCost = 25;

/** Calls between two looks at the clock: adapted so that a look comes about every millisecond, and after 64 at the latest. */
const mostCalls = 64;
const oftenMs = 0.5;
const seldomMs = 2;

export function createLoopGuard({ now, poll, ended, unwind }: LoopGuardOptions): LoopGuard {
  let calls = 1;
  let left = 1;
  let lookedAt = 0;
  let askAt = 0;
  let newTurn = true;
  let deadline = Infinity;

  function look(): true {
    if (ended()) unwind();
    const time = now();
    if (time >= deadline) {
      left = 1;
      throw new DeadlineExceeded();
    }
    const passed = time - lookedAt;
    lookedAt = time;
    if (passed < oftenMs) calls = Math.min(mostCalls, calls * 2);
    else if (passed > seldomMs) calls = Math.max(1, calls >> 2);
    left = calls;
    if (newTurn || passed < 0) {
      newTurn = false;
      askAt = time + quietMs;
    } else if (time >= askAt) {
      poll();
      if (ended()) unwind();
      const cost = now() - time;
      askAt = time + cost + Math.min(mostIntervalMs, Math.max(leastIntervalMs, cost * intervalPerCost));
    }
    return true;
  }

  return {
    check: () => (--left > 0 ? true : look()),
    turn() {
      newTurn = true;
    },
    within(ms, action) {
      const outer = deadline;
      const own = Math.min(outer, now() + ms);
      deadline = own;
      left = 1;
      try {
        const result = action();
        if (now() >= own) throw new DeadlineExceeded();
        return result;
      } finally {
        deadline = outer;
      }
    },
  };
}

// The event loop: libuv's phases and Node's callback scopes (src/api/callback.cc, src/env.cc) on a browser's macrotasks.
//
// A browser drains microtasks only when the stack is empty, so that every callback gets a macrotask (a "turn") of its own:
// within it Node's tick queue is drained synchronously, and when it ends the browser drains the microtasks. Where Node
// would drain between two callbacks of one phase, its lib yields (tools/node-lib/patches.mjs) and the turn ends.
// One loop a realm; it stops when the process exits.

import { ProcessEnded } from '../os/process-ended.ts';
import type { Attempt, Host, Loop, ThrowPlace } from './realm.ts';

type Callback = () => void;
type Phases = Generator<undefined, unknown, undefined>;

export interface LoopOptions {
  readonly host: Host;
  /** The exception that left a callback: what node::errors::TriggerUncaughtException does. */
  readonly fatal: (error: unknown, place: ThrowPlace | undefined) => void;
  /** Other reasons to stay alive than timers, immediates and requests: active, referenced handles. */
  readonly hasLiveHandles: () => boolean;
  /** No context frame, where a callback scope opens (microtasks left one) and where it closes. */
  readonly resetContext: () => void;
  /** Nothing is left to do: `beforeExit`. May give the loop new work. */
  readonly drained: () => void;
  /** Nothing came of `drained` either: `exit`. */
  readonly finished: () => void;
  /** A turn begins. */
  readonly turned: () => void;
}

/** What the bindings timers and task_queue share with the loop, besides what all bindings see. */
export interface EventLoop extends Omit<Loop, 'makeCallback' | 'complete'> {
  readonly tickInfo: Uint8Array;
  readonly immediateInfo: Uint32Array;
  readonly timeoutInfo: Int32Array;
  readonly setTickCallback: (callback: Callback) => void;
  readonly setTimers: (processImmediate: () => Phases, processTimers: (now: number) => Phases) => void;
  readonly scheduleTimer: (duration: number) => void;
  readonly toggleTimerRef: (on: boolean) => void;
  readonly toggleImmediateRef: (on: boolean) => void;
  /** Runs `task` soon without keeping the loop alive. */
  readonly later: (task: Callback) => void;
  /** A tick was scheduled: wakes the loop where no callback scope is open to drain it. */
  readonly onTickScheduled: () => void;
  /** There may be work now. */
  readonly wake: () => void;
  /** After this, turns are taken. */
  readonly start: () => void;
  readonly suspend: (suspended: boolean) => void;
  readonly stop: () => void;
}

/** Indices as in src/env.h. */
const tick = { hasScheduled: 0, hasRejectionToWarn: 1 } as const;
const immediate = { count: 0, refCount: 1, hasOutstanding: 2 } as const;

/**
 * Turns without work before the loop counts as drained. The browser reports a rejected promise in a task that it queues
 * after our next turn is already queued; a second turn lets that task come first.
 */
const idleTurnsBeforeDrained = 2;

/**
 * For so many turns each waits one task longer, for the same reason: an unhandled rejection then comes before the next
 * callback, as in Node. Later (a server at work) twice the speed is worth more than the order of a crash.
 */
const carefulTurns = 2000;

export function createLoop(options: LoopOptions): EventLoop {
  const { host } = options;
  const tickInfo = new Uint8Array(2);
  const immediateInfo = new Uint32Array(3);
  const timeoutInfo = new Int32Array(1);
  /** As uv_now at the start of Node: small, and never zero. */
  const origin = host.now() - 20;

  let tickCallback: Callback = () => {};
  let processImmediate: (() => Phases) | undefined;
  let processTimers: ((now: number) => Phases) | undefined;

  const poll: Callback[] = [];
  let unreferenced: Callback[] = [];
  const closing: Callback[] = [];
  let requests = 0;
  let timerDue: number | undefined;
  let timerReferenced = false;
  let immediateReferenced = false;

  let phase: 'timers' | 'poll' | 'check' | 'closing' = 'timers';
  /** What is left of the callbacks that were ready when the poll phase began. */
  let ready: Callback[] = [];
  /** A timers or check phase that is between two callbacks. */
  let running: { phases: Phases; restart: () => Phases; done: (value: unknown) => void } | undefined;
  /** Open callback scopes; ticks are drained when the outermost closes. */
  let depth = 0;
  let ticksDeferred = false;
  let started = false;
  let stopped = false;
  let suspended = false;
  let turnScheduled = false;
  let turns = 0;
  let idleTurns = 0;
  let sleeping: number | undefined;

  const now = (): number => Math.floor(host.now() - origin);
  const hasTicks = (): boolean =>
    tickInfo[tick.hasScheduled] === 1 || tickInfo[tick.hasRejectionToWarn] === 1;
  const isAlive = (): boolean =>
    requests > 0 ||
    poll.length > 0 ||
    ready.length > 0 ||
    closing.length > 0 ||
    immediateReferenced ||
    (timerDue !== undefined && timerReferenced) ||
    options.hasLiveHandles();

  function wake(): void {
    if (!started || stopped || suspended || turnScheduled) return;
    turnScheduled = true;
    if (turns < carefulTurns) host.macrotask(() => host.macrotask(turn));
    else host.macrotask(turn);
  }

  function drainTicks(): void {
    ticksDeferred = false;
    if (!hasTicks() || stopped) return;
    const outcome = host.attempt(tickCallback);
    if (outcome.threw) caught(outcome);
  }

  /** A scope that fails drains no ticks: they wait for the next callback (Node's handler makes an immediate for that). */
  function caught({ error, place }: Extract<Attempt<unknown>, { threw: true }>): void {
    ticksDeferred = true;
    if (stopped || error instanceof ProcessEnded) return;
    options.fatal(error, place);
  }

  /** InternalCallbackScope: an exception that reaches the outermost scope is fatal; closing it drains ticks. */
  function enter<T>(task: () => T): T | undefined {
    if (stopped) return undefined;
    if (depth > 0) return task();
    depth++;
    options.resetContext();
    ticksDeferred = false;
    const outcome = host.attempt(task);
    if (outcome.threw) caught(outcome);
    closeScope();
    return outcome.threw ? undefined : outcome.value;
  }

  function closeScope(): void {
    if (!ticksDeferred) drainTicks();
    depth--;
    options.resetContext();
    wake();
  }

  /** Goes on with a timers or check phase up to its next yield, as one callback. */
  function advance(): void {
    const current = running;
    if (current === undefined) return;
    depth++;
    options.resetContext();
    ticksDeferred = false;
    const outcome = host.attempt(() => current.phases.next());
    if (outcome.threw) {
      // Node calls the same function again: it goes on after the callback that threw.
      running = { ...current, phases: current.restart() };
      caught(outcome);
    } else if (outcome.value.done === true && running === current) {
      running = undefined;
      current.done(outcome.value.value);
    }
    closeScope();
  }

  function beginTimers(): boolean {
    if (timerDue === undefined || processTimers === undefined || now() < timerDue) return false;
    timerDue = undefined;
    const run = processTimers;
    const restart = (): Phases => run(now());
    running = {
      phases: restart(),
      restart,
      // The next expiry; negative where only unreferenced timers are left.
      done(value) {
        const next = value as number;
        if (next === 0) return;
        timerDue = now() + Math.max(1, Math.abs(next) - now());
        timerReferenced = next > 0;
      },
    };
    advance();
    return true;
  }

  function beginImmediates(): boolean {
    if (processImmediate === undefined) return false;
    if (immediateInfo[immediate.count] === 0 && immediateInfo[immediate.hasOutstanding] === 0) return false;
    running = {
      phases: processImmediate(),
      restart: processImmediate,
      done() {
        if (immediateInfo[immediate.refCount] === 0) immediateReferenced = false;
      },
    };
    advance();
    return true;
  }

  /** Runs the next callback that is due; false where there is none in a whole round of the phases. */
  function runNext(): boolean {
    for (let step = 0; step < 5; step++) {
      switch (phase) {
        case 'timers':
          // As uv_run: a round begins only where something keeps the loop alive; what is unreferenced may run within one.
          if (!isAlive()) return false;
          phase = 'poll';
          if (beginTimers()) return true;
          break;
        case 'poll': {
          if (poll.length > 0 && ready.length === 0) ready = poll.splice(0);
          const task = ready.shift();
          if (task !== undefined) {
            if (ready.length === 0) phase = 'check';
            enter(task);
            return true;
          }
          phase = 'check';
          break;
        }
        case 'check':
          phase = 'closing';
          if (beginImmediates()) return true;
          break;
        case 'closing': {
          const task = closing.shift();
          if (closing.length === 0) phase = 'timers';
          if (task !== undefined) {
            enter(task);
            return true;
          }
          break;
        }
      }
    }
    return false;
  }

  function turn(): void {
    turnScheduled = false;
    turns++;
    options.turned();
    if (stopped || suspended) return;
    if (sleeping !== undefined) {
      host.clearTimeout(sleeping);
      sleeping = undefined;
    }
    if (hasTicks() && !ticksDeferred) {
      enter(() => {});
    } else if (running !== undefined) {
      advance();
    } else if (unreferenced.length > 0) {
      const tasks = unreferenced;
      unreferenced = [];
      enter(() => tasks.forEach((task) => task()));
    } else if (runNext()) {
      idleTurns = 0;
    } else {
      sleepOrFinish();
    }
  }

  function sleepOrFinish(): void {
    if (hasTicks()) {
      enter(() => {});
      return;
    }
    if (isAlive()) {
      idleTurns = 0;
      if (poll.length > 0 || closing.length > 0) wake();
      else if (timerDue !== undefined) {
        sleeping = host.setTimeout(
          () => {
            sleeping = undefined;
            wake();
          },
          Math.max(0, timerDue + origin - host.now()),
        );
      }
      return;
    }
    idleTurns++;
    // As SpinEventLoop: another round of the loop where `beforeExit` made work for it, else the end.
    if (idleTurns === idleTurnsBeforeDrained) enter(options.drained);
    if (idleTurns < 2 * idleTurnsBeforeDrained) wake();
    else options.finished();
  }

  return {
    tickInfo,
    immediateInfo,
    timeoutInfo,
    now,
    post(task) {
      poll.push(task);
      wake();
    },
    postNext(task) {
      ready.unshift(task);
      phase = 'poll';
      wake();
    },
    postClose(task) {
      closing.push(task);
      wake();
    },
    later(task) {
      unreferenced.push(task);
      wake();
    },
    beginRequest() {
      requests++;
      let active = true;
      return () => {
        if (!active) return;
        active = false;
        requests--;
        wake();
      };
    },
    enter,
    setTickCallback: (callback) => void (tickCallback = callback),
    setTimers(immediates, timers) {
      processImmediate = immediates;
      processTimers = timers;
    },
    scheduleTimer(duration) {
      timerDue = now() + Math.max(1, duration);
      wake();
    },
    toggleTimerRef(on) {
      timerReferenced = on;
      wake();
    },
    toggleImmediateRef(on) {
      immediateReferenced = on;
      wake();
    },
    onTickScheduled() {
      if (depth === 0) wake();
    },
    wake,
    start() {
      started = true;
      wake();
    },
    suspend(value) {
      suspended = value;
      if (!value) wake();
    },
    stop() {
      stopped = true;
      if (sleeping !== undefined) host.clearTimeout(sleeping);
    },
  };
}

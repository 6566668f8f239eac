// Captures what the realm uses of the browser, before the realm's own globals take their places. Called once, by the entry
// of the process worker (or by the test runner); what it returns lives as long as the worker.

import { createAttempt } from './attempt.ts';
import type { Host } from './realm.ts';
import { createZonedDate } from './zoned-date.ts';

type Globals = typeof globalThis;

/** Node's evaluated sources name themselves so; whitespace would end the name, so it is escaped (see decodeSourceUrl). */
export function encodeSourceUrl(filename: string): string {
  return filename.replace(/[\s%'"]/g, (char) => encodeURIComponent(char).replace("'", '%27'));
}

export function decodeSourceUrl(name: string): string {
  return name.includes('%')
    ? name.replace(/%(?:25|20|09|0A|0D|22|27|[CDEF][0-9A-F]%[89AB][0-9A-F])+/g, decode)
    : name;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function captureHost(scope: Globals): Host {
  const { performance } = scope;
  const evaluate = scope.eval;
  const heap = heapOf(performance);
  const hops: (() => void)[] = [];
  // A MessageChannel hop, unlike a timer, is neither clamped to 4 ms nor slowed in a hidden page.
  const { port1, port2 } = new scope.MessageChannel();
  port1.onmessage = () => hops.shift()?.();
  return {
    TextEncoder: scope.TextEncoder,
    TextDecoder: scope.TextDecoder,
    URL: scope.URL,
    crypto: scope.crypto,
    fetch: scope.fetch.bind(scope),
    WebSocket: scope.WebSocket,
    structuredClone: scope.structuredClone.bind(scope),
    MessageChannel: scope.MessageChannel,
    BroadcastChannel: scope.BroadcastChannel,
    Blob: scope.Blob,
    AbortController: scope.AbortController,
    ...('URLPattern' in scope && { URLPattern: scope.URLPattern }),
    hardwareConcurrency: scope.navigator.hardwareConcurrency,
    ...(heap !== undefined && { heap }),
    now: () => performance.now(),
    clock: scope.Date.now,
    timeOrigin: performance.timeOrigin,
    setTimeout: scope.setTimeout.bind(scope) as Host['setTimeout'],
    clearTimeout: scope.clearTimeout.bind(scope),
    queueMicrotask: scope.queueMicrotask.bind(scope),
    macrotask(callback) {
      hops.push(callback);
      port2.postMessage(0);
    },
    setTimeZone: createZonedDate(scope),
    attempt: createAttempt(scope),
    evaluate: (source, filename) =>
      evaluate(`${source}\n//# sourceURL=${encodeSourceUrl(filename)}`) as unknown,
  };
}

/** performance.memory, which only Chromium has and TypeScript's library does not declare. */
function heapOf(performance: object): Host['heap'] {
  if (!('memory' in performance)) return undefined;
  const memory = () =>
    performance.memory as {
      usedJSHeapSize: number;
      totalJSHeapSize: number;
      jsHeapSizeLimit: number;
    };
  return () => ({
    used: memory().usedJSHeapSize,
    total: memory().totalJSHeapSize,
    limit: memory().jsHeapSizeLimit,
  });
}

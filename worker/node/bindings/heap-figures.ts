// What a worker knows of its memory. Chromium tells the JavaScript heap (performance.memory: rounded, and of all that shares
// the worker's isolate); no browser tells a resident set or what buffers take besides. Where nothing is told the figures are
// fixed ones: programs that print or compare them go on, and none can be believed.

import type { Host } from '../realm.ts';

export interface HeapFigures {
  readonly used: number;
  readonly total: number;
  readonly limit: number;
}

const MiB = 1024 * 1024;
/** About what a realm takes after its start, and what V8 allows a process on a machine of 64 bits. */
const untold: HeapFigures = { used: 24 * MiB, total: 32 * MiB, limit: 2048 * MiB };

export function heapFigures(host: Pick<Host, 'heap'>): HeapFigures {
  return host.heap?.() ?? untold;
}

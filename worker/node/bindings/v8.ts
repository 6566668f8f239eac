// internalBinding('v8'): what a browser tells of its heap (src/node_v8.cc).

import { heapFigures } from './heap-figures.ts';
import type { Binding, Realm } from '../realm.ts';

export function createV8Binding(realm: Realm): Binding {
  const index = realm.meta.bindings['v8'] as Record<string, number>;
  const spaces = index['kHeapSpaces'] as unknown as readonly string[];
  const heapStatisticsBuffer = new Float64Array(20);
  const heapSpaceStatisticsBuffer = new Float64Array(4);
  return {
    heapStatisticsBuffer,
    heapSpaceStatisticsBuffer,
    /** A browser does not tell V8's spaces apart: all of the heap counts as the old one. */
    updateHeapSpaceStatisticsBuffer(space: number) {
      heapSpaceStatisticsBuffer.fill(0);
      if (spaces[space] !== 'old_space') return;
      const { used, total } = heapFigures(realm.host);
      // Size, used, available, physical.
      heapSpaceStatisticsBuffer.set([total, used, total - used, total]);
    },
    updateHeapStatisticsBuffer() {
      const { used, total, limit } = heapFigures(realm.host);
      const set = (name: string, value: number): void => {
        const at = index[name];
        if (at !== undefined) heapStatisticsBuffer[at] = value;
      };
      set('kTotalHeapSizeIndex', total);
      set('kTotalPhysicalSizeIndex', total);
      set('kTotalAvailableSize', limit - used);
      set('kUsedHeapSizeIndex', used);
      set('kHeapSizeLimitIndex', limit);
    },
    /** No flag of V8 can be set from a page. */
    setFlagsFromString() {},
    setHeapSnapshotNearHeapLimit: () => realm.unavailable('heap snapshots'),
    isStringOneByteRepresentation: (text: string) => {
      for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false;
      return true;
    },
  };
}

// internalBinding('v8'): what a browser tells of its heap (src/node_v8.cc).

import { heapFigures } from './heap-figures.ts';
import type { Binding, Realm } from '../realm.ts';

export function createV8Binding(realm: Realm): Binding {
  const index = realm.meta.bindings['v8'] as Record<string, number>;
  const heapStatisticsBuffer = new Float64Array(20);
  return {
    heapStatisticsBuffer,
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

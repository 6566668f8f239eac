// What npm needs of the browser, as arguments: tests give fakes, program.ts the real ones.
import type { Fetch } from './registry/http.ts';
import type { PackUsageStore } from '../vfs/pack-usage.ts';
import type { PackStore } from './store/pack-store.ts';
import type { PackumentStore } from './store/packument-store.ts';

export interface PlatformServices {
  readonly fetch: Fetch;
  readonly subtle: SubtleCrypto;
  readonly packs: () => PackStore;
  readonly packuments: () => PackumentStore;
  readonly packUsage: () => PackUsageStore;
  /** The registry where none is configured: the IDE's own proxy. Ends with a slash. */
  readonly defaultRegistry: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Calls `tick` again and again until disposed. */
  readonly every: (milliseconds: number, tick: () => void) => Disposable;
  readonly isOnline: () => boolean;
}

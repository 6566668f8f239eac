// What goes from one process to another past the kernel says what its sender had seen of the filesystem, and waits at the
// receiver until that is visible there.

import type { Stamp } from '../vfs/replica.ts';

export interface Causality {
  /** Undefined where there is nothing that a receiver might not have seen yet. */
  stamp(): Stamp | undefined;
  /** True when everything in `stamp` is visible here; otherwise false, and `retry` runs once when it is. */
  seen(stamp: Stamp, retry: () => void): boolean;
}

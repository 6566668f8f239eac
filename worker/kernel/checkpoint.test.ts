import { afterEach, expect, it, vi } from 'vitest';
import type { ProjectId } from '../protocol/ids.ts';
import { CheckpointWriter } from './checkpoint.ts';

afterEach(() => void vi.useRealTimers());

it('tries again what could not be stored, tells that once, and tells when it is over', async () => {
  vi.useFakeTimers();
  let room = false;
  const stored: unknown[] = [];
  const store = async (_mode: IDBTransactionMode, use: (store: IDBObjectStore) => unknown) => {
    if (!room) throw new DOMException('The quota is exceeded.', 'QuotaExceededError');
    return use({
      put: (value: unknown) => stored.push(value),
      transaction: {
        set oncomplete(done: () => void) {
          done();
        },
      },
    } as unknown as IDBObjectStore);
  };
  const outcomes: unknown[] = [];
  const writer = new CheckpointWriter(
    'p1' as ProjectId,
    () => ({ running: true, screens: [], events: [] }),
    (error) => outcomes.push(error),
    store as ConstructorParameters<typeof CheckpointWriter>[3],
  );
  await writer.flush();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outcomes).toMatchObject([{ name: 'QuotaExceededError' }]);
  room = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outcomes).toMatchObject([{ name: 'QuotaExceededError' }, null]);
  expect(stored).toMatchObject([{ running: true }]);
});

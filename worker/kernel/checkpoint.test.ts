import { afterEach, expect, it, vi } from 'vitest';
import type { ProjectId } from '../protocol/ids.ts';
import { CheckpointWriter } from './checkpoint.ts';

afterEach(() => void vi.useRealTimers());

/** What stores, or has no room. */
function fakeStore() {
  const stored: unknown[] = [];
  const fake = { room: false, stored, store: use as ConstructorParameters<typeof CheckpointWriter>[3] };
  async function use(_mode: IDBTransactionMode, work: (store: IDBObjectStore) => unknown) {
    if (!fake.room) throw new DOMException('The quota is exceeded.', 'QuotaExceededError');
    return work({
      put: (value: unknown) => stored.push(value),
      delete: () => stored.splice(0),
      transaction: {
        set oncomplete(done: () => void) {
          done();
        },
      },
    } as unknown as IDBObjectStore);
  }
  return fake;
}

it('tries again what could not be stored, tells that once, and tells when it is over', async () => {
  vi.useFakeTimers();
  const fake = fakeStore();
  const outcomes: unknown[] = [];
  const writer = new CheckpointWriter(
    'p1' as ProjectId,
    () => ({ running: true, screens: [], events: [] }),
    (error) => outcomes.push(error),
    fake.store,
  );
  await writer.flush();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outcomes).toMatchObject([{ name: 'QuotaExceededError' }]);
  fake.room = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outcomes).toMatchObject([{ name: 'QuotaExceededError' }, null]);
  expect(fake.stored).toMatchObject([{ running: true }]);
});

it('does not store again what was erased while a write of it failed', async () => {
  vi.useFakeTimers();
  const fake = fakeStore();
  const data = () => ({ running: true, screens: [], events: [] });
  const writer = new CheckpointWriter('p1' as ProjectId, data, () => (fake.room = true), fake.store);
  void writer.flush();
  await writer.erase();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fake.stored).toEqual([]);
});

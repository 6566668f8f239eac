import { expect, it, vi } from 'vitest';
import type { Ino } from '../protocol/ids.ts';
import type { Operation, ReplicaMessage } from '../vfs/operation.ts';
import { BlobTransit } from './blob-transit.ts';

const write = (data: Uint8Array | Blob): ReplicaMessage => ({
  type: 'op',
  number: 1,
  base: 0,
  op: { type: 'write', ino: 7 as Ino, position: null, data, at: 0 } satisfies Operation,
});

/** A Blob whose bytes arrive when they are let. */
function slowBlob(): { blob: Blob; arrive: () => void; fail: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<ArrayBuffer>();
  const blob = new Blob(['x']);
  blob.slice = () => Object.assign(new Blob(), { arrayBuffer: () => promise });
  return { blob, arrive: () => resolve(new ArrayBuffer(1)), fail: () => reject(new Error('lost')) };
}

it('does not wait where no Blob is under way', () => {
  const transit = new BlobTransit();
  transit.sent([write(new Uint8Array(3))]);
  const ended = vi.fn();
  transit.whenArrived(ended);
  expect(ended).toHaveBeenCalledOnce();
});

it('waits until every Blob has arrived, those too that were sent meanwhile', async () => {
  const transit = new BlobTransit();
  const [first, second] = [slowBlob(), slowBlob()];
  transit.sent([write(first.blob)]);
  const ended = vi.fn();
  transit.whenArrived(ended);
  transit.sent([write(second.blob)]);
  first.arrive();
  await new Promise(setImmediate);
  expect(ended).not.toHaveBeenCalled();
  second.arrive();
  await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
});

it('does not wait for a Blob that cannot be read', async () => {
  const transit = new BlobTransit();
  const lost = slowBlob();
  transit.sent([write(lost.blob)]);
  const ended = vi.fn();
  transit.whenArrived(ended);
  lost.fail();
  await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
});

import { expect, it } from 'vitest';
import type { WorkspaceEvent } from './event.ts';
import { WorkspaceDaemon } from './workspace-daemon.ts';

const log = (): WorkspaceDaemon => {
  let at = 0;
  return new WorkspaceDaemon(() => ++at);
};

it('K7: an observer sees every event in order from any sequence number, without gap or repetition', () => {
  const daemon = log();
  daemon.append({ type: 'RUNTIME_STARTED' });
  daemon.append({ type: 'BUILD_STARTED', command: 'npm start' });
  const seen: WorkspaceEvent[] = [];
  const subscription = daemon.observe(2, (event) => seen.push(event));
  daemon.append({ type: 'BUILD_SUCCEEDED', command: 'npm start', durationMs: 4 });
  subscription[Symbol.dispose]();
  daemon.append({ type: 'RUNTIME_STOPPED', reason: 'x' });
  expect(seen).toEqual([
    { seq: 2, at: 2, type: 'BUILD_STARTED', command: 'npm start' },
    { seq: 3, at: 3, type: 'BUILD_SUCCEEDED', command: 'npm start', durationMs: 4 },
  ]);
});

it('goes on with the sequence of an earlier epoch', () => {
  const daemon = log();
  daemon.append({ type: 'RUNTIME_STARTED' });
  const next = new WorkspaceDaemon(() => 9, daemon.read(0));
  expect(next.append({ type: 'RUNTIME_CRASHED', reason: 'evicted' })).toEqual({
    seq: 2,
    at: 9,
    type: 'RUNTIME_CRASHED',
    reason: 'evicted',
  });
});

import { expect, it } from 'vitest';
import { processWords, uptime } from './process-words.ts';

it('says how long a process has been up', () => {
  const second = 1000;
  const hour = 3600 * second;
  expect(
    [-5, 0, 59 * second, 65 * second, 2 * hour + 420 * second, 76 * hour].map((age) =>
      uptime(1000, 1000 + age),
    ),
  ).toEqual(['0s', '0s', '59s', '1m 05s', '2h 07m', '3d 4h']);
});

it('names every state but the ordinary one', () => {
  expect(
    (['running', 'starting', 'stopped', 'disowned'] as const).map((state) =>
      processWords({ state, restarts: 0 }),
    ),
  ).toEqual([null, 'starting', 'stopped', 'being reaped']);
  expect(processWords({ state: 'running', restarts: 1 })).toBe('restarted after reload');
});

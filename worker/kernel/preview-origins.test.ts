import { expect, it } from 'vitest';
import type { Port, ProjectId } from '../protocol/ids.ts';
import { PreviewOrigins } from './preview-origins.ts';

const [first, second, third] = ['http://h:1', 'http://h:2', 'http://h:3'];

/** Web Locks of one browser, as far as `ifAvailable` needs them. */
function fakeLocks(): Pick<LockManager, 'request'> {
  const held = new Set<string>();
  const request = async (name: string, _options: LockOptions, callback: LockGrantedCallback<unknown>) => {
    if (held.has(name)) return callback(null);
    held.add(name);
    try {
      return await callback({ name, mode: 'exclusive' });
    } finally {
      held.delete(name);
    }
  };
  return { request } as Pick<LockManager, 'request'>;
}

const origins = (project: string, locks: Pick<LockManager, 'request'>) =>
  new PreviewOrigins(project as ProjectId, 'http://ide', locks);
const port = (number: number) => number as Port;

it('each port has an origin of its own, and two kernels share none', async () => {
  const locks = fakeLocks();
  const [one, two] = [origins('one', locks), origins('two', locks)];
  await one.offer([first, second, third]);
  await two.offer([first, second, third]);
  expect(one.url(port(3000))).toBe(`${first}/`);
  expect(two.url(port(3000))).toBe(`${third}/`);
  expect(one.portOf(first)).toBe(3000);
});

it('an origin that is no longer offered goes to no port, and is free for others', async () => {
  const locks = fakeLocks();
  const kernel = origins('one', locks);
  await kernel.offer([first, second]);
  expect(kernel.url(port(3000))).toBe(`${first}/`);
  // The network is gone, and the second origin has never been seen.
  await kernel.offer([first]);
  expect(kernel.url(port(3001))).toBe('http://ide/__preview/one/3001/');
  expect(kernel.url(port(3000))).toBe(`${first}/`);
  const other = origins('two', locks);
  await other.offer([first, second]);
  expect(other.url(port(3000))).toBe(`${second}/`);
});

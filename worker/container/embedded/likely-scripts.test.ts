import { expect, test } from 'vitest';
import { LikelyScripts, scriptOf } from './likely-scripts.ts';
import type { Image } from './process.ts';
import type { WorkerLink } from './worker-link.ts';

function spare() {
  const told: unknown[] = [];
  return { told, link: { post: (message: unknown) => told.push(message) } as unknown as WorkerLink };
}

test('each spare gets ready for one script of the last burst, with what it is known to open', () => {
  const likely = new LikelyScripts();
  const [first, second, third] = [spare(), spare(), spare()];
  likely.started('/vite');
  likely.started('/esbuild');
  likely.opened('/vite', ['/config.js']);
  // Not before the machine rests.
  likely.tell([first.link]);
  expect(first.told).toEqual([]);
  likely.rest();
  expect(likely.count).toBe(1);
  likely.tell([first.link]);
  // A first start of esbuild is not over.
  likely.tell([first.link, second.link, third.link]);
  expect(second.told).toEqual([]);
  likely.opened('/esbuild', []);
  expect(likely.count).toBe(2);
  likely.tell([first.link, second.link, third.link]);
  expect(first.told).toEqual([{ type: 'anticipate', script: '/vite', files: ['/config.js'] }]);
  expect(second.told).toEqual([{ type: 'anticipate', script: '/esbuild', files: [] }]);
  expect(third.told).toEqual([]);
  expect(likely.of(second.link)).toBe('/esbuild');
  likely.forget(second.link);
  expect(likely.of(second.link)).toBeUndefined();
});

test('a rest without a start changes nothing; code without a file is nothing to get ready for', () => {
  const likely = new LikelyScripts();
  expect(likely.count).toBe(1);
  likely.started('/vite');
  likely.opened('/vite', []);
  likely.rest();
  likely.rest();
  const { told, link } = spare();
  likely.tell([link]);
  expect(told).toHaveLength(1);
  likely.started(null);
  likely.started(null);
  likely.rest();
  expect(likely.count).toBe(1);
  const another = spare();
  likely.tell([another.link]);
  expect(another.told).toEqual([]);
});

test('of twenty scripts it is known what they open', () => {
  const likely = new LikelyScripts();
  for (let each = 0; each < 21; each++) likely.opened(`/${each}`, []);
  expect([likely.knows('/0'), likely.knows('/1'), likely.knows('/20')]).toEqual([false, true, true]);
});

test.each([
  [['node', '/a/vite', '--port', '1'], '/a/vite'],
  [['node', 'server.js'], '/project/server.js'],
  [['node', '--watch', 'server.js'], '/project/server.js'],
  [['node', '-e', '0'], null],
  [['node', '-p', '1', 'x'], null],
  [['node'], null],
])('the script of %j', (argv, script) => {
  expect(scriptOf({ program: 'node', argv, cwd: '/project' } as unknown as Image)).toBe(script);
  expect(scriptOf({ program: 'jsh', argv, cwd: '/project' } as unknown as Image)).toBeNull();
});

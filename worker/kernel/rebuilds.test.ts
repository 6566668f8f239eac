import { expect, it } from 'vitest';
import type { BuildError, WorkspaceEventBody } from './event.ts';
import { Rebuilds } from './rebuilds.ts';

/** Feeds bursts of output and of what pages were told; each is settled before the next. */
function eventsOf(...bursts: readonly (readonly (string | BuildError)[])[]): readonly WorkspaceEventBody[] {
  const events: WorkspaceEventBody[] = [];
  const timer: { settle: (() => void) | null } = { settle: null };
  const rebuilds = new Rebuilds({
    command: 'npm run dev',
    onEvent: (event) => events.push(event),
    now: () => 5,
    setTimeout: (callback) => (timer.settle = callback),
    clearTimeout: () => (timer.settle = null),
  });
  for (const burst of bursts) {
    for (const part of burst) {
      if (typeof part === 'string') rebuilds.output(part);
      else rebuilds.report(part);
    }
    timer.settle?.();
    timer.settle = null;
  }
  rebuilds[Symbol.dispose]();
  return events;
}

const started = { type: 'BUILD_STARTED', command: 'npm run dev' };
const succeeded = { type: 'BUILD_SUCCEEDED', command: 'npm run dev', durationMs: 0 };

it('K7: an edit that breaks the build, and one that mends it (Vite)', () => {
  expect(
    eventsOf(
      [
        '10:00:00 AM \x1b[36m[vite]\x1b[39m (client) hmr update /src/App.jsx\r\n',
        '10:00:01 AM [vite] Internal server error: /p/src/App.jsx: Unexpected token (3:5)\r\n  Plugin: vite:react-babel\r\n',
        '  File: /p/src/App.jsx:3:5\r\n  1 | x\r\n',
      ],
      ['10:00:09 AM [vite] (client) hmr update /src/App.jsx\r\n'],
    ),
  ).toEqual([
    started,
    {
      type: 'BUILD_FAILED',
      command: 'npm run dev',
      exitCode: null,
      errors: [
        { message: '/p/src/App.jsx: Unexpected token (3:5)', file: '/p/src/App.jsx', line: 3, column: 5 },
      ],
    },
    started,
    succeeded,
  ]);
});

const update = '10:00:00 AM [vite] (client) hmr update /src/App.vue\r\n';
const wrong = { message: 'Unexpected token', file: '/p/src/App.vue', line: 6, column: 6 };
const failed = { type: 'BUILD_FAILED', command: 'npm run dev', exitCode: null, errors: [wrong] };

it('K7: an error that only the pages are told, each of them and again as it loads', () => {
  expect(eventsOf([update], [wrong, wrong], [wrong], [update], [wrong])).toEqual([
    ...[started, succeeded],
    ...[started, failed],
    ...[started, succeeded],
    ...[started, failed],
  ]);
});

it('K7: what the terminal told is not told again for the pages', () => {
  const text = 'Internal server error: Unexpected token\r\n  File: /p/src/App.vue:6:6\r\n';
  expect(eventsOf([update, `10:00:01 AM [vite] ${text}`], [wrong])).toEqual([started, failed]);
});

it('K7: of several edits in one burst the last decides; a reload after an invalidation is none', () => {
  const error = '[vite] Internal server error: No.\r\n';
  expect(eventsOf([update, error, update])).toEqual([started, succeeded]);
  expect(eventsOf([wrong, update])).toEqual([started, succeeded]);
  const reload = '[vite] (client) hmr invalidate /src/App.jsx\r\n[vite] (client) page reload src/App.jsx\r\n';
  expect(eventsOf([update, error, reload]).map(({ type }) => type)).toEqual([
    'BUILD_STARTED',
    'BUILD_FAILED',
  ]);
});

it('K7: tsc --watch', () => {
  const events = eventsOf(
    ['[10:00:00 AM] File change detected. Starting incremental compilation...\r\n'],
    ['src/a.ts(3,7): error TS2322: No.\r\n[10:00:01 AM] Found 1 error. Watching for file changes.\r\n'],
    ['[10:00:05 AM] Found 0 errors. Watching for file changes.\r\n'],
  );
  expect(events.map(({ type }) => type)).toEqual([
    'BUILD_STARTED',
    'BUILD_FAILED',
    'BUILD_STARTED',
    'BUILD_SUCCEEDED',
  ]);
  expect(events[1]).toMatchObject({ errors: [{ file: 'src/a.ts', line: 3, message: 'TS2322: No.' }] });
});

it('K7: what a server says of its requests is no build', () => {
  expect(eventsOf(['GET / 200 error=none\r\n'], ['Error: a route threw\r\n    at x\r\n'])).toEqual([]);
});

it("K7: Astro's dev server names a mistake, once, and serves the page that mends it; its requests are no builds", () => {
  const said = '16:47:29 [ERROR] Expected identifier but found "="\n  Stack trace:\n    at ';
  const error = {
    message: 'Expected identifier but found "="',
    ...{ file: '/p/src/pages/index.astro', line: 6, column: 6 },
  };
  const served = '16:47:33 [200] / 87ms\n';
  expect(
    eventsOf(
      [served],
      [`${said}/p/src/pages/index.astro:6:6\n`],
      [`${said}failureErrorWithLog (/p/node_modules/esbuild/lib/main.js:1752:15)\n`],
      [served],
      [served],
      ['16:47:40 [watch] src/lib.ts\n'],
      ['12:00:00 [ERROR] no such user\n'],
    ),
  ).toEqual([
    started,
    { type: 'BUILD_FAILED', command: 'npm run dev', exitCode: null, errors: [error] },
    ...[started, succeeded],
    ...[started, succeeded],
  ]);
});

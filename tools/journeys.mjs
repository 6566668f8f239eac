// Runs the Playwright journeys (tests/e2e, tests/conformance) against the built app in a real Chromium.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findChromium } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const chromium = await findChromium();
const { status } = spawnSync(
  process.execPath,
  ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    cwd: root,
    env: { ...process.env, HOLDFAST_CHROMIUM: chromium },
  },
);
process.exitCode = status ?? 1;

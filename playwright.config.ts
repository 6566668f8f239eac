import { defineConfig } from '@playwright/test';
import { chromiumFlags } from './tools/browser.mjs';

export default defineConfig({
  testDir: 'tests',
  testMatch: ['e2e/**/*.spec.ts', 'conformance/**/*.spec.ts'],
  globalSetup: './tests/e2e/serve-built-app.ts',
  // Two cores, and each page brings a dozen renderers.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(process.env['HOLDFAST_CHROMIUM'] === undefined
        ? {}
        : { executablePath: process.env['HOLDFAST_CHROMIUM'] }),
      args: chromiumFlags,
    },
    trace: 'off',
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,worker,tools}/**/*.test.{ts,tsx,mjs}'],
    // Two cores: more workers only make each test slower.
    maxWorkers: 2,
    isolate: true,
    testTimeout: 20_000,
  },
});

import { defineConfig } from 'vitest/config';

const night = process.env.REGULARS_NIGHT !== undefined;

/** `npm test` runs all of it; `REGULARS_NIGHT=1` raises the counts of the random suites. */
export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'web/**/*.test.{ts,tsx}',
      'simulator/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    globalSetup: ['test/global-setup.ts'],
    // Large counts take as long as the machine needs: a limit is there to end what hangs, not to measure.
    testTimeout: night ? 3_600_000 : 180_000,
    hookTimeout: night ? 600_000 : 180_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});

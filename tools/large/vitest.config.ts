// The tests that take an hour on two cores, so that `npm test` leaves them out: `npm run test:large`.
import { defineConfig } from 'vitest/config';

const hours = 3_600_000;

export default defineConfig({
  test: {
    environment: 'node',
    include: ['engine/**/*.large.test.ts'],
    globalSetup: ['tools/vitestSetup.ts'],
    // Nets of gigabytes, one at a time.
    fileParallelism: false,
    testTimeout: 4 * hours,
    hookTimeout: 60_000,
  },
});

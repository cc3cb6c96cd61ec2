import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/fast-check.ts'],
    // Nothing here waits for anything but the program itself; what takes longer hangs.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores are what a small machine or a free runner has.
    maxWorkers: 2,
  },
})

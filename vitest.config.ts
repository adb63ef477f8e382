import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** All tests but those that need programs beside Node, which `npm run test:system` runs. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/**/*.system.test.ts'],
    testTimeout: 30_000,
  },
});

export default config;
